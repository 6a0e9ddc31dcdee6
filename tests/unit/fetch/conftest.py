"""What the tests of fetching share: the loopback server, and a source that may read it."""

from __future__ import annotations

import pytest

from newsledger.sources.schema import Source
from tests.loopback import Answer, Site, site

__all__ = ["Answer", "Site", "site", "source"]


@pytest.fixture
def source() -> Source:
    """A source that may read loopback, without delays."""
    return Source(
        source_id="test_pages",
        kind="page_list",
        name="Test pages",
        urls=["http://127.0.0.1/"],
        time_zone="UTC",
        crawl_delay_seconds=0,
        allow_private=True,
        max_attempts=3,
        max_bytes=100_000,
        max_seconds=5,
    )
