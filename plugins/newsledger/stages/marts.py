"""Building the marts: one dbt build over everything that is loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsledger.errors import TerminalError
from newsledger.failpoints import failpoint
from newsledger.progress import say
from newsledger.settings import Home
from newsledger.warehouse.dbt_build import BuildResult, node_of, run_dbt_build
from newsledger.warehouse.dbt_project_files import project_of, project_sha256
from newsledger.warehouse.dbt_results import load_results
from newsledger.warehouse.locks import writer_lock
from newsledger.warehouse.story_store import compare_new_texts, stories_are_current
from newsledger.warehouse.working_copy import connect_working_copy, transaction

if TYPE_CHECKING:
    import duckdb


# They test the models over given rows, not this warehouse: the test suite runs them.
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")
# Views and seeds of the last good build stand: dbt_project/selectors.yml.
OVER_NEW_ROWS = (*WITHOUT_UNIT_TESTS, "--selector", "what_new_rows_can_change")


def build_marts(home: Home, run_key: str, dbt_arguments: tuple[str, ...] = ()) -> dict[str, Any]:
    """Run dbt over the working copy unless its last good build has read all there is; a `--full-refresh`
    among the arguments runs in any case.

    After a change of the dbt project the incremental tables are made anew: rows of the old code, a
    macro's say, would stay. They are also made anew as long as no build of the new code has succeeded.
    Right after a good build of the same project only what new rows can change is made and tested, unless
    a view or a table is gone: `make forget` leaves raw alone.

    Raises TerminalError naming each model and test that failed; the build is on record either way.
    """
    with writer_lock(home, "build marts") as lock:
        folder = project_of(home)
        project = project_sha256(folder)
        with connect_working_copy(home) as connection:
            newest = connection.execute("select coalesce(max(sequence), 0) from raw.batches").fetchone()
            last = connection.execute(
                "select status, input_sequence, project_sha256 from raw.builds order by rowid desc limit 1"
            ).fetchone()
            is_other_code = has_other_code(connection, project)
            has_compared_all = stories_are_current(connection)
            is_whole = has_every_relation(connection, home.dbt_target / "target" / "manifest.json")
        sequence = int(newest[0]) if newest else 0
        is_anew = "--full-refresh" in dbt_arguments
        if last == ("success", sequence, project) and has_compared_all and not is_anew:
            say("build_marts: nothing new since the last build")
            return {"models": 0, "tests": 0, "skipped": True}
        was_good = last is not None and (last[0], last[2]) == ("success", project) and is_whole
        arguments = dbt_arguments or (OVER_NEW_ROWS if was_good else WITHOUT_UNIT_TESTS)
        if is_other_code and not is_anew:
            say("build_marts: the dbt project has changed, all tables are made anew")
            arguments = (*arguments, "--full-refresh")
        build = Build(run_key, sequence, project)
        record(home, build, "running")
        with connect_working_copy(home) as connection:
            compared = compare_new_texts(connection, anew=is_anew)
        say(
            f"build_marts: {compared['texts']:,} new texts compared, "
            f"{compared['pairs']:,} pairs of them tell the same in other words"
        )
        failpoint("build_before_dbt")
        result = run_dbt_build(home, lock, _reporter(), arguments, folder)
        failpoint("build_after_dbt")
        record(home, build, "success" if result.succeeded else "failed", result)
    failpoint("build_after_record")
    return _report(result)


@dataclass(frozen=True)
class Build:
    """Who builds, up to which batch, from which state of the dbt project."""

    run_key: str
    input_sequence: int
    project_sha256: str


def record(home: Home, build: Build, status: str, result: BuildResult | None = None) -> None:
    """Append a row to raw.builds, and with a result what each node came to. The last one says what the marts
    are: `running` of a build that was killed means half-built, so that nothing is published and the next
    run builds."""
    now = datetime.now(UTC)
    build_id = f"build_{now:%Y%m%dT%H%M%S%f}"
    with connect_working_copy(home) as connection, transaction(connection):
        if result:
            load_results(connection, build_id, home.dbt_target / "target" / "run_results.json")
        connection.execute(
            "insert into raw.builds values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                build_id,
                build.run_key,
                build.input_sequence,
                status,
                build.project_sha256,
                result.models if result else None,
                result.tests if result else None,
                json.dumps(result.failures if result else [], ensure_ascii=False),
                now,
            ],
        )


def has_other_code(connection: duckdb.DuckDBPyConnection, project: str) -> bool:
    """Whether the last successful build, or one after it, was of another state of the dbt project than
    `project`: each may have left rows."""
    row = connection.execute(
        """
        select coalesce(bool_or(project_sha256 != $project), false)
        from raw.builds
        where rowid >= coalesce((select max(rowid) from raw.builds where status = 'success'), 0)
        """,
        {"project": project},
    ).fetchone()
    return bool(row and row[0])


def has_every_relation(connection: duckdb.DuckDBPyConnection, manifest: Path) -> bool:
    """Whether each view, table and seed that the last build's manifest names is in the working copy."""
    if not manifest.exists():
        return False
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    wanted = {
        (node["schema"], node["alias"])
        for node in nodes
        if node["resource_type"] in ("model", "seed") and node["config"]["materialized"] != "ephemeral"
    }
    held = connection.execute("select table_schema, table_name from information_schema.tables").fetchall()
    return wanted <= set(held)


def _reporter() -> Callable[[str], None]:
    """Say each mart as it is built, and each model or test that failed."""
    built = 0

    def report(line: str) -> None:
        nonlocal built
        node = node_of(line)
        if node is None:
            return
        position, status, what = node
        if status in ("ERROR", "FAIL", "WARN"):
            say(f"build_marts: {status} {what}")
        elif " model marts." in what:
            built += 1
            say(f"build_marts: {what.rsplit(' ', 1)[-1]} (step {position})")
            if built == 2:
                failpoint("build_during_dbt")

    return report


def _report(result: BuildResult) -> dict[str, Any]:
    for warning in result.warnings:
        say(f"build_marts: warning: {warning['name']}: {warning['message']}")
    if not result.succeeded:
        named = "; ".join(f"{failure['name']}: {failure['message']}" for failure in result.failures)
        raise TerminalError(
            f"dbt build failed: {named or f'exit status {result.returncode}'}",
            stage="build_marts",
            do=f"see {result.log}; the old serving copy stays until a build succeeds",
        )
    say(f"build_marts: {result.models} models and seeds built, {result.tests} tests passed")
    return {"models": result.models, "tests": result.tests, "skipped": False}
