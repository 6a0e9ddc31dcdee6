"""dbt, one node after another, with the processor seconds of each: `python -m tests.bench.dbt_by_node build …`.

Takes dbt's arguments. Writes `processor_times.json` beside `run_results.json`: of each node its seconds in this
process, DuckDB's threads included, so that what else the machine does counts little.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

FILE = "processor_times.json"


def main() -> int:
    from dbt.cli.main import dbtRunner

    started: dict[str, float] = {}
    taken: dict[str, float] = {}

    def follow(event: Any) -> None:
        name = event.info.name
        if name == "NodeStart":
            started[event.data.node_info.unique_id] = time.process_time()
        elif name == "NodeFinished":
            key = event.data.node_info.unique_id
            taken[key] = time.process_time() - started[key]

    done = dbtRunner(callbacks=[follow]).invoke([*sys.argv[1:], "--threads", "1"])
    Path(os.environ["DBT_TARGET_PATH"], FILE).write_text(json.dumps(taken), encoding="utf-8")
    return 0 if done.success else 1


if __name__ == "__main__":
    sys.exit(main())
