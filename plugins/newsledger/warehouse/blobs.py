"""Bytes as they came, kept as files by their SHA-256, compressed."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from newsledger.failpoints import failpoint
from newsledger.settings import Home


@dataclass(frozen=True)
class Blob:
    """`path` is relative to the home's raw folder; `byte_count` is that of the bytes, not of the file."""

    content_sha256: str
    path: str
    byte_count: int


_INCOMING = re.compile(r"\.incoming-(\d+)-")


def incoming_prefix(pid: int) -> str:
    """Of a name under which a process writes what nobody may see yet."""
    return f".incoming-{pid}-"


def remove_abandoned(folder: Path) -> None:
    """Remove what processes that are dead by now were writing in a folder."""
    for path in sorted(folder.iterdir()):
        found = _INCOMING.match(path.name)
        if found and not Path("/proc", found[1]).exists():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def store_bytes(home: Home, content: bytes) -> Blob:
    """Keep the bytes; a second call with equal bytes changes nothing."""
    digest = hashlib.sha256(content).hexdigest()
    relative = Path(digest[:2]) / f"{digest}.gz"
    target = home.raw / relative
    if target.exists():
        # Seen again: retention leaves it until the batch that names it has been loaded.
        with contextlib.suppress(OSError):
            os.utime(target, ns=(time.time_ns(), target.stat().st_mtime_ns))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=home.raw, prefix=incoming_prefix(os.getpid()))
        os.fchmod(descriptor, 0o644)
        with os.fdopen(descriptor, "wb") as file:
            file.write(gzip.compress(content, compresslevel=6, mtime=0))
            file.flush()
            os.fsync(file.fileno())
        failpoint("blob_before_rename")
        Path(temporary).replace(target)
        failpoint("blob_after_rename")
    return Blob(digest, relative.as_posix(), len(content))


def blob_path(home: Home, content_sha256: str) -> Path:
    """Where a blob's file lies."""
    return home.raw / content_sha256[:2] / f"{content_sha256}.gz"


def read_bytes(home: Home, content_sha256: str) -> bytes:
    """The bytes of a blob. Raises FileNotFoundError if they are not in the home."""
    return gzip.decompress(blob_path(home, content_sha256).read_bytes())
