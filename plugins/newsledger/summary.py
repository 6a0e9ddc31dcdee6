"""What `make run` shows at its end, read from the serving copy as any reader would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsledger.settings import Home
from newsledger.warehouse.serving import current_publication, open_serving_copy
from newsledger.warehouse.source_alarms import SourceAlarm, current_alarms

if TYPE_CHECKING:
    import duckdb

FACTS_SHOWN = 5


def _mart_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    tables = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' order by table_name"
    ).fetchall()
    counts = []
    for (table,) in tables:
        row = connection.execute(f'select count(*) from marts."{table}"').fetchone()  # noqa: S608
        counts.append((str(table), int(row[0]) if row else 0))
    return counts


def _facts(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """The surest facts, of as many articles as there are facts to show."""
    return connection.execute(
        """
        select
            coalesce(subjects.name_en, subjects.name_zh, facts.subject_name, '(no subject)'),
            metrics.name_en,
            facts.value_low,
            facts.value_high,
            facts.unit,
            case
                when facts.period_start is null and facts.period_end is null then 'no period stated'
                else concat(coalesce(period_start::text, '…'), ' to ', coalesce(period_end::text, '…'))
            end,
            facts.modality || case when facts.is_scale_suspect then ', scale suspect' else '' end,
            facts.figure_text,
            facts.evidence_text
        from marts.fct_metric_observations as facts
        left join marts.dim_subjects as subjects using (subject_id)
        inner join marts.dim_metrics as metrics using (metric_id)
        where facts.subject_id is not null
        qualify row_number() over (
            partition by facts.story_id order by facts.confidence desc, facts.observation_id
        ) = 1
        order by facts.confidence desc, facts.observation_id
        limit ?
        """,
        [FACTS_SHOWN],
    ).fetchall()


def print_summary(home: Home, seconds: float, outcomes: dict[str, int]) -> None:
    """Alarms of sources, rows of each mart, five facts with their evidence, where the copy lies, what to
    try next.

    `outcomes` are those of the items that this run has loaded.
    """
    with open_serving_copy(home) as connection:
        marts = _mart_rows(connection)
        facts = _facts(connection)
        alarms = current_alarms(connection)
    landed = outcomes.get("landed", 0)
    refused = [(code, count) for code, count in outcomes.items() if code not in ("landed", "already_known")]
    width = max(len(name) for name, _ in marts)
    print(f"\n== newsledger: done in {seconds:.0f} s ==")
    print("no new articles" if landed == 0 else f"{landed:,} new article versions")
    if refused:
        print("refused: " + ", ".join(f"{count} {code}" for code, count in refused))
    print_alarms(alarms)
    print("\nRows of each mart:")
    for name, count in marts:
        print(f"  {name:<{width}}  {count:>8,}")
    print(f"\nFacts, each with its evidence ({len(facts)} of them):" if facts else "\nNo facts.")
    for subject, metric, low, high, unit, period, modality, figure, evidence in facts:
        value = _number(low) if low == high else f"{_number(low)} to {_number(high)}"
        print(f"  {subject} | {metric} | {value} {unit} | {period} | {modality}")
        print(f"      “{_shorten(evidence, figure)}”")
    print("\nThe published warehouse (open it read-only):")
    print(f"  {home.serving}")
    print(f"  {current_publication(home)}  (this publication's own path)")
    print(
        "\nNext:\n"
        "  make run                                   again: nothing new, the same rows\n"
        "  make run INPUT=my_page.txt                 the same with your own files\n"
        "  make explain TEXT='宁德时代2024年营收3620亿元'  what a text says, marked\n"
        "  make up                                    the Airflow UI, dbt docs and dashboard\n"
        "  docs/analyst_guide.md                      queries to start from"
    )


def print_alarms(alarms: list[SourceAlarm]) -> None:
    """Each alarm in two lines; one line where there is none, so that its absence is no silence."""
    if not alarms:
        print("sources: no alarm")
        return
    print(f"\nSources that need a look ({len(alarms)}):")
    for alarm in alarms:
        print(f"  {alarm.source_id} is {alarm.code}: {alarm.reason}")
        print(f"      {alarm.what_to_do}")


def _number(value: float) -> str:
    """All digits that were stated, with thousands marked."""
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.6g}" if abs(value) < 1e5 else f"{value:,.2f}"


def _shorten(evidence: str, figure: str, limit: int = 220) -> str:
    """The sentence, cut around the figure if it is very long."""
    flat = " ".join(evidence.split())
    if len(flat) <= limit:
        return flat
    at = max(flat.find(" ".join(figure.split())), 0)
    start = max(0, min(at - limit // 2, len(flat) - limit))
    cut = flat[start : start + limit]
    return f"{'…' if start else ''}{cut}{'…' if start + limit < len(flat) else ''}"
