"""What the tests of extraction share: the whole vocabulary, read once."""

from __future__ import annotations

import pytest

from newsledger.extract.vocabulary import Vocabulary, load_vocabulary
from newsledger.settings import SEEDS_DIR


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The seeds as they are. Immutable, so that all tests may have the same one."""
    return load_vocabulary(SEEDS_DIR)
