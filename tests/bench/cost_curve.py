"""What a build costs as the archive grows: 1,000 new articles over 1,000, 10,000 and 100,000 old ones.

    python -m tests.bench cost_curve [--sizes 1000 10000 100000] [--keep FOLDER]

Synthetic articles, made here, go through the real landing, the real extractor and the real dbt build. For each
size: a full refresh; then 1,000 further articles are landed and extracted, and the build that follows is timed.
"""

import argparse
import itertools
import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsledger.errors import ItemOutcome
from newsledger.parse.languages import language_of
from newsledger.parse.records import ParsedArticle, ParsedItem, ParsedListing
from newsledger.settings import PROJECT_ROOT, SEEDS_DIR, Home
from newsledger.sources.schema import Source
from newsledger.stages.extraction import extract_chunk, load_facts, plan_extraction
from newsledger.stages.ingest_rows import BatchRows, add_listing
from newsledger.stages.marts import build_marts
from newsledger.warehouse import dbt_build
from newsledger.warehouse.batches import batch_key, new_batch_id, write_batch
from newsledger.warehouse.loading import load_ingest_batches
from newsledger.warehouse.publishing import publish
from tests.bench import dbt_by_node

NEW_ARTICLES = 1_000
FIRST_NEW = 1_000_000
LISTED_AT_ONCE = 5_000
PROCESSES = 2
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 400
SOURCE = Source(
    source_id="synthetic", kind="page_list", name="Synthetic", urls=["https://a.example/1"], time_zone="UTC"
)

CHINESE = (
    "{a}{year}年{quarter}实现营业收入{x}亿元,同比增长{p}%。",
    "{a}公告,{year}年净利润为{y}亿元,较上年同期下降{p}%。",
    "{a}毛利率为{p}%,比上一季度提高{d}个百分点。",
    "{a}计划到{next}年把产能扩大到{n}万辆。",
    "{a}与{b}签订合同,金额约{y}亿元。",
    "分析师预计,{a}{next}年的营业收入将达到{x}亿元。",
    "{a}{month}月销量为{n}辆,环比增长{p}%。",
    "截至{year}年底,{a}共有员工{n}人。",
    "{b}持有{a}{p}%的股份。",
)
ENGLISH = (
    "{a} reported revenue of ${x} million for the {ordinal} quarter of {year}, up {p}% from a year earlier. ",
    "Net profit at {a} fell {p}% to ${y} million in {year}. ",
    "{a} said its gross margin widened to {p}% in {year}. ",
    "{a} expects revenue of ${x} million in {next}. ",
    "{a} will supply {b} under a contract worth ${y} million. ",
    "{a} delivered {n} vehicles in {year}. ",
    "{b} holds {p}% of {a}. ",
    "{a} had {n} employees at the end of {year}. ",
)


def company_names(column: int) -> list[str]:
    """Names of the curated companies: Chinese (column 1) or English (column 2), in the seed's order."""
    rows = (SEEDS_DIR / "companies.csv").read_text(encoding="utf-8").splitlines()[1:]
    cells = [row.split(",") for row in rows if '"' not in row]
    return [cell[column] for cell in cells if cell[7] == "curated" and len(cell[column]) > 3]


def figures_of(company: str, year: int, chance: random.Random) -> dict[str, object]:
    """What all news tells of a company and year; one figure in thirty is told wrongly."""
    truth = random.Random(f"{company} {year}")
    figures: dict[str, object] = {
        "x": f"{truth.uniform(10, 900):.2f}",
        "y": f"{truth.uniform(1, 90):.2f}",
        "p": f"{truth.uniform(1, 60):.1f}",
        "d": f"{truth.uniform(0.1, 3):.1f}",
        "n": truth.randint(1_000, 90_000),
    }
    if chance.random() < 1 / 6:
        figures["xyp"[chance.randrange(3)]] = f"{chance.uniform(1, 90):.1f}"
    return figures


def synthetic_news(first: int, count: int) -> Iterator[ParsedArticle]:
    """Articles number `first` and following: the same for the same number. Every twentieth repeats an
    earlier text; a few companies are in most of the news, most in little of it."""
    names = {"zh": company_names(1), "en": company_names(2)}
    for number in range(first, first + count):
        told = number - 7 if number % 20 == 19 else number
        chance = random.Random(told)
        language = "zh" if told % 2 else "en"
        known = names[language]
        a = known[int(len(known) * chance.random() ** 3)]
        year = chance.randint(2015, 2025)
        words = {
            "a": a,
            "b": chance.choice(known),
            "year": year,
            "next": year + 1,
            "quarter": chance.choice(("第一季度", "上半年", "前三季度")),
            "ordinal": chance.choice(("first", "second", "third")),
            "month": chance.randint(1, 12),
            **figures_of(a, year, chance),
        }
        sentences = [
            template.format(**words)
            for template in chance.sample(CHINESE if language == "zh" else ENGLISH, 5)
        ]
        when = FIRST_DAY + timedelta(days=number % DAYS, minutes=number % 1_440)
        body = "".join(sentences)
        yield ParsedArticle(
            title=f"{a}: {sentences[0].strip()[:40]}",
            body=body,
            body_kind="full",
            url=f"https://a.example/{number}",
            published_raw=when.isoformat(),
            published_at=when,
            title_language=language,
            body_language=language_of(body),
        )


def land(home: Home, first: int, count: int) -> None:
    """Land articles `first` and following."""
    for start in range(first, first + count, LISTED_AT_ONCE):
        key = batch_key("ingest", SOURCE.source_id, f"bench-{start}", "listings")
        rows = BatchRows(SOURCE, new_batch_id(key), "2026-02-10T00:00:00+00:00")
        items = tuple(
            ParsedItem(position, ItemOutcome.PARSED, article)
            for position, article in enumerate(
                synthetic_news(start, min(LISTED_AT_ONCE, first + count - start))
            )
        )
        add_listing(rows, "bench", ParsedListing("bench", "1", len(items), items), "")
        write_batch(
            home,
            kind="ingest",
            identifier=rows.batch_id,
            run_key=f"bench-{start}",
            source_id=SOURCE.source_id,
            written_at=time.time(),
            tables=rows.tables(),
        )
        load_ingest_batches(home, SOURCE)


def extract(home: Home, run_key: str) -> None:
    """Read what was landed, on both cores, and load the facts."""
    plan = plan_extraction(home, run_key)
    with ProcessPoolExecutor(PROCESSES) as pool:
        list(
            pool.map(extract_chunk, *zip(*((home, run_key, chunk) for chunk in plan["chunks"]), strict=True))
        )
    load_facts(home)


def processor_seconds() -> float:
    """Of this process and of the children that have ended."""
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


@dataclass(frozen=True)
class BuildCost:
    """Processor seconds, which what others do counts little in: of the whole build, of the comparison of texts
    before dbt, of the models alone, of the tests alone, of each node; and seconds by the clock."""

    whole: float
    stories: float
    models: float
    tests: float
    nodes: dict[str, float]
    clock: float


def build(home: Home, run_key: str, *arguments: str) -> BuildCost:
    """One build as a run does it, but with dbt's nodes one after another, each measured."""
    started, used, own = time.perf_counter(), processor_seconds(), time.process_time()
    build_marts(home, run_key, arguments)
    own = time.process_time() - own
    taken = json.loads((home.dbt_target / "target" / dbt_by_node.FILE).read_text(encoding="utf-8"))
    return BuildCost(
        whole=processor_seconds() - used,
        stories=own,
        models=sum(seconds for name, seconds in taken.items() if name.startswith("model.")),
        tests=sum(seconds for name, seconds in taken.items() if name.startswith("test.")),
        nodes=taken,
        clock=time.perf_counter() - started,
    )


def report(what: str, cost: BuildCost) -> None:
    print(
        f"  {what}: {cost.whole:.1f} s of processor ({cost.clock:.0f} s by the clock): stories "
        f"{cost.stories:.1f}, {len(cost.nodes)} nodes, models {cost.models:.1f}, tests {cost.tests:.1f}",
        flush=True,
    )
    for name, seconds in sorted(cost.nodes.items(), key=lambda pair: -pair[1])[:12]:
        print(f"      {seconds:6.2f} s  {name.partition('.newsledger.')[2]}", flush=True)


def measure_each_node() -> None:
    """Let builds run dbt by `dbt_by_node`."""
    dbt_build.dbt_command = lambda *arguments: [sys.executable, "-m", dbt_by_node.__name__, *arguments]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(PROJECT_ROOT / "plugins"), str(PROJECT_ROOT)])


def bench_cost_curve(*arguments: str) -> None:
    """The curve, and the two ratios that the design promises."""
    parser = argparse.ArgumentParser(prog="cost_curve")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="where archives are kept and found again")
    options = parser.parse_args(arguments)
    measure_each_node()
    with tempfile.TemporaryDirectory() as scratch:
        added = {}
        for size in options.sizes:
            archive = Home((options.keep or Path(scratch)) / f"archive-{size}")
            if not archive.warehouse.exists():
                archive.path.mkdir(parents=True)
                land(archive, 0, size)
                extract(archive, "old")
            home = Home(Path(scratch) / f"home-{size}")
            shutil.copytree(archive.path, home.path)
            print(f"{size:,} articles", flush=True)
            full = build(home, "full", "--full-refresh", "--exclude-resource-type", "unit_test")
            report("full refresh", full)
            land(home, FIRST_NEW, NEW_ARTICLES)
            extract(home, "new")
            more = build(home, "more")
            report(f"{NEW_ARTICLES:,} more", more)
            added[size] = more
            print(f"  models of the addition / of the full refresh: {more.models / full.models:.3f}")
            used = processor_seconds()
            publish(home, "more")
            print(f"  published: {processor_seconds() - used:.1f} s of processor", flush=True)
            shutil.rmtree(home.path)
        sizes = sorted(added)
        for smaller, larger in itertools.pairwise(sizes):
            print(
                f"{NEW_ARTICLES:,} more over {larger:,} / over {smaller:,}: "
                f"{added[larger].whole / added[smaller].whole:.2f} of processor, "
                f"{added[larger].clock / added[smaller].clock:.2f} by the clock"
            )


if __name__ == "__main__":
    bench_cost_curve(*sys.argv[1:])
