"""The alarms that sources raise now, from the serving copy: for the summary of a run and `make
source-list`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class SourceAlarm:
    """One alarm of the latest day of a source: its code, both values in a sentence, where to look first."""

    source_id: str
    code: str
    reason: str
    what_to_do: str


def current_alarms(connection: duckdb.DuckDBPyConnection) -> list[SourceAlarm]:
    """The alarms that hold now, by source and code; none where the publication is older than their table."""
    held = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'marts' and table_name = 'fct_source_alarms'"
    ).fetchone()
    if held is None:
        return []
    rows = connection.execute(
        "select source_id, alarm_code, reason, what_to_do from marts.fct_source_alarms "
        "where is_current order by source_id, alarm_code"
    ).fetchall()
    return [SourceAlarm(*map(str, row)) for row in rows]
