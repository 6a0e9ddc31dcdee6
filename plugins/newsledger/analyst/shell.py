"""The DuckDB shell over the newest publication: read-only, offline, in UTC."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.settings import TELEMETRY_OFF, Home
from newsledger.warehouse.serving import current_publication

# Nothing is fetched behind the reader's back, and no other file of the machine is opened by a pasted query.
SETTINGS = (
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set timezone = 'UTC'",
    "use marts",
    "set enable_external_access = false",
    "set lock_configuration = true",
)
WELCOME = (
    '.print "newsledger, the published tables, read-only."',
    ".print \"Tables: .tables  Columns: describe fct_articles;  Articles: from search('CATL');  Out: .quit\"",
)


def shell_command(publication: Path, *, is_interactive: bool) -> list[str]:
    """The shell's own arguments; of this environment, whatever the PATH says."""
    binary = Path(sys.executable).with_name("duckdb")
    if not binary.exists():
        raise TerminalError(
            f"the DuckDB shell is not at {binary}", stage="shell", do="run `make env`, or ask by `make query`"
        )
    first = [".prompt 'newsledger> '", *WELCOME] if is_interactive else []
    arguments = [str(binary), "-readonly", "-init", os.devnull]
    for command in (*SETTINGS, *first):
        arguments += ["-cmd", command]
    return [*arguments, str(publication)]


def open_shell(home: Home) -> int:
    """Open the shell on this terminal; returns its exit status."""
    command = shell_command(current_publication(home), is_interactive=sys.stdin.isatty())
    return subprocess.run(command, env={**os.environ, **TELEMETRY_OFF}, check=False).returncode
