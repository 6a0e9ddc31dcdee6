"""Secrets: made once, readable by their owner alone, the password shown once."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from pathlib import Path

import pytest

from newsledger.errors import TerminalError
from newsledger.services.credentials import (
    admin_password,
    credentials,
    password_to_show,
    passwords_file,
    write_private,
)
from newsledger.settings import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.airflow.mkdir()
    return home


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_secrets_stay_the_same_and_are_all_different(home: Home) -> None:
    made = credentials(home)
    assert credentials(home) == made
    assert mode(home.airflow / "credentials.json") == 0o600
    assert len(set(asdict(made).values())) == 4
    assert len(base64.urlsafe_b64decode(made.fernet_key)) == 32


def test_two_homes_share_no_secret(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    other.airflow.mkdir(parents=True)
    assert not set(asdict(credentials(home)).values()) & set(asdict(credentials(other)).values())
    assert admin_password(home) != admin_password(other)


def test_the_password_is_shown_once_and_kept(home: Home) -> None:
    password = password_to_show(home)
    assert password == admin_password(home)
    assert len(password or "") >= 20
    assert password_to_show(home) is None
    assert json.loads(passwords_file(home).read_text()) == {"admin": password}
    assert mode(passwords_file(home)) == 0o600


def test_a_password_that_was_made_but_never_shown_is_still_shown(home: Home) -> None:
    made = admin_password(home)
    assert password_to_show(home) == made


def test_other_users_and_a_chosen_password_are_kept(home: Home) -> None:
    passwords_file(home).write_text('{"ana": "one", "admin": "chosen"}')
    passwords_file(home).chmod(0o644)
    assert admin_password(home) == "chosen"
    assert mode(passwords_file(home)) == 0o600
    assert json.loads(passwords_file(home).read_text()) == {"ana": "one", "admin": "chosen"}


@pytest.mark.parametrize("text", ["{", "[]", '{"jwt_secret": 1}', '{"jwt_secret": "x"}'])
def test_a_damaged_file_is_named_and_not_replaced(home: Home, text: str) -> None:
    path = home.airflow / "credentials.json"
    path.write_text(text)
    with pytest.raises(TerminalError, match=r"credentials\.json"):
        credentials(home)
    assert path.read_text() == text


def test_a_failed_write_leaves_the_old_file_and_no_other(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home.airflow / "x.json"
    write_private(path, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, "new")
    assert path.read_text() == "old"
    assert [found.name for found in home.airflow.iterdir()] == ["x.json"]
