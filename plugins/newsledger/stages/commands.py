"""The commands about what is kept and known: `reparse`, `expire`, `forget`, `candidates`, `candidate-accept`.
For people; each says what it has done."""

from __future__ import annotations

import argparse
import os
import time
from typing import Any

from newsledger.settings import home
from newsledger.warehouse.locks import run_lock

COMMANDS = ("reparse", "expire", "forget", "candidates", "candidate-accept")
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
        "--story",
        action="store_true",
        help="with its edited copies, excerpts and all else that tells its story",
    )
    forget.add_argument(
        "--keep-shared", action="store_true", help="keep the bytes of listings that others stand on"
    )
    listed = commands.add_parser("candidates", help="firms that articles name and the vocabulary lacks")
    listed.add_argument("--limit", type=int, default=20)
    accept = commands.add_parser("candidate-accept", help="add a reviewed candidate to the home's vocabulary")
    accept.add_argument(
        "candidate_id", metavar="ID", help="as `candidates` lists it: candidate:acme_robotics"
    )
    accept.add_argument("--company-id", default="", help="its key from now on; of an English name by itself")
    accept.add_argument("--alias-of", default="", help="it is another name of this company")
    accept.add_argument("--name-zh", default="")
    accept.add_argument("--name-en", default="")
    accept.add_argument("--ticker", default="", help="as SZ:300750")
    accept.add_argument("--country", dest="country_code", default="", help="two letters, as CN")
    accept.add_argument("--sector", default="")
    accept.add_argument("--parent", dest="parent_company_id", default="", help="company_id of its parent")
    accept.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="NAME",
        help="a way of writing that is no name of it",
    )


def run_command(options: argparse.Namespace) -> int:
    """Run one of the commands; returns its exit status. One at a time on a home, as `make run`."""
    home_ = home()
    if options.command == "candidates":
        from newsledger.stages import curation

        print("\n".join(curation.candidates_listed(home_, options.limit)))
        return 0
    os.environ.setdefault("NEWSLEDGER_RUNNER", "headless")
    run_key = f"make-{options.command}-{time.time_ns():x}"
    with run_lock(home_, f"make {options.command}, pid {os.getpid()}", RUN_WAIT_SECONDS):
        if options.command == "reparse":
            from newsledger.stages import reparse

            reparse.reparse(home_, run_key, reparse.wanted_of(vars(options)))
        elif options.command == "expire":
            from newsledger.stages import expiry

            expiry.expire_raw(home_)
        elif options.command == "candidate-accept":
            from newsledger.stages import curation

            given = {name: value for name, value in vars(options).items() if name != "command"}
            decision = curation.Decision(**{**given, "leave_out": tuple(options.leave_out)})
            print("\n".join(curation.accept_candidate(home_, decision)))
        else:
            from newsledger.stages import forgetting

            forgetting.forget_article(
                home_,
                options.url,
                options.article,
                with_story=options.story,
                keep_shared=options.keep_shared,
            )
    return 0
