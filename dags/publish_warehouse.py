"""### Publish the marts for everybody who reads

Writes a new file with the schema `marts`, checks it and renames it to `serving/warehouse.duckdb`.
Readers that hold the old file keep it whole; each publication also has a path of its own in
`serving/publications/`.

**Grain.** One publication a build that succeeded; nothing to do if the last one is out.

**When it fails.** The old serving copy stays. "the last build did not succeed": see `build_marts`.
A full disk: make room, run it again.
"""

from __future__ import annotations

from airflow.sdk import dag, task

from newsledger.orchestration.assets import MARTS, PUBLICATION
from newsledger.orchestration.conventions import WAREHOUSE_POOL, dag_arguments, run_key
from newsledger.settings import home


@dag(schedule=[MARTS], **dag_arguments(__doc__, {"publish"}))
def publish_warehouse() -> None:
    @task(pool=WAREHOUSE_POOL, outlets=[PUBLICATION])
    def publish() -> dict:
        from newsledger.stages import publication

        return publication.publish_warehouse(home(), run_key())

    publish()


publish_warehouse()
