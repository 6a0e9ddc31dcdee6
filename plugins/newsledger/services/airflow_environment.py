"""The environment of every Airflow process that `up` starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from newsledger.services.addresses import LOOPBACK, Ports
from newsledger.services.credentials import ADMIN, Credentials, passwords_file
from newsledger.services.processes import MARK
from newsledger.settings import DAGS_DIR, PROJECT_ROOT, TELEMETRY_OFF, Home

PLUGINS_DIR = PROJECT_ROOT / "plugins"
# What whoever runs `make up` may set otherwise; all else would break it.
TUNABLE = {
    "AIRFLOW__CORE__PARALLELISM": "4",
    "AIRFLOW__API__WORKERS": "1",
    "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "60",
    "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "60",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
}


def project_environment(home: Home, base: Mapping[str, str], mark: str) -> dict[str, str]:
    """What every service needs: the package, the home, no telemetry, the mark by which it is found."""
    return {
        **base,
        **TELEMETRY_OFF,
        "NEWSLEDGER_HOME": str(home.path),
        "PYTHONPATH": str(PLUGINS_DIR),
        "PYTHONUNBUFFERED": "1",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), base.get("PATH", os.defpath)]),
        "NO_PROXY": ",".join(filter(None, [base.get("NO_PROXY"), LOOPBACK, "localhost"])),
        "SPT_NOENV": "1",  # setproctitle would write over the environment block, where the mark is read
        MARK: mark,
    }


def airflow_environment(
    home: Home, ports: Ports, database_url: str, secrets: Credentials, base: Mapping[str, str], mark: str
) -> dict[str, str]:
    """The environment of api-server, scheduler, dag-processor and triggerer alike."""
    ours = {
        "AIRFLOW_HOME": str(home.airflow),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS_DIR),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PLUGINS_DIR),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__FERNET_KEY": secrets.fernet_key,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{ports.url('ui')}/execution/",
        "AIRFLOW__CORE__AUTH_MANAGER": (
            "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
        ),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": base.get("NEWSLEDGER_USERS") or f"{ADMIN}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords_file(home)),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database_url,
        "AIRFLOW__DATABASE__LOAD_DEFAULT_CONNECTIONS": "False",
        "AIRFLOW__API__HOST": LOOPBACK,
        "AIRFLOW__API__PORT": str(ports.ui),
        "AIRFLOW__API__BASE_URL": ports.url("ui"),
        "AIRFLOW__API__SECRET_KEY": secrets.api_secret_key,
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.jwt_secret,
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home.airflow / "logs"),
        "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "False",
        "NEWSLEDGER_DEMO_URL": ports.url("demo"),
        "NEWSLEDGER_DASHBOARD_URL": ports.url("dashboard"),
        "NEWSLEDGER_DOCS_URL": ports.url("docs"),
    }
    tuned = {name: base.get(name, value) for name, value in TUNABLE.items()}
    project = project_environment(home, base, mark)
    # an inherited async URL would point elsewhere than the one above
    project.pop("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC", None)
    return {**project, **tuned, **ours}
