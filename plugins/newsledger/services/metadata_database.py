"""Where Airflow keeps its metadata: a configured Postgres, a private cluster of the home, or SQLite."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.services.addresses import LOOPBACK, free_port, is_free
from newsledger.services.processes import Service, is_alive, start, stop, stop_leader, tail
from newsledger.settings import Home

ROLE = "airflow"
SERVICE = "postgres"
START_SECONDS = 60.0
STOP_SECONDS = 30.0
SERVER_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


@dataclass(frozen=True)
class Account:
    """Who runs the server. Postgres refuses to run as root."""

    name: str
    uid: int
    gid: int


def configured_url(environment: Mapping[str, str]) -> str | None:
    """NEWSLEDGER_AIRFLOW_DB as SQLAlchemy wants it, or None. Raises TerminalError on other databases."""
    url = environment.get("NEWSLEDGER_AIRFLOW_DB", "").strip()
    if not url:
        return None
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg2"}:
        raise TerminalError(
            f"NEWSLEDGER_AIRFLOW_DB begins with {scheme!r}"
            if separator
            else "NEWSLEDGER_AIRFLOW_DB is no URL",
            stage="up",
            do="Give postgresql://user:password@host:port/database, or leave it empty",
        )
    return f"postgresql+psycopg2://{rest}"


def make_sqlite(home: Home) -> str:
    """Metadata of `up` in one file of its owner, apart from that of headless runs; its SQLAlchemy URL."""
    path = home.airflow / "services.db"
    path.touch(mode=0o600)
    return f"sqlite:///{path}"


def cluster(home: Home) -> Path:
    """The data directory of the private cluster."""
    return home.airflow / "postgres"


def _binaries(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb"))


def _version(folder: Path) -> str:
    output = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=30
    ).stdout
    match = re.search(r"(\d+)", output)
    return match[1] if match else ""


def server_binaries(environment: Mapping[str, str]) -> list[Path]:
    """Folders that hold `postgres` and `initdb`: NEWSLEDGER_POSTGRES_BIN alone, or PATH and usual places.

    `NEWSLEDGER_POSTGRES_BIN=none` says that an installed server shall not be used.
    """
    named = environment.get("NEWSLEDGER_POSTGRES_BIN", "").strip()
    if named == "none":
        return []
    if named:
        if not _binaries(Path(named)):
            raise TerminalError(
                f"NEWSLEDGER_POSTGRES_BIN={named} lacks postgres or initdb",
                stage="up",
                do="Name the folder with both, or `none` for SQLite",
            )
        return [Path(named)]
    found = []
    on_path = shutil.which("postgres", path=environment.get("PATH"))
    if on_path:
        found.append(Path(on_path).resolve().parent)
    for pattern in SERVER_PLACES:
        places = Path("/").glob(pattern.lstrip("/"))
        found.extend(sorted(places, key=lambda place: [int(n) for n in re.findall(r"\d+", str(place))]))
    return [folder for folder in dict.fromkeys(found) if _binaries(folder)]


def server_for(data: Path, folders: list[Path]) -> Path:
    """The binaries that can open this cluster: of its own major version if it exists, else the first."""
    record = data / "PG_VERSION"
    if not record.exists():
        return folders[0]
    wanted = record.read_text().strip()
    versions = {folder: _version(folder) for folder in folders}
    for folder, version in versions.items():
        if version == wanted:
            return folder
    raise TerminalError(
        f"{data} was made by Postgres {wanted}; installed: {', '.join(sorted(set(versions.values())))}",
        stage="up",
        do=f"Install Postgres {wanted}, or move the folder away to begin with empty metadata",
    )


def account() -> Account | None:
    """Who shall run the server: None for the caller, and `postgres` or `nobody` if the caller is root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise TerminalError("root may not run Postgres, and there is no user postgres or nobody", stage="up")


def _as(user: Account | None) -> dict[str, int | list[int]]:
    return {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}


def _own(path: Path, user: Account | None) -> None:
    path.chmod(0o700)
    if user is not None:
        os.chown(path, user.uid, user.gid)


def why_unusable(home: Home, user: Account | None) -> str | None:
    """Why the account cannot keep a cluster in this home, or None if it can."""
    if user is None:
        return None
    home.airflow.mkdir(parents=True, exist_ok=True)
    reached = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(home.airflow)],
        check=False,
        capture_output=True,
        cwd="/",
        **_as(user),  # type: ignore[call-overload]
    )
    if reached.returncode == 0:
        return None
    return f"user {user.name} may not enter {home.airflow}"


def make_cluster(home: Home, binaries: Path, password: str, user: Account | None) -> None:
    """Make the cluster if there is none; whole or not at all. One role, by password only."""
    data = cluster(home)
    if data.exists():
        _own(data, user)
        return
    partial = data.with_name("postgres.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    _own(partial, user)
    with tempfile.TemporaryDirectory(prefix="newsledger-pg-") as scratch:
        _own(Path(scratch), user)
        secret = Path(scratch) / "password"
        secret.touch(mode=0o600)
        secret.write_text(password + "\n")
        _own(secret, user)
        made = subprocess.run(
            [
                binaries / "initdb",
                f"--pgdata={partial}",
                f"--username={ROLE}",
                f"--pwfile={secret}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
            ],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            **_as(user),  # type: ignore[call-overload]
        )
    if made.returncode != 0:
        raise TerminalError(
            f"initdb failed: {made.stderr.strip() or made.stdout.strip()}",
            stage="up",
            do="Set NEWSLEDGER_POSTGRES_BIN=none to go on with SQLite",
        )
    partial.rename(data)


def _is_ready(data: Path, pid: int) -> bool:
    """Whether the server accepts connections, by the eighth line of its own pid file, as pg_ctl does."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def start_cluster(
    home: Home, binaries: Path, password: str, environment: Mapping[str, str], user: Account | None
) -> tuple[Service, str]:
    """Start the private server on a loopback port; the service and its SQLAlchemy URL."""
    data = cluster(home)
    named = environment.get("NEWSLEDGER_POSTGRES_PORT", "").strip()
    port = int(named) if named.isascii() and named.isdigit() else free_port()
    if named and (str(port) != named or not is_free(port)):
        raise TerminalError(f"NEWSLEDGER_POSTGRES_PORT={named} is no free port", stage="up")
    service, _ = start(
        SERVICE,
        [
            str(binaries / "postgres"),
            *("-D", str(data)),
            *("-p", str(port)),
            *("-c", f"listen_addresses={LOOPBACK}"),
            *("-c", "unix_socket_directories="),
            *("-c", "shared_buffers=64MB"),
            *("-c", "max_connections=100"),
        ],
        {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        home.airflow / "logs" / "services" / f"{SERVICE}.log",
        url=f"postgresql://{LOOPBACK}:{port}/postgres",
        user=None if user is None else user.uid,
        group=None if user is None else user.gid,
        directory=Path("/"),
    )
    return service, f"postgresql+psycopg2://{ROLE}:{password}@{LOOPBACK}:{port}/postgres"


def wait_for_cluster(home: Home, service: Service) -> None:
    """Return when the server accepts connections. Raises TerminalError after START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(cluster(home), service.pid):
        if not is_alive(service) or time.monotonic() > deadline:
            raise TerminalError(
                f"Postgres does not start; {service.log} ends:\n{tail(service.log)}\n",
                stage="up",
                do="Set NEWSLEDGER_POSTGRES_BIN=none to go on with SQLite",
            )
        time.sleep(0.1)


def stop_cluster(service: Service) -> bool:
    """End the server: clients are cut off, nothing is lost; whether it had been running."""
    running = is_alive(service)
    if not stop_leader(service, signal.SIGINT, STOP_SECONDS):
        stop([service], "")
    return running
