"""The command line: files by their names whatever is in them, clear lines instead of tracebacks."""

import pytest

from newsledger.cli import input_files, main
from newsledger.errors import TerminalError


def test_files_are_parted_as_in_a_shell():
    assert input_files("a.txt  b.html") == ["a.txt", "b.html"]
    assert input_files("'with space.txt' b.html") == ["with space.txt", "b.html"]
    assert input_files("研报(1).html") == ["研报(1).html"]
    assert input_files("  ") == []


def test_a_file_whose_name_holds_a_space_is_one_file(tmp_path):
    path = tmp_path / "two words.txt"
    path.write_text("x")
    assert input_files(str(path)) == [str(path)]


def test_an_open_quote_is_told():
    with pytest.raises(TerminalError, match="cannot be split"):
        input_files("it's.txt")


def test_files_and_sources_together_are_refused(capsys, monkeypatch):
    monkeypatch.setenv("INPUT", "a.txt")
    monkeypatch.setenv("SOURCES", "sources/")
    assert main(["run"]) == 1
    assert "give one of them" in capsys.readouterr().err


def test_a_home_that_cannot_be_made_is_one_line(capsys, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path / "file"))
    monkeypatch.delenv("INPUT", raising=False)
    assert main(["run"]) == 1
    assert capsys.readouterr().err.startswith("newsledger: ")


def test_a_working_copy_that_is_no_database_is_one_line(capsys, monkeypatch, tmp_path):
    (tmp_path / "warehouse.duckdb").write_text("not a database, but long enough to look at " * 200)
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    assert main(["run"]) == 1
    assert "move it away" in capsys.readouterr().err


def test_a_text_that_begins_with_a_dash_is_a_text(capsys):
    assert main(["explain", "--", "-净亏损3亿元"]) == 0
    assert "3亿元" in capsys.readouterr().out
