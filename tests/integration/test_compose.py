"""docker-compose.yaml, checked without an engine: schema, start order, ports, secrets."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from newsledger.settings import PROJECT_ROOT, TELEMETRY_OFF

SPEC = Path(__file__).parent / "compose_spec" / "compose-spec.json"
SPEC_SHA256 = "d549057ebc2925f39f62799eab0db7b9e2c18b35b6c00595199116da3ed10e64"
TEXT = (PROJECT_ROOT / "docker-compose.yaml").read_text(encoding="utf-8")
EXAMPLE = (PROJECT_ROOT / ".env.example").read_text(encoding="utf-8")
AIRFLOW = {"api-server", "scheduler", "dag-processor", "triggerer"}
REFERENCE = re.compile(r"\$\{(?P<name>\w+)(?P<how>:[?-][^}]*)?\}")


@pytest.fixture
def compose() -> dict[str, Any]:
    return yaml.safe_load(TEXT)


@pytest.fixture
def services(compose: dict[str, Any]) -> dict[str, Any]:
    return compose["services"]


def schema_errors(document: object) -> list[str]:
    validator = Draft202012Validator(json.loads(SPEC.read_text(encoding="utf-8")))
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator.iter_errors(document)
    ]


def example_values() -> dict[str, str]:
    lines = (line for line in EXAMPLE.splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def test_the_bundled_schema_is_the_published_one() -> None:
    assert hashlib.sha256(SPEC.read_bytes()).hexdigest() == SPEC_SHA256
    assert json.loads(SPEC.read_text(encoding="utf-8"))["title"] == "Compose Specification"


def test_the_file_fits_the_published_schema(compose: dict[str, Any]) -> None:
    assert schema_errors(compose) == []


@pytest.mark.parametrize(
    "damage",
    [
        {"port": ["8080:8080"]},
        {"depends_on": {"postgres": {"condition": "healthy"}}},
        {"healthcheck": {"test": ["CMD", "true"], "retires": 3}},
    ],
)
def test_the_schema_would_refuse_a_mistake(compose: dict[str, Any], damage: dict[str, Any]) -> None:
    compose["services"]["scheduler"] |= damage
    assert schema_errors(compose)


def test_all_parts_of_airflow_are_there(services: dict[str, Any]) -> None:
    assert set(services) >= AIRFLOW | {"postgres", "init"}
    for name in AIRFLOW:
        assert services[name]["command"][:2] == ["airflow", name]
    assert services["demo-site"]["profiles"] == ["demo"]


def test_nothing_starts_before_the_api_server_is_healthy(services: dict[str, Any]) -> None:
    for name in set(services) - {"postgres", "init", "api-server"}:
        assert services[name]["depends_on"]["api-server"] == {"condition": "service_healthy"}, name


def test_the_api_server_waits_for_the_migration_and_that_for_postgres(services: dict[str, Any]) -> None:
    assert services["api-server"]["depends_on"]["init"] == {"condition": "service_completed_successfully"}
    assert services["init"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert services["init"]["restart"] == "no"


def test_every_service_that_stays_has_a_health_check(services: dict[str, Any]) -> None:
    without = {name for name, service in services.items() if "healthcheck" not in service}
    assert without == {"init", "demo-site"}


def test_ports_are_bound_to_loopback_alone(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service.get("ports", [])]
    assert len(published) == 3
    for port in published:
        assert isinstance(port, str)
        assert port.startswith("127.0.0.1:"), port
    assert "ports" not in services["postgres"]
    assert not any(service.get("network_mode") == "host" for service in services.values())


def test_every_reference_is_explained_in_the_example() -> None:
    names = {match["name"] for match in REFERENCE.finditer(TEXT)}
    assert names == set(example_values())


def test_secrets_have_no_default_and_stop_compose_when_missing() -> None:
    values = example_values()
    secrets = {name for name, value in values.items() if value == ""}
    assert len(secrets) == 5
    for match in REFERENCE.finditer(TEXT):
        expected = ":?" if match["name"] in secrets else ":-"
        assert (match["how"] or "").startswith(expected), match[0]
    for match in REFERENCE.finditer(TEXT):
        if match["name"] not in secrets:
            assert (match["how"] or "")[2:] == values[match["name"]], match[0]


def test_the_example_says_how_to_make_each_secret() -> None:
    blocks = EXAMPLE.split("\n\n")
    for name in (name for name, value in example_values().items() if value == ""):
        block = next(block for block in blocks if f"\n{name}=" in block)
        assert "openssl rand" in block, name


def test_no_secret_is_written_in_the_file(services: dict[str, Any]) -> None:
    for name, service in services.items():
        for key, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD$|SECRET|FERNET", key):
                assert "${" in str(value), f"{name}: {key}"


def test_all_airflow_services_share_one_environment(services: dict[str, Any]) -> None:
    first = services["api-server"]["environment"]
    for name in AIRFLOW:
        assert services[name]["environment"] == first
    assert first["AIRFLOW__API_AUTH__JWT_SECRET"].startswith("${NEWSLEDGER_JWT_SECRET:?")
    assert first["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://api-server:8080/execution/"
    assert first["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert first["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].startswith("postgresql+psycopg2://")


def test_telemetry_is_off(services: dict[str, Any]) -> None:
    for name in AIRFLOW | {"init"}:
        environment = services[name]["environment"]
        assert {key: environment.get(key) for key in TELEMETRY_OFF} == TELEMETRY_OFF, name


def test_data_lies_in_named_volumes(compose: dict[str, Any], services: dict[str, Any]) -> None:
    for name, service in services.items():
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in compose["volumes"], f"{name}: {volume}"
    for name in ("dashboard", "docs", "demo-site"):
        assert services[name]["volumes"] == ["data:/data:ro"]


def test_the_sites_know_no_secret(services: dict[str, Any]) -> None:
    secrets = {name for name, value in example_values().items() if value == ""}
    for name in ("dashboard", "docs", "demo-site"):
        assert not secrets & set(re.findall(r"\w+", json.dumps(services[name]["environment"])))


def test_modules_that_compose_names_exist(services: dict[str, Any]) -> None:
    commands = [service.get("command", []) for service in services.values()]
    commands += [
        service["healthcheck"]["test"][1:] for service in services.values() if "healthcheck" in service
    ]
    modules = {command[2] for command in commands if command[:2] == ["python", "-m"]}
    assert modules >= {"dashboard", "newsledger.services.health", "newsledger.services.container_init"}
    for module in modules:
        path = module.replace(".", "/")
        places = [PROJECT_ROOT / root / path for root in ("plugins", "")]
        assert any(
            place.with_suffix(".py").exists() or (place / "__main__.py").exists() for place in places
        ), module


def test_the_image_runs_the_lock_as_an_ordinary_user() -> None:
    lines = (PROJECT_ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    pinned = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert pinned.startswith(">=3.11,<3.12")
    assert "FROM python:3.11-slim" in lines
    assert [line for line in lines if line.startswith("USER ")][-1] == "USER newsledger"
    assert any("--requirement requirements.txt" in line for line in lines)
    copied = {line.split()[1] for line in lines if line.startswith("COPY ")}
    assert {"requirements.txt", "dags", "plugins", "dbt_project", "dashboard"} <= copied
    for name in copied - {"LICENSE*"}:
        assert (PROJECT_ROOT / name).exists(), name


def test_secrets_and_data_stay_out_of_the_image() -> None:
    ignored = (PROJECT_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "data/", ".git/", ".venv/"} <= set(ignored)
