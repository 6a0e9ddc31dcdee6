"""How likely a fact is right, as a number that readers can act on."""

from __future__ import annotations

from itertools import pairwise

from newsledger.extract.dating import Dated
from newsledger.extract.metric_book import ChosenMetric
from newsledger.extract.quantities import QuantityMatch
from newsledger.extract.subjects import ChosenSubject

# How often facts were right, by the product of their rules' certainties: (product, share right), read off
# annotated articles that the rules were not written on (docs/extraction.md); straight lines between.
CALIBRATION = ((0.0, 0.1), (0.25, 0.33), (0.45, 0.4), (0.55, 0.66), (0.75, 0.79), (1.0, 0.86))


def confidence_of(
    quantity: QuantityMatch, metric: ChosenMetric, subject: ChosenSubject, dated: Dated | None
) -> float:
    """How likely all parts of the fact are right: the product of the rules' certainties, calibrated."""
    figure = 0.97 * (0.9 if quantity.inherited else 1.0) * (0.93 if quantity.implied_currency else 1.0)
    period = dated.certainty if dated else 0.8
    return calibrated(figure * metric.certainty * subject.certainty * period)


def calibrated(product: float) -> float:
    """The share of right facts that belongs to a product of certainties."""
    for (low, low_share), (high, high_share) in pairwise(CALIBRATION):
        if product <= high:
            return round(low_share + (high_share - low_share) * (product - low) / (high - low), 3)
    return CALIBRATION[-1][1]
