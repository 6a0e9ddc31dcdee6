"""The set-up on a fresh machine: a full lock, reasons for what is in it, one clear line for a wrong Python."""

import re
import subprocess
import sys
from importlib.metadata import distributions

from tests.conftest import PROJECT_ROOT


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    lines = (PROJECT_ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [
        line.split(" ;")[0].strip() for line in lines if line.strip() and not line.strip().startswith("#")
    ]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z0-9,-]+\])?==[^\s=]+", pin) for pin in pins), pins
    return {normalised(pin.split("==")[0].split("[")[0]): pin.split("==")[1] for pin in pins}


def direct() -> dict[str, str]:
    lines = (PROJECT_ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        requirement, _, reason = line.partition("#")
        if requirement.strip():
            found[normalised(re.split(r"[<>=\[; ]", requirement.strip())[0])] = reason.strip()
    return found


def test_every_package_of_the_environment_is_locked_at_its_version():
    installed = {normalised(found.metadata["Name"]): found.version for found in distributions()}
    tools = {"pip", "setuptools", "wheel", "uv"}
    assert {name: version for name, version in installed.items() if name not in tools} == locked()


def test_each_direct_dependency_is_locked():
    assert set(direct()) <= set(locked())


def test_an_unsupported_python_gets_one_clear_line(tmp_path):
    old = tmp_path / "python3.9"
    old.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c "
        '\'import sys; sys.version_info = (3, 9, 1, "final", 0); exec(sys.argv[2])\' "$@"\n'
    )
    old.chmod(0o755)
    done = subprocess.run(
        ["make", "--no-print-directory", "env", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make")]
    assert len(lines) == 1
    assert "newsledger needs Python 3.11" in lines[0] and "3.9" in lines[0]
    assert not (tmp_path / "venv").exists()


def test_a_bare_make_lists_the_commands():
    done = subprocess.run(["make"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    for command in ("run", "test", "facts", "explain", "up", "down", "docs", "lint", "bench", "clean"):
        assert re.search(rf"^  make {command} +\S", done.stdout, re.MULTILINE), command
