"""What the extractor must reach on annotated articles: the project's own, and the shared ones where they are."""

import pytest

from newsledger.extract.vocabulary import load_vocabulary
from newsledger.settings import SEEDS_DIR
from tests.conftest import SHARED
from tests.gold.scoring import OWN, pair_off, read, score_articles, size

FLOORS = {
    "own": {
        "quantities": 0.95,
        "facts": 0.70,
        "companies": 0.90,
        "main_topic": 0.75,
        "sign": 0.97,
        "bound": 0.95,
        "modality": 0.88,
    },
    "shared": {
        "quantities": 0.96,
        "facts": 0.87,
        "metric": 0.88,
        "sign": 0.99,
        "subject": 0.90,
        "period": 0.92,
        "modality": 0.92,
        "bound": 0.95,
        "companies": 0.92,
        "main_topic": 0.85,
        "scale_suspect": 0.80,
    },
}


@pytest.fixture(scope="module")
def vocabulary():
    return load_vocabulary(SEEDS_DIR)


def assert_floors(score, floors):
    reached = score.as_row()
    below = {name: (reached[name], floor) for name, floor in floors.items() if reached[name] < floor}
    assert below == {}


def test_own_articles_reach_their_floors(vocabulary):
    articles = [article for path in OWN for article in read(path)]
    assert len(articles) >= 30
    assert_floors(score_articles(articles, vocabulary), FLOORS["own"])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared annotated articles are not on this machine")
def test_shared_articles_reach_their_floors(vocabulary):
    articles = [article for name in ("seed", "dev") for article in read(SHARED / "gold" / f"{name}.jsonl")]
    assert_floors(score_articles(articles, vocabulary), FLOORS["shared"])


def test_annotations_are_in_the_text_they_annotate():
    for path in OWN:
        for article in read(path):
            text = f"{article['title']}\n{article['body']}"
            for metric in article["metrics"]:
                assert metric["quote"] in text, (article["id"], metric["quote"])
                assert metric["low"] <= metric["high"], (article["id"], metric["quote"])
            for company in article["companies"]:
                assert all(surface in text for surface in company["surface"]), (article["id"], company)


def test_the_scorer_tells_sizes_apart_and_units_together():
    assert size(1, 1, "GW") == size(1000, 1000, "MW") != size(1, 1, "GWh")
    assert size(5, 5, "people") == size(5, 5, "store")
    assert size(-3, -1, "percent") == size(1, 3, "percent")
    assert pair_off([], []) == []
