"""### Scrape, parse and land one source

One DAG a source, generated from the source's file. `read_known` asks the warehouse which addresses
were read before, with which validators, so that a page that has not changed is answered by a 304 and
costs no body. `read_listings` reads the pages that list
articles, `read_pages` the pages they link to (a mapped task, 20 pages each), and `load_batches`
loads everything into the schema `raw` in one transaction. Every attempt, every listed item and
every byte is kept.

**Grain.** `raw.fetches`: one row per attempt. `raw.parse_outcomes`: one row per listed item.
`raw.article_versions`: one row per version of an article.

**When it fails.**
- `read_known`: the working copy cannot be opened; "held by" names the process that holds it.
- `read_listings`, `read_pages`: the machine or the source's file is broken; the message names
  which. A page that could not be read does not fail the task: see `marts.fct_parse_outcomes`.
- `load_batches`: nothing of the transaction is kept; run it again. "held by" names the process that
  holds the writer lock.
- `check_failures`: too many items were refused; what was good has landed. See the outcomes in the
  message, mend the source's file or its parser.
"""

from __future__ import annotations

from airflow.sdk import DAG, dag, task

from newsledger.orchestration.assets import RAW_ARTICLES
from newsledger.orchestration.conventions import (
    WAREHOUSE_POOL,
    dag_arguments,
    name_mapped_task,
    run_key,
)
from newsledger.settings import home
from newsledger.sources.load import BrokenSource
from newsledger.sources.schema import Source
from newsledger.sources.selection import sources_at_work


def make_dag(source: Source) -> DAG:
    """The DAG of one source."""

    @dag(
        dag_id=f"ingest_{source.source_id}",
        schedule=source.schedule,
        **dag_arguments(__doc__, {"ingest", "demo"} if source.is_demo else {"ingest"}),
    )
    def ingest() -> None:
        @task(pool=WAREHOUSE_POOL)
        def read_known() -> dict:
            from newsledger.stages import revisits

            return revisits.read_known(home(), source, run_key())

        @task
        def read_listings() -> dict:
            from newsledger.stages import ingest

            return ingest.read_listings(home(), source, run_key())

        @task
        def list_chunks(listings: dict) -> list[dict]:
            return listings["chunks"]

        @task(map_index_template="{{ label }}")
        def read_pages(chunk: dict) -> dict:
            from newsledger.stages import ingest

            name_mapped_task(chunk["label"])
            return ingest.read_pages(home(), source, run_key(), chunk)

        @task(trigger_rule="all_done", pool=WAREHOUSE_POOL, outlets=[RAW_ARTICLES])
        def load_batches() -> dict:
            from newsledger.stages import ingest

            return ingest.load_batches(home(), source, run_key())

        @task(trigger_rule="none_failed")
        def check_failures(loaded: dict) -> dict:
            from newsledger.stages import ingest

            return ingest.check_failure_share(source, loaded)

        listings = read_listings()
        read_known() >> listings
        pages = read_pages.expand(chunk=list_chunks(listings))
        loaded = load_batches()
        pages >> loaded
        checked = check_failures(loaded)
        [listings, pages] >> checked

    return ingest()


def make_broken_dag(broken: BrokenSource) -> DAG:
    """The DAG of a file that declares no source: it fails by the hour, and says why."""

    @dag(dag_id=f"ingest_{broken.dag_name}", schedule="@hourly", **dag_arguments(__doc__, {"ingest"}))
    def ingest() -> None:
        @task(retries=0)
        def read_declaration() -> None:
            raise broken.refusal

        read_declaration()

    return ingest()


_sources, _broken = sources_at_work()
for _source in _sources:
    globals()[f"ingest_{_source.source_id}"] = make_dag(_source)
for _file in _broken:
    globals()[f"ingest_{_file.dag_name}"] = make_broken_dag(_file)
