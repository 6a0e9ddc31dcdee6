"""What `make export` writes can be read back, and no spreadsheet runs what an article says."""

import csv
import json
import re
from pathlib import Path

import duckdb
import pytest

from newsledger.analyst.export import export
from newsledger.analyst.gkg import COLUMNS
from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.warehouse.serving import current_publication
from tests.integration.dashboard_sample import BODY, publish_sample

RUN = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"]
KEPT = ["a=1", "1-2", "", "'quoted'", "宁德", 'say "hi", friend']


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("export"))
    publish_sample(home)
    with duckdb.connect(str(current_publication(home))) as connection:
        connection.execute(
            "create table marts.hostile (position integer, text text, value double, list text[], "
            "seen_at timestamptz, document json)"
        )
        for position, text in enumerate([*RUN, *KEPT, None]):
            connection.execute(
                "insert into marts.hostile values (?, ?, -0.33, [?], '2026-01-01 08:00:00+08', '{\"a\": 1}')",
                [position, text, text],
            )
    return home


@pytest.fixture(scope="module")
def folder(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("files")
    lines = list(export(home, target))
    folder = target / current_publication(home).stem
    assert lines[-1] == f"exported to {folder}"
    return folder


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def gkg(folder: Path) -> list[dict[str, str]]:
    lines = (folder / "gkg" / "newsledger.gkg.csv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def test_every_table_comes_back_from_parquet_as_it_was(home, folder):
    with duckdb.connect(str(current_publication(home)), read_only=True) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'marts'"
            ).fetchall()
        ]
        for table in tables:
            file = folder / "parquet" / f"{table}.parquet"
            for one, other in ((f"'{file}'", f"marts.{table}"), (f"marts.{table}", f"'{file}'")):
                assert connection.execute(f"from {one} except all from {other}").fetchall() == [], table
    assert len(tables) == len(list((folder / "csv").iterdir())) > 10


def test_a_cell_that_a_spreadsheet_would_run_is_text_and_all_others_are_as_they_were(folder):
    rows = read_csv(folder / "csv" / "hostile.csv")
    assert [row["text"] for row in rows] == ["'" + text for text in RUN] + [*KEPT, ""]
    assert {row["value"] for row in rows} == {"-0.33"}
    assert {row["seen_at"] for row in rows} == {"2026-01-01T00:00:00.000000Z"}
    assert [json.loads(row["list"]) for row in rows] == [[text] for text in [*RUN, *KEPT, None]]
    assert json.loads(rows[0]["document"]) == {"a": 1}


def test_no_text_of_any_table_begins_as_a_formula(folder):
    begun = re.compile(r"[=+@\t\r\n]|-(?!\d+(\.\d+)?(e[+-]?\d+)?$)")
    cells = [
        (path.name, column, value)
        for path in sorted((folder / "csv").iterdir())
        for row in read_csv(path)
        for column, value in row.items()
    ]
    assert [cell for cell in cells if begun.match(cell[2])] == []
    assert len(cells) > 500


def test_duckdb_and_excel_read_the_csv(folder):
    raw = (folder / "csv" / "fct_articles.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select article_id, is_deleted from read_csv('{folder}/csv/fct_articles.csv') order by article_id"
        ).fetchall()
        empty = connection.execute(
            f"select count(*) from read_csv('{folder}/csv/hostile.csv', allow_quoted_nulls = false) "
            "where text is null"
        ).fetchone()
    assert rows == [("a1", False), ("a2", False), ("a3", True)]
    assert empty == (1,)  # an empty text is none


def test_the_columns_are_described(folder):
    described = {(row["table_name"], row["column_name"]) for row in read_csv(folder / "columns.csv")}
    assert ("fct_articles", "article_id") in described


def test_articles_are_records_of_27_columns_with_their_source_and_time(folder):
    records = gkg(folder)
    assert len(COLUMNS) == 27
    assert [record["GKGRECORDID"] for record in records] == [
        "20260227090000-1",
        "20260228090000-1",
    ]  # none deleted
    second = records[1]
    assert second["V2.1DATE"] == "20260228090000"
    assert second["V2SOURCECOMMONNAME"] == "example.org"
    assert second["V2DOCUMENTIDENTIFIER"] == "https://example.org/a1"
    assert second["V1THEMES"] == "BATTERIES;ENERGY"
    assert "<PAGE_TITLE>Ningde Cells grows again</PAGE_TITLE>" in second["V2EXTRASXML"]
    assert "&lt;script&gt;" in records[0]["V2EXTRASXML"]


def test_offsets_point_into_title_line_feed_body(folder):
    record = gkg(folder)[1]
    text = "Ningde Cells grows again\n" + BODY
    names = [block.rsplit(",", 1) for block in record["V2.1ALLNAMES"].split(";")]
    assert [text[int(offset) :].startswith(name) for name, offset in names] == [True] * 3
    assert record["V1ORGANIZATIONS"] == "ningde cells;tianqi works"
    organizations = [block.split(",") for block in record["V2ENHANCEDORGANIZATIONS"].split(";")]
    assert [name for name, _ in organizations] == ["Ningde Cells", "Tianqi Works", "Ningde Cells"]
    amounts = {block.split(",")[1]: block.split(",") for block in record["V2.1AMOUNTS"].split(";")}
    value, _, offset = amounts["CNY revenue of Ningde Cells"]
    assert (value, text[int(offset) :][:12]) == ("56200000000", "56.2 billion")
    themes = dict(block.split(",") for block in record["V2ENHANCEDTHEMES"].split(";"))
    assert text[int(themes["BATTERIES"]) :].startswith("GWh")
    assert f"1#0#0#2024#{text.index('56.2')}" in record["V2.1ENHANCEDDATES"].split(";")


def test_percentages_and_both_ends_of_a_range_are_amounts(folder):
    blocks = [block.split(",") for block in gkg(folder)[0]["V2.1AMOUNTS"].split(";")]
    assert [(value, thing.split()[0]) for value, thing, _ in blocks] == [("1", "percent"), ("2", "percent")]


def test_an_export_that_is_there_stays_and_a_folder_that_cannot_be_is_named(home, folder, tmp_path):
    assert list(export(home, folder.parent)) == [f"{folder} is there already; nothing to do"]
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(TerminalError, match="name another folder"):
        list(export(home, tmp_path / "file"))


def test_an_export_that_breaks_off_leaves_nothing(home, tmp_path, monkeypatch):
    def broken(connection):
        raise RuntimeError("disk full")
        yield ""

    monkeypatch.setattr("newsledger.analyst.export.gkg_lines", broken)
    with pytest.raises(RuntimeError):
        list(export(home, tmp_path))
    assert list(tmp_path.iterdir()) == []
