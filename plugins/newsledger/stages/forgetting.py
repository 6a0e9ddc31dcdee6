"""Forgetting an article on request: out of raw, batches, every table and every publication, for good."""

from __future__ import annotations

import shutil
import time
from typing import Any

from newsledger.errors import TerminalError
from newsledger.failpoints import failpoint
from newsledger.progress import say
from newsledger.settings import Home
from newsledger.stages.downstream import bring_up_to_date
from newsledger.stages.reparse import PLAN
from newsledger.stages.revisits import KIND as VALIDATORS
from newsledger.warehouse.blob_removals import remove_files
from newsledger.warehouse.forgetting import (
    Doomed,
    find_doomed,
    forget,
    rewrite_working_copy,
    scrub_landing,
)
from newsledger.warehouse.forgotten import address_key, forgotten_keys, key_of
from newsledger.warehouse.locks import writer_lock
from newsledger.warehouse.retellings import Retelling, find_retellings
from newsledger.warehouse.working_copy import connect_working_copy, transaction

MOST_NAMED = 50


def forget_article(
    home: Home,
    url: str | None = None,
    article_id: str | None = None,
    *,
    with_story: bool = False,
    keep_shared: bool = False,
) -> dict[str, int]:
    """Take out an article, and every article that tells exactly its text, and keep them out. Returns counts.

    `with_story`: also its edited copies, its excerpts and all else of its story. Without it these stay
    (`retold` counts them), and are named with the command that takes them out.
    Can be repeated and killed at any moment: a request that is on record is carried through again. Raises
    TerminalError for an article that nobody knows.
    """
    if (url is None) == (article_id is None):
        raise TerminalError("name an article by its address or by its id", stage="forget")
    if url is not None and not url.strip().lower().startswith(("http://", "https://")):
        raise TerminalError(
            f"{url!r} is no address of the web",
            stage="forget",
            do="give it with https:// before it; an article without an address is named by ARTICLE=",
        )
    request_id = f"forget--{time.time_ns():x}"
    with writer_lock(home, "forget an article"):
        with connect_working_copy(home) as connection:
            doomed = find_doomed(connection, url, article_id, with_story=with_story)
            retold = find_retellings(connection, doomed.article_ids)
            known = forgotten_keys(connection)
            named = address_key(url) if url else key_of(article_id or "")
            held = _holds(doomed, article_id)
            if article_id and not held and named not in known:
                raise TerminalError(
                    f"no article {article_id} is held", stage="forget", do="see marts.fct_articles.article_id"
                )
            counts = dict.fromkeys(("articles", "versions", "items", "blobs", "bereft"), 0)
            if held or named not in known:
                with transaction(connection):
                    counts = forget(connection, doomed, request_id, keep_shared)
                    failpoint("forget_before_commit")
                failpoint("forget_after_commit")
            remove_files(home, connection)
            is_built = connection.execute("select count(*) from raw.builds").fetchone()
        scrub_landing(home, doomed)
        for folder in (home.landing / PLAN, home.landing / VALIDATORS):
            shutil.rmtree(folder, ignore_errors=True)
        rewrite_working_copy(home)
    counts["retold"] = len(retold)
    _report(doomed, counts, held, url or article_id or "", keep_shared)
    _report_retellings(retold)
    if is_built and is_built[0]:
        bring_up_to_date(home, request_id)
        say("forget: the tables are made anew and published; every earlier publication is removed")
    return counts


def _holds(doomed: Doomed, article_id: str | None) -> bool:
    return bool(doomed.version_ids or (doomed.article_ids - ({article_id} if article_id else set())))


def _report_retellings(retold: list[Retelling]) -> None:
    if not retold:
        return
    say(f"forget: {len(retold):,} other articles of its story stay; some may quote its words:")
    for each in retold[:MOST_NAMED]:
        say(f"forget:   {each.reason}: {each.title[:60]} ({each.url or each.article_id})")
        say(f"forget:     to take it out too: make forget ARTICLE={each.article_id}")
    if len(retold) > MOST_NAMED:
        say(f"forget:   … and {len(retold) - MOST_NAMED:,} more")
    say("forget: STORY=1 takes an article out with all of its story")


def _report(doomed: Doomed, counts: dict[str, Any], held: bool, named: str, keep_shared: bool) -> None:
    if not held:
        say(f"forget: nothing of {named} is held; it stays out")
        return
    for title in doomed.titles:
        say(f"forget: gone: {title[:80]}")
    say(
        f"forget: {counts['articles']:,} articles in {counts['versions']:,} versions, "
        f"{counts['items']:,} outcomes, {counts['blobs']:,} byte strings"
    )
    if counts["bereft"]:
        say(
            f"forget: {counts['bereft']:,} other articles stood in the same bytes; they and their facts "
            "stay, but cannot be read from these bytes again"
        )
    if keep_shared:
        say(
            "forget: bytes of listings that others stand on are kept, as asked: the text still stands in them"
        )
