"""What a run says of its sources at its end."""

from __future__ import annotations

import duckdb
import pytest

from newsledger.summary import print_alarms
from newsledger.warehouse.source_alarms import SourceAlarm, current_alarms


def test_each_alarm_is_shown_with_what_was_measured_and_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_alarms([SourceAlarm("some_feed", "silent", "no new article on 5 days", "open its address")])
    shown = capsys.readouterr().out
    assert "Sources that need a look (1):" in shown
    assert "some_feed is silent: no new article on 5 days" in shown
    assert "open its address" in shown


def test_no_alarm_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_alarms([])
    assert capsys.readouterr().out == "sources: no alarm\n"


def test_only_what_holds_now_is_an_alarm_and_an_older_publication_has_none() -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        assert current_alarms(connection) == []
        connection.execute(
            "create table marts.fct_source_alarms as select * from (values ('b', 'silent', 'r', 'd', true), "
            "('a', 'undated', 'r', 'd', true), ('a', 'silent', 'r', 'd', false)) "
            "as rows (source_id, alarm_code, reason, what_to_do, is_current)"
        )
        assert current_alarms(connection) == [
            SourceAlarm("a", "undated", "r", "d"),
            SourceAlarm("b", "silent", "r", "d"),
        ]
