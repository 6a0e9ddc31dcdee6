"""Where a home still holds a word: in the bytes of a file, unpacked too, or in a value of a table."""

import gzip
from pathlib import Path

import duckdb


def places_of(folder: Path, *words: str) -> list[str]:
    """Every file that holds one of the words, and every table of a database: DuckDB packs its texts, so that
    their bytes alone would not tell."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content += gzip.decompress(content)
        if any(word.encode() in content for word in words):
            found.append(str(path.relative_to(folder)))
        if path.suffix == ".duckdb":
            found += [f"{path.name}: {place}" for place in columns_that_say(path, words)]
    return found


def columns_that_say(database: Path, words: tuple[str, ...]) -> list[str]:
    """Columns of tables, and macros, in which one of the words stands. Values of any type are read as text."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "inner join duckdb_tables() using (schema_name, table_name) order by all"
        ).fetchall()
        return [
            f"{table}.{column}"
            for schema, table, column in columns
            if connection.execute(
                f'select count(*) from "{schema}"."{table}", (select unnest(?::text[]) as word) '
                f'where contains("{column}"::text, word)',
                [list(words)],
            ).fetchone()
            != (0,)
        ]
