"""`make facts`: one line for every input id, in the form that the scorer reads, out of the marts."""

import json
import subprocess
import sys

import pytest

from tests.conftest import PROJECT_ROOT, SHARED
from tests.gold.scoring import OWN

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

LEAST = {"quantities": 0.85, "companies": 0.75, "facts": 0.45}


def facts(source, target):
    done = subprocess.run(
        ["make", "--no-print-directory", "facts", f"IN={source}", f"OUT={target}"],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_every_input_id_has_its_line_and_every_offset_its_text(tmp_path):
    articles = [json.loads(line) for path in OWN for line in path.read_text("utf-8").splitlines()][::4]
    articles.append({**articles[0], "id": "no-body", "body": ""})
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(json.dumps(article, ensure_ascii=False) for article in articles), "utf-8")
    predictions = facts(source, tmp_path / "out.jsonl")
    assert [row["id"] for row in predictions] == [article["id"] for article in articles]
    assert predictions[-1] == {"id": "no-body", "companies": [], "topics": [], "metrics": []}
    for article, row in zip(articles[:-1], predictions, strict=False):
        assert row["metrics"] and 1 <= len(row["topics"]) <= 4
        for fact in row["metrics"]:
            at = fact["at"]
            assert article[at["field"]][at["from"] : at["to"]] == fact["quote"]
            assert set(fact) >= {
                "low",
                "high",
                "unit",
                "bound",
                "metric",
                "subject",
                "subject_type",
                "start",
                "end",
                "modality",
                "flags",
            }
        for company in row["companies"]:
            at = company["at"]
            assert article[at["field"]][at["from"] : at["to"]] == company["surface"]
            assert company["names"]
        assert len({company["company_id"] for company in row["companies"]}) == len(row["companies"])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared annotated articles are not on this machine")
def test_the_shared_articles_score_as_they_must(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_bytes(b"".join((SHARED / "gold" / f"{name}.jsonl").read_bytes() for name in ("seed", "dev")))
    facts(gold, tmp_path / "out.jsonl")
    scored = subprocess.run(
        [sys.executable, SHARED / "gold" / "score.py", gold, tmp_path / "out.jsonl", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(scored.stdout)
    assert result["missing_articles"] == 0
    assert {name: result[name]["f1"] for name in LEAST if result[name]["f1"] < LEAST[name]} == {}
    assert result["topics"]["main_accuracy"] >= 0.6
