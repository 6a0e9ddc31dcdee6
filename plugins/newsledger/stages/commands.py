"""The commands about what is kept: `reparse`, `expire`, `forget`. For people; each says what it has done."""

from __future__ import annotations

import argparse
import os
import time
from typing import Any

from newsledger.settings import home
from newsledger.warehouse.locks import run_lock

COMMANDS = ("reparse", "expire", "forget")
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
    commands.add_parser("expire", help="remove the bytes that their source does not keep any longer")
    forget = commands.add_parser("forget", help="take an article out of everything, and keep it out")
    forget.add_argument("--url", default=None)
    forget.add_argument("--article", default=None, metavar="ARTICLE_ID")
    forget.add_argument(
        "--keep-shared", action="store_true", help="keep the bytes of listings that others stand on"
    )


def run_command(options: argparse.Namespace) -> int:
    """Run one of the commands; returns its exit status. One at a time on a home, as `make run`."""
    os.environ.setdefault("NEWSLEDGER_RUNNER", "headless")
    home_ = home()
    run_key = f"make-{options.command}-{time.time_ns():x}"
    with run_lock(home_, f"make {options.command}, pid {os.getpid()}", RUN_WAIT_SECONDS):
        if options.command == "reparse":
            from newsledger.stages import reparse

            reparse.reparse(home_, run_key, reparse.wanted_of(vars(options)))
        elif options.command == "expire":
            from newsledger.stages import expiry

            expiry.expire_raw(home_)
        else:
            from newsledger.stages import forgetting

            forgetting.forget_article(home_, options.url, options.article, keep_shared=options.keep_shared)
    return 0
