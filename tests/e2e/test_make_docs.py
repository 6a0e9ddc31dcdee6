"""`make docs`: the tables' documentation as one file that needs nothing beside it."""

import os
import re
import subprocess

import pytest

from tests.conftest import PROJECT_ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_make_docs_writes_one_static_file_even_before_any_run(tmp_path):
    done = subprocess.run(
        ["make", "--no-print-directory", "docs"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "NEWSLEDGER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = tmp_path / "docs" / "index.html"
    assert done.stdout.strip().endswith(str(page))
    text = page.read_text(encoding="utf-8")
    assert "fct_metric_observations" in text
    assert "One row per" in text
    assert not re.search(r"<(script|link)[^>]+(src|href)=[\"']https?://", text)
