"""Bytes are kept once, by their SHA-256, and come back as they were."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from newsledger.settings import Home
from newsledger.warehouse.blobs import read_bytes, store_bytes


@given(st.binary(max_size=2000))
def test_bytes_come_back_as_they_were(tmp_path_factory, content):
    home = Home(tmp_path_factory.mktemp("blobs"))
    blob = store_bytes(home, content)
    assert blob.content_sha256 == hashlib.sha256(content).hexdigest()
    assert blob.byte_count == len(content)
    assert read_bytes(home, blob.content_sha256) == content


def test_equal_bytes_are_one_file_that_is_not_written_again(tmp_path):
    home = Home(tmp_path)
    first = store_bytes(home, b"the same")
    stamp = (home.raw / first.path).stat().st_mtime_ns
    assert store_bytes(home, b"the same") == first
    assert (home.raw / first.path).stat().st_mtime_ns == stamp
    assert len([path for path in home.raw.rglob("*") if path.is_file()]) == 1
