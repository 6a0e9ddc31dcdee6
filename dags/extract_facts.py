"""### Read companies, figures and topics out of the texts that are new

`plan_extraction` asks the warehouse which article versions this extractor (code and vocabulary) has not read,
`extract_chunk` reads them (a mapped task, 500 texts each), `load_facts` loads the facts in one transaction. A
changed alias re-reads only the texts that contain it; the facts of all others are carried over.

**Grain.** `raw.extractions`: one row per article version and extractor. `raw.observations`: one row per
stated quantity.

**When it fails.**
- `plan_extraction`: the message names the seed file and the row that is wrong.
- `extract_chunk`: a text that breaks a rule does not fail the task; it is a row with `basis = 'failed'`.
  One that died (memory, time) keeps no other chunk's facts out; its texts are read by the next run.
- `load_facts`: nothing of the transaction is kept; run it again.
- `check_chunks`: says only that a task before it failed; see that one.
"""

from __future__ import annotations

from airflow.sdk import dag, task

from newsledger.orchestration.assets import FACTS, RAW_ARTICLES
from newsledger.orchestration.conventions import (
    WAREHOUSE_POOL,
    dag_arguments,
    name_mapped_task,
    run_key,
)
from newsledger.settings import home


@dag(schedule=[RAW_ARTICLES], **dag_arguments(__doc__, {"extract"}))
def extract_facts() -> None:
    @task(pool=WAREHOUSE_POOL)
    def plan_extraction() -> list[dict]:
        from newsledger.stages import extraction

        return extraction.plan_extraction(home(), run_key())["chunks"]

    @task(map_index_template="{{ label }}")
    def extract_chunk(chunk: dict) -> dict:
        from newsledger.stages import extraction

        name_mapped_task(chunk["label"])
        return extraction.extract_chunk(home(), run_key(), chunk)

    @task(trigger_rule="all_done", pool=WAREHOUSE_POOL, outlets=[FACTS])
    def load_facts() -> dict:
        from newsledger.stages import extraction

        return extraction.load_facts(home())

    @task(trigger_rule="none_failed")
    def check_chunks(loaded: dict) -> int:
        return loaded["extracted"]

    planned = plan_extraction()
    chunks = extract_chunk.expand(chunk=planned)
    loaded = load_facts()
    chunks >> loaded
    [planned, chunks] >> check_chunks(loaded)


extract_facts()
