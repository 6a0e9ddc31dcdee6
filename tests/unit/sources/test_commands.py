"""The commands about sources: scaffold, check without writing, list with health."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from newsledger import cli
from newsledger.demo_site.server import serve_demo
from newsledger.settings import SOURCES_DIR, home
from newsledger.sources.load import load_source
from newsledger.sources.templates import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_scaffold_of_each_kind_is_a_valid_disabled_source(tmp_path: Path, kind: str) -> None:
    assert cli.main(["source-new", "my_source", kind, "--folder", str(tmp_path)]) == 0
    source = load_source(tmp_path / "my_source.yaml")
    assert (source.kind, source.enabled) == (kind, False)


@pytest.mark.parametrize(("name", "kind", "says"), [("My-Feed", "rss", "no name"), ("feed", "tv", "Known: ")])
def test_a_wrong_name_or_kind_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, kind: str, says: str
) -> None:
    assert cli.main(["source-new", name, kind, "--folder", str(tmp_path)]) == 1
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "feed.yaml").write_text("mine", encoding="utf-8")
    assert cli.main(["source-new", "feed", "rss", "--folder", str(tmp_path)]) == 1
    assert "exists" in capsys.readouterr().err
    assert (tmp_path / "feed.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("source_id", "shown"),
    [("demo_feed", "would land"), ("demo_channel", "lists"), ("demo_pages", "3 parsed")],
)
def test_a_check_shows_what_would_land_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], source_id: str, shown: str
) -> None:
    with serve_demo() as url:
        monkeypatch.setenv("NEWSLEDGER_DEMO_URL", url)
        assert cli.main(["source-check", str(SOURCES_DIR / f"{source_id}.yaml")]) == 0
    assert shown in capsys.readouterr().out
    assert not home().path.exists()


def test_a_check_of_a_source_that_lands_nothing_fails_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dead.yaml"
    path.write_text(
        "kind: rss\nname: Dead\nurls: [http://127.0.0.1:9/feed]\ntime_zone: UTC\nallow_private: true\n",
        encoding="utf-8",
    )
    assert cli.main(["source-check", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "unreachable" in shown
    assert "nothing would land" in shown


def test_a_check_says_which_dates_and_languages_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "articles.jsonl"
    page.write_text('{"title": "Output", "body": "The plant made 12,000 cars in March."}\n', encoding="utf-8")
    path = tmp_path / "some_files.yaml"
    path.write_text(
        f"kind: files\nname: Files\nurls: [{page}]\ntime_zone: UTC\nlanguage: zh\n", encoding="utf-8"
    )
    assert cli.main(["source-check", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "1 of 1 have no publication time" in shown
    assert "declared zh, found en" in shown


def test_the_list_shows_every_declaration_before_anything_is_published(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["source-list"]) == 0
    shown = capsys.readouterr().out
    for path in SOURCES_DIR.glob("*.yaml"):
        assert path.stem in shown
    assert "never run" in shown


def test_the_list_shows_the_health_of_the_last_week(capsys: pytest.CaptureFixture[str]) -> None:
    serving = home().serving
    (serving.parent / "publications").mkdir(parents=True)
    serving.with_name("current.json").write_text('{"path": "publications/one.duckdb"}', encoding="utf-8")
    with duckdb.connect(str(serving.parent / "publications" / "one.duckdb")) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.fct_source_health as
            select 'demo_feed' as source_id, date '2026-01-21' - n::int as observed_date,
                timestamptz '2026-01-21 10:00:00+00' as last_attempt_at, 10 as attempts, 1 as blocked, 0 as gone,
                1 as errors, 3 as new_articles, 8 as parsed, 5.0 as freshness
            from range(10) as days (n);
            insert into marts.fct_source_health values
                ('demo_pages', date '2026-01-21', timestamptz '2026-01-21 09:00:00+00', 4, 4, 0, 0, 0, 0, null),
                ('huxiu_feed', date '2026-01-21', timestamptz '2026-01-21 09:00:00+00', 4, 0, 0, 0, 0, 9, 9.0);
            create table marts.fct_source_alarms as
            select 'huxiu_feed' as source_id, alarm_code, 'no new article on 5 days' as reason,
                'open its address' as what_to_do, alarm_code != 'garbled' as is_current
            from (values ('silent'), ('undated'), ('garbled')) as alarms (alarm_code)
            """
        )
    assert cli.main(["source-list"]) == 0
    shown = capsys.readouterr().out
    lines = {line.split()[0]: line.split() for line in reversed(shown.splitlines())}
    assert lines["demo_feed"][-6:] == ["2026-01-21", "10:00", "70", "14", "21", "well"]
    assert " ".join(lines["demo_pages"][-8:]) == "09:00 4 4 0 nothing could be read"
    assert " ".join(lines["huxiu_feed"][-4:]) == "0 0 silent, undated"
    assert "huxiu_feed is silent: no new article on 5 days. open its address" in shown
    assert "garbled" not in shown
