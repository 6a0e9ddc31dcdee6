"""What Airflow is told, whatever the caller's own environment says."""

from __future__ import annotations

import ast
from pathlib import Path

from newsledger.services.addresses import Ports
from newsledger.services.airflow_environment import airflow_environment
from newsledger.services.credentials import Credentials
from newsledger.services.pools import WAREHOUSE_POOL
from newsledger.settings import PROJECT_ROOT, TELEMETRY_OFF, Home

SECRETS = Credentials("jwt", "fernet", "api", "postgres")


def made(base: dict[str, str], home: Path = Path("/h")) -> dict[str, str]:
    return airflow_environment(
        Home(home), Ports(ui=9000, demo=9003), "postgresql+psycopg2://x", SECRETS, base, "m"
    )


def test_every_process_shares_secrets_addresses_and_folders() -> None:
    environment = made({})
    assert environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:9000/execution/"
    assert environment["AIRFLOW__API_AUTH__JWT_SECRET"] == "jwt"
    assert environment["AIRFLOW__CORE__FERNET_KEY"] == "fernet"
    assert environment["AIRFLOW_HOME"] == "/h/airflow"
    assert environment["NEWSLEDGER_HOME"] == "/h"
    assert environment["NEWSLEDGER_DEMO_URL"] == "http://127.0.0.1:9003"
    assert environment["PYTHONPATH"] == str(PROJECT_ROOT / "plugins")
    assert {key: environment[key] for key in TELEMETRY_OFF} == TELEMETRY_OFF


def test_an_inherited_setting_cannot_open_the_ui_or_move_the_metadata() -> None:
    environment = made(
        {
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "sqlite:////elsewhere",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": "sqlite+aiosqlite:////elsewhere",
            "AIRFLOW__API__HOST": "0.0.0.0",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "True",
            "DO_NOT_TRACK": "0",
        }
    )
    assert environment["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS"] == "False"
    assert environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] == "postgresql+psycopg2://x"
    assert "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC" not in environment
    assert environment["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert environment["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert environment["DO_NOT_TRACK"] == "1"


def test_load_can_be_tuned_and_is_low_by_default() -> None:
    assert made({})["AIRFLOW__CORE__PARALLELISM"] == "4"
    assert made({"AIRFLOW__CORE__PARALLELISM": "16"})["AIRFLOW__CORE__PARALLELISM"] == "16"


def test_loopback_goes_past_a_proxy() -> None:
    assert made({"NO_PROXY": "internal"})["NO_PROXY"] == "internal,127.0.0.1,localhost"


def test_the_pool_is_the_one_that_the_dags_name() -> None:
    path = PROJECT_ROOT / "plugins" / "newsledger" / "orchestration" / "conventions.py"
    assigned = {
        target.id: node.value.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert assigned["WAREHOUSE_POOL"] == WAREHOUSE_POOL
