"""A forgotten article is nowhere in the home any more, stays out, and takes nobody's facts with it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest

from newsledger.errors import FetchOutcome, ItemOutcome, TerminalError
from newsledger.extract.vocabulary import load_vocabulary
from newsledger.fetch.records import FetchResult
from newsledger.parse.records import ParsedItem, ParsedListing
from newsledger.settings import SEEDS_DIR, Home
from newsledger.sources.schema import Source
from newsledger.stages import extraction, forgetting, ingest, ingest_rows, reparse, revisits
from newsledger.warehouse import loading
from newsledger.warehouse.batches import batch_key, new_batch_id, write_batch
from newsledger.warehouse.blobs import blob_path
from tests.integration import places
from tests.integration.failpoints_by_stage import FORGETTING
from tests.unit.warehouse.rows import SOURCE, article, listing
from tests.unit.warehouse.test_loading import CONSERVATION, query

SENTENCE = "青崖港第七泊位的起重机在雨季前夜全部停摆"
WORD = "quaymaster-zebrafinch"
BODY = f"{SENTENCE}。{WORD} said revenue rose 8.2% to $275 million in fiscal 2025. " + "港口。" * 40
OTHER = "Costco said revenue rose 8.2% to $275 billion in fiscal 2025."
NOW = datetime(2025, 6, 2, tzinfo=UTC)


def fetched(home, rows, url, content):
    attempt = FetchResult(
        url=url, requested_at=NOW, attempt=1, outcome=FetchOutcome.OK, content=content.encode(),
        headers={"Link": f"<{url}>; rel=canonical"},
    )  # fmt: skip
    return ingest_rows.add_attempts(home, rows, [attempt])


def crawl(home, parsed, url, content, run_key="run", source=SOURCE, is_loaded=True):
    """A crawl of one listing with its bytes."""
    rows = ingest_rows.BatchRows(
        source, new_batch_id(batch_key("ingest", source.source_id, run_key, "listings")), NOW.isoformat()
    )
    ingest_rows.add_listing(rows, url, parsed, fetched(home, rows, url, content))
    batch = write_batch(
        home, kind="ingest", identifier=rows.batch_id, run_key=run_key, source_id=source.source_id,
        written_at=NOW.timestamp(), tables=rows.tables(), facts={"observed_at": rows.observed_at},
    )  # fmt: skip
    return loading.load_ingest_batches(home, source, run_key)["outcomes"] if is_loaded else batch


def page(number, body, run_key):
    made = ParsedItem(1, ItemOutcome.PARSED, article(number, body))
    return (
        ParsedListing("article_page", "1", 1, (made,)),
        f"https://a.example/{number}",
        f"<p>{body}</p>",
        run_key,
    )


def places_of(home, *words):
    return places.places_of(home.path, *words)


def extract(home, run_key):
    for chunk in extraction.plan_extraction(home, run_key)["chunks"]:
        extraction.extract_chunk(home, run_key, chunk)
    extraction.load_facts(home)


@pytest.fixture(scope="module")
def landed(tmp_path_factory):
    """Two pages, one of them to be forgotten, read and extracted. The seeds do not change: read once."""
    made = Home(tmp_path_factory.mktemp("landed"))
    vocabulary = load_vocabulary(SEEDS_DIR)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extraction, "vocabulary_of", lambda _home: vocabulary)
        crawl(made, *page(1, BODY, "one"))
        crawl(made, *page(2, OTHER, "two"))
        extract(made, "facts")
        yield made


@pytest.fixture
def home(landed, tmp_path):
    shutil.copytree(landed.path, tmp_path / "copy")
    return Home(tmp_path / "copy")


def test_no_file_of_the_home_holds_a_word_of_it_afterwards(home):
    before = places_of(home, SENTENCE, WORD)
    assert {"raw", "warehouse.duckdb"} <= {place.split("/")[0] for place in before}
    assert {"warehouse.duckdb: article_versions.body", "warehouse.duckdb: observations.evidence_text"} <= set(
        before
    )
    counts = forgetting.forget_article(home, url="https://a.example/1?utm_source=x#top")
    assert (counts["articles"], counts["versions"], counts["blobs"], counts["bereft"]) == (1, 1, 1, 0)
    assert places_of(home, SENTENCE, WORD, "标题 1") == []


EXCERPT = f"{SENTENCE}。{WORD} said revenue rose 8.2% to $275 million in fiscal 2025. " + "港口。" * 12


def test_an_edited_copy_stays_and_is_named_and_goes_by_the_command(home, monkeypatch):
    said = []
    monkeypatch.setattr(forgetting, "say", said.append)
    crawl(home, *page(3, "来源网络,侵删。" + BODY, "three"))
    counts = forgetting.forget_article(home, url="https://a.example/1")
    (copy,) = query(home, "select article_id from raw.article_versions where url like '%/3'")
    assert (counts["articles"], counts["retold"]) == (1, 1)
    assert [line for line in said if "标题 3" in line or "ARTICLE=" in line] == [
        "forget:   near_duplicate: 标题 3 (https://a.example/3)",
        f"forget:     to take it out too: make forget ARTICLE={copy[0]}",
    ]
    counts = forgetting.forget_article(home, article_id=copy[0])
    assert (counts["articles"], counts["retold"]) == (1, 0)
    assert places_of(home, SENTENCE, WORD) == []


def test_a_whole_story_goes_together(home):
    crawl(home, *page(3, "来源网络,侵删。" + BODY, "three"))
    crawl(home, *page(4, EXCERPT, "four"))
    counts = forgetting.forget_article(home, url="https://a.example/4", with_story=True)
    assert (counts["articles"], counts["retold"]) == (3, 0)
    assert places_of(home, SENTENCE, WORD) == []
    assert query(home, "select url from raw.article_versions") == [("https://a.example/2",)]


def test_free_blocks_of_the_old_file_are_gone_with_it(home):
    """A deletion alone leaves the bytes in the file: what is forgotten must be written away."""
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("pragma force_compression = 'uncompressed'")
        connection.execute("create table raw.plain as select * from raw.article_versions")
        connection.execute("checkpoint")
        connection.execute("drop table raw.plain")
    assert SENTENCE.encode() in home.warehouse.read_bytes()
    forgetting.forget_article(home, url="https://a.example/1")
    assert SENTENCE.encode() not in home.warehouse.read_bytes()


def test_the_others_and_their_facts_stay(home):
    facts = (
        "select metric_id, value_low from raw.observations where article_version_id in "
        "(select article_version_id from raw.article_versions where url like '%/2') order by all"
    )
    before = query(home, facts)
    assert before
    forgetting.forget_article(home, url="https://a.example/1")
    assert query(home, facts) == before
    assert query(home, "select url from raw.article_versions") == [("https://a.example/2",)]
    assert len(list(home.raw.rglob("*.gz"))) == 1
    extract(home, "again")
    assert query(home, facts) == before


def test_its_items_are_counted_as_forgotten(home):
    forgetting.forget_article(home, url="https://a.example/1")
    assert query(home, "select outcome_code, count(*) from raw.parse_outcomes group by 1 order by 1") == [
        ("forgotten", 1),
        ("landed", 1),
    ]
    assert query(
        home,
        "select count(*) from raw.parse_outcomes where outcome_code = 'forgotten' and "
        "coalesce(url, title, article_id, article_version_id) is not null",
    ) == [(0,)]
    assert query(home, CONSERVATION) == []


def test_a_later_crawl_keeps_it_out_and_its_bytes_too(home):
    forgetting.forget_article(home, url="https://a.example/1")
    assert crawl(home, *page(1, BODY, "later")) == {"forgotten": 1}
    elsewhere = replace(article(1, BODY), url="https://b.example/copy")
    assert crawl(home, listing(elsewhere), "https://b.example/copy", f"<p>{BODY}</p>", "copy") == {
        "forgotten": 1
    }
    assert places_of(home, SENTENCE, WORD) == []
    assert query(home, CONSERVATION) == []
    assert ingest.check_failure_share(SOURCE, {"outcomes": {"forgotten": 3, "landed": 1}}) == {
        "listed": 4,
        "refused": 0,
    }


def test_a_page_that_is_forgotten_is_not_asked_for(home, monkeypatch):
    forgetting.forget_article(home, url="https://a.example/1")
    source = Source(
        source_id="pages", kind="page_list", name="Pages", urls=["https://a.example/1", "https://a.example/9"],
        time_zone="UTC",
    )  # fmt: skip
    asked = []

    def read_page(_source, _fetcher, url, _before):
        asked.append(url)
        return [], ParsedListing("none", "1", 1, (ParsedItem(1, ItemOutcome.NOT_FOUND, None, "no", url),))

    monkeypatch.setattr(ingest, "read_page", read_page)
    revisits.read_known(home, source, "next")
    for chunk in ingest.read_listings(home, source, "next")["chunks"]:
        ingest.read_pages(home, source, "next", chunk)
    assert ingest.load_batches(home, source, "next")["outcomes"] == {"forgotten": 1, "not_found": 1}
    assert asked == ["https://a.example/9"]


def test_bytes_of_a_listing_go_with_it_and_the_others_on_it_stay(home):
    both = listing(article(1, BODY), article(3, "理想汽车第三季度交付93211辆。"))
    crawl(home, both, "https://a.example/feed", f"<rss>{BODY} 理想汽车</rss>", "feed")
    counts = forgetting.forget_article(home, url="https://a.example/1")
    assert (counts["blobs"], counts["bereft"]) == (2, 1)
    assert places_of(home, SENTENCE) == []
    assert (
        query(home, "select reason, source_ids from raw.blob_removals") == [("forgotten", ["synthetic"])] * 2
    )
    assert query(home, "select count(*) from raw.article_versions") == [(2,)]


def test_bytes_of_a_listing_are_kept_if_that_is_asked_for(home):
    both = listing(article(1, BODY), article(3, "理想汽车第三季度交付93211辆。"))
    crawl(home, both, "https://a.example/feed", f"<rss>{BODY} 理想汽车</rss>", "feed")
    kept = query(home, "select content_sha256 from raw.fetches where url like '%feed'")[0][0]
    forgetting.forget_article(home, url="https://a.example/1", keep_shared=True)
    assert blob_path(home, kept).exists()
    assert [place for place in places_of(home, SENTENCE) if "raw/" not in place] == []


def test_batches_that_wait_to_be_loaded_lose_it_too(home):
    both = listing(article(1, BODY), article(3, "理想汽车第三季度交付93211辆。"))
    batch = crawl(home, both, "https://a.example/feed", "<rss>empty</rss>", "feed", is_loaded=False)
    extraction.plan_extraction(home, "unfinished")
    forgetting.forget_article(home, url="https://a.example/1")
    assert batch.path.exists()
    assert places_of(home, SENTENCE, WORD) == []
    assert loading.load_ingest_batches(home, SOURCE, "feed")["outcomes"] == {"forgotten": 1, "landed": 1}
    assert query(home, CONSERVATION) == []


def test_facts_of_it_that_were_being_read_are_not_loaded(home):
    crawl(home, *page(4, f"{BODY} 又及。", "four"))
    for chunk in extraction.plan_extraction(home, "unfinished")["chunks"]:
        extraction.extract_chunk(home, "unfinished", chunk)
    forgetting.forget_article(home, url="https://a.example/4")
    extraction.load_facts(home)
    assert query(
        home,
        "select count(*) from raw.extractions where article_version_id not in "
        "(select article_version_id from raw.article_versions)",
    ) == [(0,)]
    assert places_of(home, "又及") == []


def test_a_reparse_does_not_bring_it_back(home, monkeypatch):
    row = json.dumps(
        {"id": "x", "title": "旧闻", "body": BODY, "published_at": "2025-05-31"}, ensure_ascii=False
    )
    source = Source(source_id="lines", kind="files", name="Lines", urls=["x"], time_zone="UTC")
    monkeypatch.setattr(reparse, "declared_sources", lambda: {"lines": source})
    from newsledger.parse.files import parse_file

    crawl(home, parse_file("x.jsonl", row.encode(), source), "file:/x.jsonl", row, "lines", source)
    identifier = query(home, "select article_id from raw.article_versions where title = '旧闻'")[0][0]
    digest = query(home, "select content_sha256 from raw.fetches where url = 'file:/x.jsonl'")[0][0]
    bytes_before = blob_path(home, digest).read_bytes()
    with duckdb.connect(str(home.warehouse)) as connection:
        fetch = connection.execute("select * from raw.fetches where url = 'file:/x.jsonl'").fetchall()[0]
    forgetting.forget_article(home, article_id=identifier)
    blob_path(home, digest).write_bytes(bytes_before)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute("delete from raw.fetches where fetch_id = ?", [fetch[0]])
        connection.execute(f"insert into raw.fetches values ({', '.join('?' * len(fetch))})", list(fetch))
    planned = reparse.plan_reparse(home, "again", reparse.Wanted(source_id="lines"))
    for chunk in planned["chunks"]:
        reparse.reparse_chunk(home, "again", chunk)
    assert reparse.load_reparse(home)["forgotten"] == 1
    assert query(home, "select count(*) from raw.article_versions where title = '旧闻'") == [(0,)]


def test_the_tombstone_names_nothing_and_a_second_request_changes_nothing(home):
    forgetting.forget_article(home, url="https://a.example/1")
    stones = query(home, "select * from raw.forgotten order by all")
    assert {row[1] for row in stones} == {"article_id", "address", "text"}
    assert not any("example" in str(row) for row in stones)
    state = query(home, "from raw.parse_outcomes order by all")
    forgetting.forget_article(home, url="https://a.example/1")
    assert query(home, "select * from raw.forgotten order by all") == stones
    assert query(home, "from raw.parse_outcomes order by all") == state


@pytest.mark.parametrize("failpoint", FORGETTING)
def test_a_request_that_is_killed_is_carried_through_by_the_next(home, failpoint):
    killed = subprocess.run(
        [sys.executable, "-m", "newsledger.cli", "forget", "--url", "https://a.example/1"],
        env={**os.environ, "NEWSLEDGER_HOME": str(home.path), "NEWSLEDGER_FAILPOINT": failpoint},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    forgetting.forget_article(home, url="https://a.example/1")
    assert places_of(home, SENTENCE, WORD) == []
    assert query(home, "select url from raw.article_versions") == [("https://a.example/2",)]
    assert query(home, CONSERVATION) == []
    assert list(home.path.rglob(".incoming-*")) == []


def test_an_address_that_is_not_held_stays_out_from_now_on(home):
    forgetting.forget_article(home, url="https://a.example/5")
    assert crawl(home, *page(5, "理想汽车第三季度交付93211辆。", "five")) == {"forgotten": 1}


def test_what_is_no_address_is_refused(home):
    with pytest.raises(TerminalError, match="no address of the web"):
        forgetting.forget_article(home, url="a.example/1")
    assert query(home, "select count(*) from raw.forgotten") == [(0,)]


def test_an_article_that_nobody_knows_is_refused(home):
    with pytest.raises(TerminalError, match="no article article_0 is held"):
        forgetting.forget_article(home, article_id="article_0")
    with pytest.raises(TerminalError, match="by its address or by its id"):
        forgetting.forget_article(home)
