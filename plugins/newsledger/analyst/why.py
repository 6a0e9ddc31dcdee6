"""Where a number comes from, as text: `marts.explain_observation` with a heading a part."""

from __future__ import annotations

from itertools import groupby

from newsledger.errors import TerminalError
from newsledger.settings import Home
from newsledger.warehouse.serving import open_serving_copy

HEADINGS = {
    "figure": "The figure",
    "sentence": "Its sentence",
    "article": "Its article",
    "version": "The article's versions",
    "rule": "The rules that read it",
    "vocabulary": "Vocabulary that stands in its words",
    "model": "The tables and models it went through",
    "publication": "Published in",
}


def explanation(home: Home, observation_id: str) -> str:
    """Everything about one figure. Raises TerminalError if there is none of this id."""
    with open_serving_copy(home) as connection:
        known = connection.execute(
            "select count(*) from duckdb_functions() "
            "where schema_name = 'marts' and function_name = 'explain_observation'"
        ).fetchone()
        if not known or not known[0]:
            raise TerminalError(
                "this publication was made before numbers could be explained",
                stage="why",
                do="run `make run`",
            )
        pieces = connection.execute(
            "select part, name, detail from marts.explain_observation($id)", {"id": observation_id}
        ).fetchall()
    if not pieces:
        raise TerminalError(
            f"no observation {observation_id} is published",
            stage="why",
            do="take an observation_id of fct_metric_observations; those of changed texts are gone",
        )
    lines = []
    for part, members in groupby(pieces, key=lambda piece: str(piece[0])):
        lines += ["", HEADINGS.get(part, part)]
        for _, name, detail in members:
            lines.append(f"  {name}: {detail}" if part != "model" else f"  {name}  ({detail})")
    return "\n".join([*lines[1:], ""])
