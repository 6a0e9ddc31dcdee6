"""The commands about what is kept: `reparse`, `expire`, `forget`. For people; each says what it has done."""

from __future__ import annotations

import argparse
import os
import time
from typing import Any

from newsledger.settings import home
from newsledger.warehouse.locks import run_lock

COMMANDS = ("reparse",)
RUN_WAIT_SECONDS = 3600.0


def add_commands(commands: Any) -> None:
    """Declare the commands on an argparse subparsers object."""
    reparse = commands.add_parser(
        "reparse", help="read articles and facts again from the bytes that are kept"
    )
    reparse.add_argument("--source", default=None, help="of one source only")
    reparse.add_argument("--from", default=None, metavar="YYYY-MM-DD", help="first day (UTC) of the crawls")
    reparse.add_argument("--to", default=None, metavar="YYYY-MM-DD", help="last day (UTC) of the crawls")
    reparse.add_argument("--parser", default=None, help="only what this parser has read")


def run_command(options: argparse.Namespace) -> int:
    """Run one of the commands; returns its exit status. One at a time on a home, as `make run`."""
    os.environ.setdefault("NEWSLEDGER_RUNNER", "headless")
    home_ = home()
    run_key = f"make-{options.command}-{time.time_ns():x}"
    with run_lock(home_, f"make {options.command}, pid {os.getpid()}", RUN_WAIT_SECONDS):
        from newsledger.stages import reparse

        reparse.reparse(home_, run_key, reparse.wanted_of(vars(options)))
    return 0
