"""### Remove bytes that their source does not keep for ever

Once a day. A source's file may say `retention: {raw_days: N}`; without it, bytes are kept for ever and
this DAG does nothing. Bytes go when every source that has read them wants them gone. Articles, facts and
headers stay.

**Grain.** `raw.blob_removals`: one row per byte string that was removed: when, why, who had
read it, how often.

**When it fails.** Nothing of the transaction is kept; run it again. "held by" names the process that holds
the writer lock. Files that a killed run has left are removed by the next.
"""

from __future__ import annotations

from airflow.sdk import dag, task

from newsledger.orchestration.conventions import WAREHOUSE_POOL, dag_arguments
from newsledger.settings import home


@dag(schedule="@daily", **dag_arguments(__doc__, {"maintenance"}))
def expire_raw() -> None:
    @task(pool=WAREHOUSE_POOL)
    def remove_expired() -> dict:
        from newsledger.stages import expiry

        return expiry.expire_raw(home())

    remove_expired()


expire_raw()
