"""`make up`: start everything in the background, return when all of it is healthy.

Order: metadata → migration → API server and the small sites → when the API server answers, the scheduler,
DAG processor and triggerer (a task queued before it answers would fail). If anything dies or the time is
over, what was started is ended again.
"""

from __future__ import annotations

import importlib.util
import os
import secrets as tokens
import sys
import time
from collections.abc import Callable, Mapping

from newsledger.errors import NewsledgerError, TerminalError
from newsledger.services import (
    credentials,
    dag_files,
    docs_site,
    health,
    metadata_database,
    processes,
    register,
)
from newsledger.services.addresses import LOOPBACK, ports_from, refuse_taken
from newsledger.services.airflow_environment import airflow_environment, project_environment
from newsledger.services.down import stop_all
from newsledger.services.pools import ensure_pool
from newsledger.services.register import Register
from newsledger.services.starting import LIMIT_SECONDS, POLL_SECONDS, Start, say
from newsledger.settings import DAGS_DIR, DBT_DIR, PROJECT_ROOT, Home

SITE_SECONDS = 90.0
DAGS_SECONDS = 90.0
DOCS_SECONDS = 120.0
# The log servers of scheduler and triggerer cannot be bound to loopback; on one machine nobody needs
# them, because the API server reads the log files themselves.
AIRFLOW_WORKERS = {
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}


def _limit(environment: Mapping[str, str]) -> float:
    text = environment.get("NEWSLEDGER_UP_SECONDS") or str(LIMIT_SECONDS)
    try:
        return float(text)
    except ValueError:
        raise TerminalError(f"NEWSLEDGER_UP_SECONDS={text!r} is no number", stage="up") from None


def _already_up(home: Home, recorded: Register) -> bool:
    """Whether all that is recorded lives and was ready; if not, say what is dead and end the rest."""
    dead = [service for service in recorded.services if not processes.is_alive(service)]
    if recorded.ready and not dead:
        return True
    for service in dead:
        say(f"{service.name} has died since the last `up`; {service.log} ends:")
        say(processes.tail(service.log, 12))
    if not dead:
        say("The last `up` was broken off.")
    say("Stopping what is left of it, then starting anew.")
    stop_all(home, recorded)
    return False


def _metadata(start: Start, environment: Mapping[str, str], password: str) -> str:
    """The URL of the metadata database, its server started if it is ours."""
    configured = metadata_database.configured_url(environment)
    if configured:
        start.metadata = "configured"
        say("Airflow's metadata: the Postgres of NEWSLEDGER_AIRFLOW_DB.")
        return configured
    folders = metadata_database.server_binaries(environment)
    reason = "no Postgres server is installed and NEWSLEDGER_AIRFLOW_DB is not set"
    if folders:
        user = metadata_database.account()
        refusal = metadata_database.why_unusable(start.home, user)
        if refusal is None:
            binaries = metadata_database.server_for(metadata_database.cluster(start.home), folders)
            start.metadata = "postgres"
            metadata_database.make_cluster(start.home, binaries, password, user)
            service, url = metadata_database.start_cluster(start.home, binaries, password, environment, user)
            start.services.append(service)
            start.record()  # before the wait: a server that nobody knows of would lock its folder
            metadata_database.wait_for_cluster(start.home, service)
            say(f"Airflow's metadata: a private Postgres in {metadata_database.cluster(start.home)}.")
            return url
        reason = f"an installed Postgres cannot be used: {refusal}"
    elif environment.get("NEWSLEDGER_POSTGRES_BIN", "").strip() == "none":
        reason = "NEWSLEDGER_POSTGRES_BIN is none"
    start.metadata = "sqlite"
    say(f"Airflow's metadata: SQLite, because {reason}.")
    say("  Backfills are off with SQLite. For anything that is kept running, install Postgres.")
    return metadata_database.make_sqlite(start.home)


def _migrate(start: Start, environment: Mapping[str, str]) -> None:
    log = start.home.airflow / "logs" / "services" / "migrate.log"
    service, child = processes.start(
        "migrate",
        [sys.executable, "-m", "airflow", "db", "migrate"],
        environment,
        log,
        directory=PROJECT_ROOT,
    )
    start.services.append(service)
    start.record()
    began = time.monotonic()
    while child.poll() is None:
        if time.monotonic() > start.deadline:
            raise TerminalError(
                f"the migration takes too long; {log} ends:\n{processes.tail(log)}", stage="up"
            )
        time.sleep(0.2)
    start.services.remove(service)
    start.record()
    if child.returncode != 0:
        raise TerminalError(f"`airflow db migrate` failed; {log} ends:\n{processes.tail(log)}", stage="up")
    say(f"  metadata: migrated after {time.monotonic() - began:.0f} s")


def _answers(url: str) -> Callable[[], bool]:
    # the demo site has no page at its root: "not found" is an answer too
    return lambda: 0 < health.ask(url).status < 500


def _unhealthy(base_url: str) -> bool:
    found = health.airflow_components(base_url)
    return any(found.get(name) != "healthy" for name in health.COMPONENTS)


def _open_the_door(start: Start, password: str) -> None:
    """Log in as a person would; make the pool, wait for the DAGs, name the files that fail to import."""
    base = start.ports.url("ui")
    token = health.log_in(base, credentials.ADMIN, password)
    if token is None:
        raise TerminalError(
            f"{base} refuses the password of {credentials.passwords_file(start.home)}", stage="up"
        )
    ensure_pool(base, token)
    began = time.monotonic()
    while missing := dag_files.unread(base, token, DAGS_DIR):
        start.refuse_dead()
        if time.monotonic() - began > DAGS_SECONDS:  # a file may well declare none, by its settings
            say(f"  dags: none yet from {', '.join(missing)}")
            break
        time.sleep(POLL_SECONDS)
    else:
        say(f"  dags: all files read after {time.monotonic() - began:.0f} s")
    for name, reason in dag_files.import_errors(base, token).items():
        say(f"  dags: {name} cannot be imported: {reason}")


def _make_docs(start: Start, environment: Mapping[str, str]) -> None:
    """Make the page of the docs site if it is older than what it describes; `up` goes on if that fails."""
    if docs_site.is_current(start.home, DBT_DIR):
        return
    log = start.home.airflow / "logs" / "services" / "make-docs.log"
    service, child = processes.start(
        "make-docs",
        [sys.executable, "-m", "newsledger.cli", "docs"],
        environment,
        log,
        directory=PROJECT_ROOT,
    )
    start.services.append(service)
    start.record()
    began = time.monotonic()
    while child.poll() is None and time.monotonic() - began < DOCS_SECONDS:
        start.refuse_dead()
        time.sleep(POLL_SECONDS / 4)
    processes.stop([service], "")  # perhaps it waits for a run to let go of the writer lock
    start.services.remove(service)
    start.record()
    if child.poll() == 0:
        say(f"  docs: page made after {time.monotonic() - began:.0f} s")
    else:
        say(f"  docs: the page could not be made now; run `make docs` later ({log})")


def _run(start: Start, environment: Mapping[str, str]) -> None:
    home, ports = start.home, start.ports
    password = credentials.admin_password(home)
    secrets = credentials.credentials(home)
    plain = project_environment(home, environment, start.mark)
    database = _metadata(start, environment, secrets.postgres_password)
    airflow = airflow_environment(home, ports, database, secrets, environment, start.mark)
    _migrate(start, airflow)

    api_server = ["-m", "airflow", "api-server", "--host", LOOPBACK, "--port", str(ports.ui)]
    start.launch("api-server", api_server, airflow, ports.url("ui"))
    sites = {
        "demo": ["-m", "newsledger.demo_site", "--port", str(ports.demo)],
        "docs": ["-m", "newsledger.services.docs_site", "--port", str(ports.docs)],
        "dashboard": ["-m", "dashboard", "--port", str(ports.dashboard)],
    }
    with_root = {**plain, "PYTHONPATH": os.pathsep.join([plain["PYTHONPATH"], str(PROJECT_ROOT)])}
    for name, command in sites.items():
        links = {"NEWSLEDGER_UI_URL": ports.url("ui"), "NEWSLEDGER_DOCS_URL": ports.url("docs")}
        start.launch(name, command, {**with_root, **links}, ports.url(name))
    start.wait(
        "api-server", lambda: health.airflow_components(ports.url("ui")).get("metadatabase") == "healthy"
    )
    for name, command in AIRFLOW_WORKERS.items():
        start.launch(name, ["-m", "airflow", *command], airflow)
    for name in sites:
        start.wait(name, _answers(f"{ports.url(name)}/"), SITE_SECONDS)
    start.wait("scheduler, dag-processor, triggerer", lambda: not _unhealthy(ports.url("ui")))
    _open_the_door(start, password)
    _make_docs(start, plain)
    start.record(ready=True)


def _print_addresses(home: Home, recorded: Register) -> None:
    urls = {service.name: service.url for service in recorded.services}
    for label, name in (
        ("Airflow", "api-server"),
        ("dashboard", "dashboard"),
        ("dbt docs", "docs"),
        ("demo site", "demo"),
    ):
        if urls.get(name):
            say(f"  {label:<10} {urls[name]}/")
    password = credentials.password_to_show(home)
    path = credentials.passwords_file(home)
    say(
        f"  log in as  {credentials.ADMIN}"
        + (f" / {password}   (shown once; kept in {path})" if password else "")
    )
    if password is None:
        say(f"  password   in {path}")
    say(f"  logs       {home.airflow / 'logs' / 'services'}")
    say("Stop with `make down`.")


def up(home: Home) -> int:
    """Start what does not run; 0 when all is healthy. Raises nothing but KeyboardInterrupt."""
    environment = dict(os.environ)
    home.airflow.mkdir(parents=True, exist_ok=True)
    try:
        with register.only_one(home, "up", wait_seconds=2):
            recorded = register.read(home)
            if recorded is not None and _already_up(home, recorded):
                say("newsledger is already up:")
                _print_addresses(home, recorded)
                return 0
            ports = ports_from(environment)
            refuse_taken(ports)
            _refuse_missing()
            start = Start(home, ports, tokens.token_hex(16), "", time.monotonic() + _limit(environment))
            return _start_or_undo(start, environment)
    except NewsledgerError as error:
        print(f"newsledger up: {error}", file=sys.stderr, flush=True)
        return 1


def _refuse_missing() -> None:
    for module in ("airflow", "newsledger.demo_site.__main__"):
        try:
            found = importlib.util.find_spec(module) is not None
        except ModuleNotFoundError:
            found = False
        if not found:
            raise TerminalError(f"module {module} is missing", stage="up", do="Run `make install` first")


def _start_or_undo(start: Start, environment: Mapping[str, str]) -> int:
    say(f"Starting newsledger on {start.home.path} (one to three minutes on two cores).")
    began = time.monotonic()
    try:
        _run(start, environment)
    except BaseException:
        say("Stopping what was started.")
        stop_all(start.home, Register(start.mark, start.metadata, False, tuple(start.services)))
        raise
    say(f"newsledger is up after {time.monotonic() - began:.0f} s:")
    _print_addresses(start.home, Register(start.mark, start.metadata, True, tuple(start.services)))
    return 0
