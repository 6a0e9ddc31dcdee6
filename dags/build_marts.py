"""### Build the tables that analysts read

One `dbt build` over everything that is loaded: seeds, models and tests, in a child process under
the writer lock. The log has a line a model.

**Grain.** Each mart's description begins "One row per …"; see the dbt docs.

**When it fails.** The message names each model and test that failed. A failed test of severity
error stops the publication: the old serving copy stays, readers notice nothing. Mend the model, the
seed or the data, run again.
"""

from __future__ import annotations

from airflow.sdk import dag, task

from newsledger.orchestration.assets import FACTS, MARTS
from newsledger.orchestration.conventions import WAREHOUSE_POOL, dag_arguments, run_key
from newsledger.settings import home


@dag(schedule=[FACTS], **dag_arguments(__doc__, {"marts"}))
def build_marts() -> None:
    @task(pool=WAREHOUSE_POOL, outlets=[MARTS])
    def run_dbt_build() -> dict:
        from newsledger.stages import marts

        return marts.build_marts(home(), run_key())

    run_dbt_build()


build_marts()
