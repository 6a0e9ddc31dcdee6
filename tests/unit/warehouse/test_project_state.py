"""When the incremental tables must be made anew: rows of another state of the dbt project may be left."""

from __future__ import annotations

import pytest

from newsledger.settings import Home
from newsledger.stages.marts import has_other_code
from newsledger.warehouse.working_copy import open_working_copy


@pytest.mark.parametrize(
    ("builds", "is_other"),
    [
        ([], False),
        ([("success", "new")], False),
        ([("success", "old")], True),
        ([("success", "old"), ("success", "new")], False),
        ([("success", "old"), ("failed", "new")], True),
        ([("success", "new"), ("failed", "old")], True),
        ([("success", "new"), ("failed", "old"), ("success", "new")], False),
        ([("failed", "old")], True),
        ([("failed", "new")], False),
    ],
    ids=lambda value: " ".join("-".join(build) for build in value) if isinstance(value, list) else str(value),
)
def test_other_code_is_what_was_built_since_the_last_success(tmp_path, builds, is_other):
    with open_working_copy(Home(tmp_path), "test") as connection:
        for position, (status, project) in enumerate(builds):
            connection.execute(
                "insert into raw.builds values (?, 'run', 1, ?, ?, 0, 0, '[]', make_timestamptz(?))",
                [f"build_{position}", status, project, position * 1_000_000],
            )
        assert has_other_code(connection, "new") is is_other
