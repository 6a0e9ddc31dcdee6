"""What compose runs once before everything else: folders with their owner, passwords, metadata, pool.

Starts as root, because a fresh volume belongs to root, and runs Airflow as the image's own user.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.services.credentials import ADMIN, passwords_file, write_private
from newsledger.services.pools import POOL_DESCRIPTION, POOL_SLOTS, WAREHOUSE_POOL
from newsledger.settings import Home, home

SHORTEST_PASSWORD = 12


def owner() -> tuple[int, int]:
    """The user and group that the other containers run as."""
    return int(os.environ.get("NEWSLEDGER_UID", "50000")), int(os.environ.get("NEWSLEDGER_GID", "50000"))


def prepare(home: Home, password: str) -> None:
    """Make the folders and the password file. Raises TerminalError if the password is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise TerminalError(
            f"NEWSLEDGER_ADMIN_PASSWORD has fewer than {SHORTEST_PASSWORD} characters",
            stage="init",
            do="See .env.example for how to make one",
        )
    (home.airflow / "logs").mkdir(parents=True, exist_ok=True)
    path = passwords_file(home)
    others = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    write_private(path, json.dumps({**others, ADMIN: password}) + "\n")


def give(root: Path, uid: int, gid: int) -> int:
    """Hand everything under `root` to the user, links themselves and not what they point to; how many."""
    given = 0
    for folder, _, files in os.walk(root):
        for path in (folder, *(os.path.join(folder, name) for name in files)):  # noqa: PTH118 - a large volume
            entry = os.lstat(path)
            if (entry.st_uid, entry.st_gid) != (uid, gid):
                os.lchown(path, uid, gid)
                given += 1
    return given


def run_as(command: Sequence[str], uid: int, gid: int) -> None:
    """Run a command as the user if we are root. Raises TerminalError if it fails."""
    is_root = os.geteuid() == 0
    done = subprocess.run(
        list(command),
        check=False,
        user=uid if is_root else None,
        group=gid if is_root else None,
        extra_groups=[] if is_root else None,
    )
    if done.returncode != 0:
        raise TerminalError(f"`{' '.join(command)}` ended with {done.returncode}", stage="init")


def main() -> int:
    """Prepare the data volume and the metadata; 0 if all of it worked."""
    uid, gid = owner()
    try:
        prepare(home(), os.environ.get("NEWSLEDGER_ADMIN_PASSWORD", ""))
        if os.geteuid() == 0:
            print(f"handed {give(home().path, uid, gid)} files to user {uid}", flush=True)
        airflow = [sys.executable, "-m", "airflow"]
        run_as([*airflow, "db", "migrate"], uid, gid)
        run_as([*airflow, "pools", "set", WAREHOUSE_POOL, str(POOL_SLOTS), POOL_DESCRIPTION], uid, gid)
    except TerminalError as error:
        print(f"newsledger init: {error}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
