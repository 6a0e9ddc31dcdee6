"""Ports: where they come from, and what is said when they cannot be had."""

from __future__ import annotations

import socket

import pytest

from newsledger.errors import TerminalError
from newsledger.services.addresses import PORT_VARIABLES, Ports, free_port, is_free, ports_from, refuse_taken


def test_ports_have_defaults_that_the_environment_overrides() -> None:
    assert ports_from({}) == Ports(8080, 8501, 8502, 8765)
    assert ports_from({"NEWSLEDGER_UI_PORT": "9000", "NEWSLEDGER_DOCS_PORT": ""}) == Ports(ui=9000)
    assert ports_from({}).url("docs") == "http://127.0.0.1:8502"


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "8080.0", "٨٠٨٠", " 8080"])
def test_a_bad_port_names_its_variable(text: str) -> None:
    with pytest.raises(TerminalError, match="NEWSLEDGER_DASHBOARD_PORT"):
        ports_from({"NEWSLEDGER_DASHBOARD_PORT": text})


def test_two_services_on_one_port_are_refused() -> None:
    with pytest.raises(
        TerminalError, match="NEWSLEDGER_DASHBOARD_PORT and NEWSLEDGER_DOCS_PORT are both 9001"
    ):
        ports_from({"NEWSLEDGER_DOCS_PORT": "9001", "NEWSLEDGER_DASHBOARD_PORT": "9001"})


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_every_taken_port_is_named_with_the_variable_that_moves_it(address: str) -> None:
    ports = Ports(*(free_port() for _ in PORT_VARIABLES))
    refuse_taken(ports)
    with socket.create_server((address, ports.ui)), socket.create_server((address, ports.demo)):
        assert not is_free(ports.ui)
        with pytest.raises(TerminalError) as refused:
            refuse_taken(ports)
    for part in (f"{ports.ui} (NEWSLEDGER_UI_PORT)", f"{ports.demo} (NEWSLEDGER_DEMO_PORT)"):
        assert part in str(refused.value)
    assert "DOCS" not in str(refused.value)
    refuse_taken(ports)
