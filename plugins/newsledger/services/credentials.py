"""Secrets of a home: made once, kept in files that only their owner reads."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from newsledger.errors import TerminalError
from newsledger.settings import Home

ADMIN = "admin"


@dataclass(frozen=True)
class Credentials:
    """What the Airflow processes of one home share."""

    jwt_secret: str
    fernet_key: str
    api_secret_key: str
    postgres_password: str


def write_private(path: Path, text: str) -> None:
    """Replace the file atomically by one of mode 0600."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _read_private(path: Path) -> dict[str, str]:
    path.chmod(0o600)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TerminalError(
            f"{path} is no JSON: {error}", stage="up", do="Restore it from a backup, or remove it"
        ) from error
    if not isinstance(record, dict) or not all(isinstance(value, str) for value in record.values()):
        raise TerminalError(f"{path} does not hold texts by name", stage="up", do="Remove it")
    return record


def passwords_file(home: Home) -> Path:
    """The file of Airflow's simple auth manager: user name to password."""
    return home.airflow / "passwords.json"


def _shown_marker(home: Home) -> Path:
    return home.airflow / ".password_shown"


def admin_password(home: Home) -> str:
    """The password of `admin`; made at the first call. Other users of the file are kept."""
    path = passwords_file(home)
    passwords = _read_private(path) if path.exists() else {}
    if ADMIN not in passwords:
        passwords[ADMIN] = secrets.token_urlsafe(15)
        _shown_marker(home).unlink(missing_ok=True)
        write_private(path, json.dumps(passwords) + "\n")
    return passwords[ADMIN]


def password_to_show(home: Home) -> str | None:
    """The password the first time it is asked for, None ever after."""
    marker = _shown_marker(home)
    if marker.exists():
        return None
    password = admin_password(home)
    marker.touch(mode=0o600)
    return password


def credentials(home: Home) -> Credentials:
    """The home's secrets; made at the first call."""
    path = home.airflow / "credentials.json"
    if path.exists():
        record = _read_private(path)
        missing = sorted(set(Credentials.__dataclass_fields__) - set(record))
        if missing:
            raise TerminalError(f"{path} lacks {', '.join(missing)}", stage="up", do="Restore or remove it")
        return Credentials(**{name: record[name] for name in Credentials.__dataclass_fields__})
    made = Credentials(
        jwt_secret=secrets.token_urlsafe(48),
        fernet_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        api_secret_key=secrets.token_urlsafe(32),
        postgres_password=secrets.token_urlsafe(24),
    )
    write_private(path, json.dumps(asdict(made)) + "\n")
    return made
