"""`make query` and `make shell`: read-only answers from the serving copy, and clear words where there is none."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

from newsledger.analyst.query import ROWS_SHOWN, answer, width
from newsledger.analyst.shell import open_shell, shell_command
from newsledger.cli import main
from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.warehouse.serving import current_publication
from tests.integration.dashboard_sample import publish_sample

SQL = (
    "select value_low, figure_text, period_start from fct_metric_observations where unit = 'CNY' "
    "order by observation_id"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("query"))
    publish_sample(home)
    return home


def test_an_answer_is_a_table_whose_columns_stand_under_each_other(home):
    lines = answer(
        home, "select * from (values (1, '宁德', null), (-20, 'a', 'x')) as t(n, name, note)"
    ).splitlines()
    assert lines == ["  n  name  note", "───  ────  ────", "  1  宁德  ·", "-20  a     x", "(2 rows)"]


def test_a_wide_character_takes_two_columns_and_a_mark_none():
    assert (width("宁a"), width("é"), width("e\u0301")) == (3, 1, 1)


def test_csv_and_json_hold_the_values_whole(home):
    rows = list(csv.reader(io.StringIO(answer(home, SQL, "csv"))))
    assert rows[1] == ["56200000000", "56.2 billion yuan", "2024-01-01"]
    assert json.loads(answer(home, SQL, "json"))[1] == {
        "value_low": 5.1e8,
        "figure_text": "5.1亿元",
        "period_start": "2025-01-01",
    }
    assert answer(home, "select 'a|b' as x", "markdown") == "| x |\n|---|\n| a\\|b |\n"


def test_a_long_answer_says_how_much_it_leaves_out(home):
    text = answer(home, f"select * from range({ROWS_SHOWN + 5})")
    assert text.endswith(f"({ROWS_SHOWN + 5} rows, {ROWS_SHOWN} shown; FORMAT=csv has them all)\n")
    assert len(answer(home, f"select * from range({ROWS_SHOWN + 5})", "csv").splitlines()) == ROWS_SHOWN + 6


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("drop table fct_articles", "read-only"),
        ("create table t as select 1", "read-only"),
        ("select nonsense from fct_articles", "nonsense"),
        ("select * from read_text('/etc/hostname')", "disabled by configuration"),
        ("copy fct_articles to '/tmp/stolen.csv'", "disabled by configuration"),
        ("set enable_external_access = true", "locked"),
        ("selec 1", "syntax error"),
    ],
)
def test_what_it_does_not_do_it_refuses_with_duckdbs_words(home, sql, words):
    with pytest.raises(TerminalError, match=words):
        answer(home, sql)


def test_the_command_line_answers_or_says_what_to_do(home, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NEWSLEDGER_HOME", str(home.path))
    assert main(["query", "--format", "csv", "--", "select 1 as one"]) == 0
    assert capsys.readouterr().out == "one\n1\n"
    assert main(["query", "select wrong"]) == 1
    assert "newsledger: Binder Error" in capsys.readouterr().err
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    for command in (["query", "select 1"], ["shell"], ["why", "obs_1"], ["export", str(tmp_path / "out")]):
        assert main(command) == 1
        error = capsys.readouterr().err
        assert "nothing is published" in error
        assert "make run" in error
    assert not (tmp_path / "out").exists()


def in_the_shell(home: Home, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*shell_command(current_publication(home), is_interactive=False), "-csv"],
        input=script,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "HOME": str(home.path)},
        check=False,
    )


def test_the_shell_reads_the_marts_in_utc_and_writes_nothing(home):
    done = in_the_shell(
        home,
        "select current_setting('timezone') as zone, count(*) as n from fct_articles;\n"
        "create table t as select 1;\n"
        "select * from read_text('/etc/hostname');\n"
        "install httpfs;\n",
    )
    assert done.stdout.split() == ["zone,n", "UTC,3"]
    assert "read-only" in done.stderr
    assert done.stderr.count("disabled") >= 2
    assert not list(Path(home.path).glob(".duckdb*/extensions"))


def test_the_shell_is_of_this_environment(home, monkeypatch, tmp_path):
    command = shell_command(current_publication(home), is_interactive=True)
    assert command[1] == "-readonly"
    assert any("autoload_known_extensions = false" in word for word in command)
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(TerminalError, match="make env"):
        open_shell(home)
