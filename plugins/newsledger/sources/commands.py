"""The commands about sources: `source-new`, `source-check`, `source-list`. For people; prints tables."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import ItemOutcome, TerminalError
from newsledger.parse.records import ParsedItem
from newsledger.settings import SOURCES_DIR, home
from newsledger.sources.load import load_each, load_source, load_sources
from newsledger.sources.schema import Source
from newsledger.sources.templates import KINDS, new_source_text

if TYPE_CHECKING:
    from newsledger.warehouse.source_alarms import SourceAlarm

LINKED_PAGES_CHECKED = 3
_TITLE_CHARS = 48


def add_commands(commands: Any) -> None:
    """Declare the commands on an argparse subparsers object."""
    new = commands.add_parser("source-new", help="scaffold a source's file")
    new.add_argument("name")
    new.add_argument("kind", help=", ".join(KINDS))
    new.add_argument("--folder", type=Path, default=SOURCES_DIR)
    check = commands.add_parser("source-check", help="fetch a source once, show what would land")
    check.add_argument("source", type=Path)
    listed = commands.add_parser("source-list", help="all declarations with their health")
    listed.add_argument("--sources", type=Path, default=SOURCES_DIR)


def run_command(options: argparse.Namespace) -> int:
    """Run one of the commands; returns its exit status."""
    if options.command == "source-new":
        print(new_source(options.name, options.kind, options.folder))
        return 0
    if options.command == "source-check":
        return check_source(load_source(options.source))
    print(list_sources(options.sources))
    return 0


def new_source(name: str, kind: str, folder: Path) -> str:
    """Write a new source's file; returns what to do next. Raises TerminalError where there is one already."""
    path = folder / f"{name}.yaml"
    text = new_source_text(name, kind, str(path))
    if path.exists() or path.with_suffix(".yml").exists():
        raise TerminalError(f"{path} exists", stage="source-new", do="Choose another name.")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    load_source(path)
    return f"wrote {path}\nnext: fill in its urls, then  make source-check SOURCE={path}"


def check_source(source: Source) -> int:
    """Fetch once, print what would land. Writes nothing but what it prints; 0 if anything would land."""
    from newsledger.fetch.budget import HostBudget
    from newsledger.fetch.client import Fetcher
    from newsledger.stages.crawl import crawl_listings, read_page

    once = source.model_copy(update={"max_attempts": 1, "max_pages": 1})
    items: list[ParsedItem] = []
    with (
        tempfile.TemporaryDirectory(prefix="newsledger-check-") as scratch,
        Fetcher(budget=HostBudget(Path(scratch))) as fetcher,
    ):
        for url, attempts, parsed in crawl_listings(once, fetcher, {}):
            for attempt in attempts:
                size = "" if attempt.content is None else f", {len(attempt.content):,} bytes"
                print(f"{attempt.outcome.value}{size}: {attempt.url} {attempt.message}".rstrip())
            print(
                f"  {url}: lists {parsed.items_listed} ({len(parsed.items)} on the page, "
                f"{len(parsed.links)} to read) {parsed.message}".rstrip()
            )
            items += parsed.items
            for link in parsed.links[: max(0, LINKED_PAGES_CHECKED - len(items))]:
                tries, page = read_page(once, fetcher, link, None)
                print(f"{tries[-1].outcome.value}: {link} {tries[-1].message}".rstrip())
                items += page.items
    print()
    print(_table(("outcome", "published (UTC)", "language", "kind", "chars", "title"), map(_item_row, items)))
    counts = Counter(item.outcome.value for item in items)
    print("\n" + (", ".join(f"{count} {code}" for code, count in sorted(counts.items())) or "nothing listed"))
    for warning in _warnings(source, items):
        print(f"look at: {warning}")
    return 0 if counts[ItemOutcome.PARSED.value] else 1


def _item_row(item: ParsedItem) -> tuple[str, ...]:
    article = item.article
    if article is None:
        return (item.outcome.value, "", "", "", "", f"{item.title or item.url or ''}: {item.message}"[:90])
    return (
        "would land",
        "" if article.published_at is None else f"{article.published_at:%Y-%m-%d %H:%M}",
        article.body_language or "?",
        article.body_kind,
        str(len(article.body)),
        article.title[:_TITLE_CHARS],
    )


def _warnings(source: Source, items: Sequence[ParsedItem]) -> Iterable[str]:
    articles = [item.article for item in items if item.article is not None]
    refused = len(items) - len(articles)
    if not articles:
        yield "nothing would land"
        return
    if refused / len(items) > source.max_failure_share:
        share = f"max_failure_share {source.max_failure_share:g}"
        yield f"{refused} of {len(items)} are refused, more than {share}"
    undated = sum(article.published_at is None for article in articles)
    if undated:
        yield f"{undated} of {len(articles)} have no publication time that can be read"
    if all(article.body_kind in ("lead", "excerpt", "none") for article in articles):
        yield "no body is a full text"
    languages = {article.body_language for article in articles} - {None}
    if source.language != "mixed" and languages - {source.language}:
        yield f"declared {source.language}, found {', '.join(sorted(map(str, languages)))}"
    if not source.user_agent_contact and not source.allow_private:
        yield "no user_agent_contact in the file: NEWSLEDGER_CONTACT must be set wherever it runs"


def list_sources(path: Path) -> str:
    """Every declaration, with its health of the last seven days where something is published, and below them
    the alarms that hold now."""
    health, alarms = _health()
    raised: dict[str, list[str]] = {}
    for alarm in alarms:
        raised.setdefault(alarm.source_id, []).append(alarm.code)
    rows = []
    sources, broken = load_each(path) if path.is_dir() else (load_sources(path), [])
    for source in sources:
        state = "demo" if source.is_demo else "on" if source.enabled else "off"
        last, asked, failed, new, verdict = _health_row(source, health)
        verdict = ", ".join(raised.get(source.source_id, ())) or verdict
        schedule = source.schedule or "by hand"
        rows.append((source.source_id, source.kind, state, schedule, last, asked, failed, new, verdict))
    heads = ("source", "kind", "state", "schedule", "last attempt (UTC)", "asked", "failed", "new", "health")
    lines = [_table(heads, rows)]
    lines += [f"broken: {each.refusal}" for each in broken]
    for alarm in alarms:
        lines.append(f"{alarm.source_id} is {alarm.code}: {alarm.reason}. {alarm.what_to_do}")
    return "\n".join(lines)


def _health() -> tuple[dict[str, tuple[Any, ...]], list[SourceAlarm]]:
    from newsledger.warehouse.serving import open_serving_copy
    from newsledger.warehouse.source_alarms import current_alarms

    try:
        with open_serving_copy(home()) as connection:
            rows = connection.execute(
                """
                with health as (select * from marts.fct_source_health),
                recent as (
                    select *, max(observed_date) over (partition by source_id) as last_date from health
                )
                select
                    source_id,
                    max(last_attempt_at),
                    sum(attempts),
                    sum(blocked + gone + errors),
                    sum(new_articles),
                    sum(parsed)
                from recent
                where observed_date > last_date - interval 7 day
                group by source_id
                """
            ).fetchall()
            alarms = current_alarms(connection)
    except TerminalError:
        return {}, []
    return {str(row[0]): row[1:] for row in rows}, alarms


def _health_row(source: Source, health: dict[str, tuple[Any, ...]]) -> tuple[str, str, str, str, str]:
    if source.source_id not in health:
        return ("", "", "", "", "never run")
    last, asked, failed, new, parsed = health[source.source_id]
    verdict = "well" if parsed else "nothing could be read"
    return ("" if last is None else f"{last:%Y-%m-%d %H:%M}", str(asked), str(failed), str(new), verdict)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
