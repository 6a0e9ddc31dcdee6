"""`python -m newsledger.services up|down|status`."""

from __future__ import annotations

import argparse
import signal
import sys

from newsledger.errors import NewsledgerError
from newsledger.services.down import down
from newsledger.services.status import status
from newsledger.services.up import up
from newsledger.settings import home


def _end(number: int, _: object) -> None:
    raise SystemExit(128 + number)  # so that a broken-off `up` ends what it has started


COMMANDS = {"up": up, "down": down, "status": status}


def main(arguments: list[str] | None = None) -> int:
    """Run one command on the home that the environment names; its exit status."""
    parser = argparse.ArgumentParser(prog="newsledger.services", description=__doc__)
    parser.add_argument("command", choices=COMMANDS, help="what to do with the services of NEWSLEDGER_HOME")
    command = parser.parse_args(arguments).command
    signal.signal(signal.SIGTERM, _end)
    try:
        return COMMANDS[command](home())
    except NewsledgerError as error:
        print(f"newsledger {command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
