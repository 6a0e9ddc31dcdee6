"""### Read articles and facts again from the bytes that are kept

Started by hand, with a form: which source, which days of crawling, what which parser has read. Nothing is
asked of any site. `plan_reparse` lists the past crawls, `reparse_chunk` reads their bytes with the parsers
and the declarations of today (a mapped task, about 200 pages each), `load_reparse` replaces in one
transaction what the crawls left. `extract_facts`, `build_marts` and `publish_warehouse` follow by themselves.
The result is that of a fresh run over the same answers.

**Grain.** `raw.reparses`: one row per batch of one source, with its counts. `raw.reparse_gaps`: one row per
listing or page whose bytes are gone; what was read from it stays.

**When it fails.**
- `plan_reparse`: an unknown source or parser is named with those that raw knows; a window must not end before
  it begins.
- `reparse_chunk`: the source's file is broken; the message names the key. A page that becomes no article does
  not fail it.
- `load_reparse`: nothing of the transaction is kept, the tables are as before; run it again.
- `check_chunks`: says only that a task before it failed; see that one. What the other chunks read is loaded.
"""

from __future__ import annotations

from typing import get_args

from airflow.sdk import Param, dag, task

from newsledger.orchestration.assets import RAW_ARTICLES
from newsledger.orchestration.conventions import (
    WAREHOUSE_POOL,
    dag_arguments,
    name_mapped_task,
    run_key,
)
from newsledger.settings import home
from newsledger.sources.schema import PageParser
from newsledger.sources.selection import declared_sources

# What reads lists; what reads pages is what a source's file may name.
LIST_PARSERS = ("channel_page", "feed", "json_lines", "json_list", "sitemap", "wechat_album")


def form() -> dict[str, Param]:
    """The fields of the form; each may stay empty."""
    return {
        "source": Param(
            None,
            type=["null", "string"],
            title="Source",
            description="Of one source only. Empty: of all.",
            examples=sorted(declared_sources()),
        ),
        "from": Param(
            None,
            type=["null", "string"],
            format="date",
            title="From",
            description="First day (UTC) of the crawls. Empty: from the first.",
        ),
        "to": Param(
            None,
            type=["null", "string"],
            format="date",
            title="To",
            description="Last day (UTC) of the crawls. Empty: to the last.",
        ),
        "parser": Param(
            None,
            type=["null", "string"],
            title="Parser",
            description="Only what this parser has read, and what became no article. Empty: everything.",
            examples=sorted({*LIST_PARSERS, *get_args(PageParser)} - {"auto"}),
        ),
    }


@dag(schedule=None, params=form(), **dag_arguments(__doc__, {"maintenance"}))
def reparse_articles() -> None:
    @task(pool=WAREHOUSE_POOL)
    def plan_reparse(params: dict | None = None) -> list[dict]:
        from newsledger.stages import reparse

        wanted = reparse.wanted_of(params or {})
        return reparse.plan_reparse(home(), run_key(), wanted)["chunks"]

    @task(map_index_template="{{ label }}")
    def reparse_chunk(chunk: dict) -> dict:
        from newsledger.stages import reparse

        name_mapped_task(chunk["label"])
        return reparse.reparse_chunk(home(), run_key(), chunk)

    @task(trigger_rule="all_done", pool=WAREHOUSE_POOL, outlets=[RAW_ARTICLES])
    def load_reparse() -> dict:
        from newsledger.stages import reparse

        return reparse.load_reparse(home())

    @task(trigger_rule="none_failed")
    def check_chunks(loaded: dict) -> int:
        return loaded["pages"]

    planned = plan_reparse()
    chunks = reparse_chunk.expand(chunk=planned)
    loaded = load_reparse()
    chunks >> loaded
    [planned, chunks] >> check_chunks(loaded)


reparse_articles()
