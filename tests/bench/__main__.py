"""`make bench`: what the stages cost, each beside a floor measured on the same data in the same minute.

    python -m tests.bench [extraction] [peers] [landing] [parsing] [search] [stories] [cost_curve] [names]

Trust the ratios: the seconds are those of a machine that does other things. Synthetic articles come from the
demo site's texts; nothing is fetched but, once, the peers of `peers` and `names` from the package index.
"""

import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from newsledger.demo_site.server import CONTENT_DIR
from newsledger.errors import ItemOutcome
from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import load_vocabulary
from newsledger.parse.channel import parse_channel_page
from newsledger.parse.page import parse_page
from newsledger.parse.records import ParsedArticle, ParsedItem, ParsedListing
from newsledger.settings import SEEDS_DIR, Home
from newsledger.sources.schema import Source
from newsledger.stages.ingest_rows import BatchRows, add_listing
from newsledger.warehouse.batches import batch_key, new_batch_id, write_batch
from newsledger.warehouse.loading import load_ingest_batches
from tests.bench.cost_curve import bench_cost_curve
from tests.bench.names import bench_names
from tests.bench.peers import bench_peers, open_texts
from tests.bench.search import bench_search
from tests.bench.stories import bench_stories
from tests.unit.parse.synthetic_pages import pages_of_size

RUNS = 3
ARTICLES = 100_000
BATCH = 20_000
SOURCE = Source(
    source_id="synthetic", kind="page_list", name="Synthetic", urls=["https://a.example/1"], time_zone="UTC"
)


def seconds_of(job: Callable[[], object]) -> float:
    """Processor seconds of one core, the median of several runs: what others do meanwhile counts little."""
    taken = []
    for _ in range(RUNS):
        started = time.process_time()
        job()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def demo_texts() -> list[tuple[str, str]]:
    """Title and body of the demo's channel items."""
    found = []
    for name in ("channel_1.html", "channel_2.html"):
        parsed = parse_channel_page((CONTENT_DIR / name).read_bytes(), "text/html; charset=utf-8", "UTC")
        found += [(item.article.title, item.article.body) for item in parsed.items if item.article]
    return found


MEMORY = """
import resource, sys, time
from newsledger.extract.article import extract_article
from newsledger.extract.records import Document
from newsledger.extract.vocabulary import load_vocabulary
from newsledger.settings import SEEDS_DIR
started = time.process_time()
vocabulary = load_vocabulary(SEEDS_DIR)
extract_article(Document("", ""), vocabulary)
loaded = time.process_time() - started
extract_article(Document("", sys.stdin.read()), vocabulary)
print(loaded, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def thinner_texts(plain_sentences: int) -> list[tuple[str, str]]:
    """News of a lower density: between two of the demo's sentences with a figure some without, cut out of
    the demo and of the open annotated articles, by a fixed seed. Four make ordinary news, twelve a page that
    lists the articles of a channel."""
    bodies = [body for _, body in demo_texts()] + [row["text"] for row in open_texts()]
    parts = [part for body in bodies for part in re.split(r"(?<=[.。]) ?|\n| - ", body) if len(part) > 12]
    plain = [part for part in parts if not re.search(r"[\d一二三四五六七八九十百千万亿]", part)]
    shuffle = random.Random(20260115)
    found = []
    for _, body in demo_texts():
        sentences = []
        for sentence in body.split(" - "):
            sentences += [sentence, *(shuffle.choice(plain) for _ in range(plain_sentences))]
        found.append(("", "\n".join(sentences)))
    return found


def bench_extraction() -> None:
    """Bytes of UTF-8 a second on one core, with the whole vocabulary; what loading takes, and the memory of
    a process that has loaded all and read a text of 1 MB."""
    vocabulary = load_vocabulary(SEEDS_DIR)
    published = datetime(2026, 1, 15, tzinfo=UTC)
    for name, texts in (
        ("dense text", demo_texts() * 5),
        ("ordinary text", thinner_texts(4) * 3),
        ("text as a channel page's", thinner_texts(12) * 2),
    ):
        size = sum(len(title.encode()) + len(body.encode()) for title, body in texts)
        documents = [Document(title, body, published) for title, body in texts]
        facts = sum(len(extract_article(document, vocabulary).observations) for document in documents)
        taken = seconds_of(lambda some=documents: [extract_article(one, vocabulary) for one in some])
        print(
            f"extraction: {size / taken / 1000:,.0f} KB/s on one core on {name} (a fact every "
            f"{size / max(facts, 1):,.0f} bytes)"
        )
    text = " ".join(body for _, body in demo_texts())
    long_text = text * (1_000_000 // len(text.encode()))
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY], input=long_text, capture_output=True, text=True, check=True
    )
    loaded, memory = map(float, ran.stdout.split())
    print(f"extraction: vocabulary and index loaded in {loaded:.2f} s; {memory:,.0f} MB after a text of 1 MB")


def synthetic_articles(first: int, count: int) -> list[ParsedArticle]:
    """Articles of about 3 KB whose sentences are the demo's, shuffled by a fixed seed."""
    shuffle = random.Random(f"20260115 {first}")
    sentences = [part for _, body in demo_texts() for part in body.split(" - ") if part]
    made = []
    for number in range(first, first + count):
        body, size = [], 0
        while size < 3_000:
            body.append(shuffle.choice(sentences))
            size += len(body[-1].encode()) + 1
        made.append(
            ParsedArticle(
                title=f"Synthetic {number}",
                body=" ".join(body),
                body_kind="full",
                url=f"https://a.example/{number}",
                published_raw="2026-01-15",
            )
        )
    return made


def write_articles(home: Home, first: int, count: int) -> Path:
    """One batch of synthetic articles; returns the file of its items."""
    key = batch_key("ingest", SOURCE.source_id, "bench", f"listings-{first:06d}")
    rows = BatchRows(SOURCE, new_batch_id(key), "2026-01-15T00:00:00+00:00")
    items = tuple(
        ParsedItem(position, ItemOutcome.PARSED, article)
        for position, article in enumerate(synthetic_articles(first, count))
    )
    add_listing(rows, "bench", ParsedListing("bench", "1", len(items), items), "")
    batch = write_batch(
        home,
        kind="ingest",
        identifier=rows.batch_id,
        run_key="bench",
        source_id=SOURCE.source_id,
        written_at=time.time(),
        tables=rows.tables(),
    )
    return batch.files("items")


def bench_landing() -> None:
    """Landing in one transaction, beside DuckDB's own insert of the same rows from Parquet and from JSON Lines."""
    import duckdb

    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home")
        files = [write_articles(home, first, BATCH) for first in range(0, ARTICLES, BATCH)]
        copies = [shutil.copy(file, Path(scratch) / f"{number}.jsonl") for number, file in enumerate(files)]
        lines = f"read_json({list(map(str, copies))}, format = 'newline_delimited')"
        with duckdb.connect() as connection:
            connection.execute(f"copy (from {lines}) to '{scratch}/items.parquet'")
        floors: dict[str, list[float]] = {"Parquet": [], "JSON Lines": []}
        for run in range(RUNS):
            for form, rows in (("Parquet", f"'{scratch}/items.parquet'"), ("JSON Lines", lines)):
                path = Path(scratch) / f"floor-{form}-{run}.duckdb"
                with duckdb.connect(str(path)) as connection:
                    started = time.perf_counter()
                    connection.execute(f"create table landed as from {rows}")
                    connection.execute("checkpoint")
                    floors[form].append(time.perf_counter() - started)
                path.unlink()
        started = time.perf_counter()
        load_ingest_batches(home, SOURCE)
        taken = time.perf_counter() - started
    ratios = ", ".join(
        f"{statistics.median(floor) / taken:.2f} of DuckDB's own insert from {form} "
        f"({ARTICLES / statistics.median(floor):,.0f}/s)"
        for form, floor in floors.items()
    )
    print(f"landing: {ARTICLES:,} articles of 3 KB at {ARTICLES / taken:,.0f}/s, {ratios}")


def bench_parsing() -> None:
    """Article pages of 5 KB a second, beside bare trafilatura: turn by turn on each page, the best of its turns."""
    import trafilatura

    pages = pages_of_size(60)
    ways: dict[str, Callable[[bytes], object]] = {
        "ours": lambda page: parse_page(page, "text/html; charset=utf-8", "https://a.example/1", "UTC"),
        "bare": lambda page: trafilatura.extract(page.decode()),
    }
    best = {way: [float("inf")] * len(pages) for way in ways}
    for _ in range(5):
        for number, page in enumerate(pages):
            for way, read in ways.items():
                started = time.process_time()
                read(page)
                best[way][number] = min(best[way][number], time.process_time() - started)
    ours, bare = sum(best["ours"]), sum(best["bare"])
    print(
        f"parsing: {len(pages) / ours:,.0f} pages/s of {sum(map(len, pages)) / len(pages) / 1000:.1f} KB, "
        f"{bare / ours:.2f} of bare trafilatura ({len(pages) / bare:,.0f}/s)"
    )


BENCHES = {
    "extraction": bench_extraction,
    "peers": bench_peers,
    "landing": bench_landing,
    "parsing": bench_parsing,
    "search": bench_search,
    "stories": bench_stories,
    "cost_curve": bench_cost_curve,
    "names": bench_names,
}
ASKED_FOR_ONLY = {"search", "cost_curve", "names"}  # some ten minutes, an hour, a model to install

if __name__ == "__main__":
    for name in sys.argv[1:] or [name for name in BENCHES if name not in ASKED_FOR_ONLY]:
        BENCHES[name]()
