"""One process at a time writes; the lock outlives its first holder as long as a child has it."""

import subprocess
import sys
import time

import pytest

from newsledger.errors import TransientError
from newsledger.settings import Home
from newsledger.warehouse.locks import writer_lock

HOLD_IN_CHILD = """
import sys, time
from pathlib import Path
from newsledger.settings import Home
from newsledger.warehouse.locks import writer_lock
with writer_lock(Home(Path(sys.argv[1])), "the other job"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD_IN_CHILD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.wait()


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path, holder):
    with (
        pytest.raises(TransientError, match=rf"pid {holder.pid} \(the other job\)"),
        writer_lock(Home(tmp_path), "mine", wait_seconds=0.2),
    ):
        pass


def test_a_waiting_writer_goes_on_when_the_holder_dies(tmp_path, holder):
    holder.kill()
    started = time.monotonic()
    with writer_lock(Home(tmp_path), "mine", wait_seconds=10):
        assert time.monotonic() - started < 5


def test_the_lock_lives_on_in_a_child_that_inherits_it(tmp_path):
    home = Home(tmp_path)
    with writer_lock(home, "parent") as descriptor:
        child = subprocess.Popen(["sleep", "60"], pass_fds=(descriptor,))
    try:
        with pytest.raises(TransientError), writer_lock(home, "other", wait_seconds=0.2):
            pass
    finally:
        child.kill()
        child.wait()
    with writer_lock(home, "other", wait_seconds=5):
        assert home.writer_lock.exists()
