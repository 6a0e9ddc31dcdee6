"""The dbt docs as one static file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.settings import DBT_DIR, Home
from newsledger.warehouse.dbt_build import dbt_command, environment
from newsledger.warehouse.locks import writer_lock
from newsledger.warehouse.working_copy import connect_working_copy


def write_docs(home: Home, target: Path | None = None) -> Path:
    """Write the docs to `target` (default: `docs/index.html` in the home); returns it.

    The tables' columns come from the working copy, so the writer lock is held while dbt reads it. Raises
    TerminalError with dbt's last lines if it fails.
    """
    target = target or home.path / "docs" / "index.html"
    home.path.mkdir(parents=True, exist_ok=True)
    with writer_lock(home, "make docs") as lock:
        with connect_working_copy(home):
            pass
        done = subprocess.run(
            dbt_command("docs", "generate", "--static"),
            cwd=DBT_DIR,
            env=environment(home),
            capture_output=True,
            text=True,
            check=False,
            pass_fds=(lock,),
        )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise TerminalError(f"dbt docs generate failed:\n{tail}", stage="docs", do="mend what it names")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(home.dbt_target / "target" / "static_index.html", target)
    return target
