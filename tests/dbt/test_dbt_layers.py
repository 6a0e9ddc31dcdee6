"""The rules of the house, checked on the manifest: who reads whom, names, tags, descriptions."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from dbt_process import Dbt

Node = dict[str, Any]
TAGS = {
    "staging", "intermediate", "core", "companies", "metrics", "topics", "audit", "vocabulary", "replayable",
}  # fmt: skip

CONTRACT = {
    "dim_companies": "company_id name_zh name_en ticker country_code sector parent_company_id status aliases",
    "dim_subjects": "subject_id subject_type name_zh name_en aliases company_id",
    "dim_metrics": "metric_id name_en name_zh metric_group",
    "dim_topics": "topic_id name_en name_zh parent_topic_id",
    "dim_sources": "source_id name_en name_zh",
    "fct_articles": "article_id story_id source_id url title author original_account original_title published_at "
    "published_raw language body_kind is_truncated is_deleted version_count first_seen_at last_seen_at is_demo",
    "fct_article_versions": "article_version_id article_id content_sha256 title body body_kind parser_version "
    "seen_at",
    "fct_company_mentions": "mention_id article_id article_version_id company_id surface field start_char end_char",
    "fct_metric_observations": "observation_id article_id article_version_id story_id metric_id subject_id "
    "subject_type subject_name company_id counterparty_company_id segment region is_change comparison value_low "
    "value_high unit currency_code value_base value_usd bound modality period_start period_end is_scale_suspect "
    "value_candidate figure_text evidence_text field start_char end_char confidence extractor_version "
    "first_held_at last_held_at",
    "fct_metric_series": "subject_id metric_id segment region counterparty_company_id is_change comparison "
    "period_start period_end value unit article_count story_count is_disputed",
    "fct_article_topics": "article_id topic_id rank score",
    "fct_company_links": "company_id other_company_id link_type story_count first_date last_date",
    "fct_source_health": "source_id observed_date attempts fetched not_modified blocked gone errors parsed "
    "new_articles freshness",
}
"""The columns that analysts and the acceptance checks rely on: none may go, more may come."""


@pytest.fixture(scope="module")
def manifest(stepwise: Dbt) -> dict[str, Any]:
    return stepwise.manifest()


@pytest.fixture(scope="module")
def models(manifest: dict[str, Any]) -> list[Node]:
    found = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["package_name"] == "newsledger"
    ]
    assert len(found) > 30
    return found


def layer(node: Node) -> str:
    return str(node["fqn"][1])


def parents(manifest: dict[str, Any], node: Node) -> list[str]:
    return [
        layer(manifest["nodes"][key]) if key.startswith("model.") else key.split(".")[0]
        for key in node["depends_on"]["nodes"]
    ]


def marts_of(models: list[Node]) -> list[Node]:
    return [node for node in models if layer(node) == "marts"]


def test_only_staging_reads_sources(manifest: dict[str, Any], models: list[Node]) -> None:
    for node in models:
        reads_sources = "source" in parents(manifest, node)
        assert reads_sources == (layer(node) == "staging"), node["name"]


def test_staging_reads_nothing_else_and_one_source_each(manifest: dict[str, Any], models: list[Node]) -> None:
    for node in models:
        if layer(node) == "staging":
            assert parents(manifest, node) == ["source"], node["name"]


def test_marts_never_read_staging_and_nothing_below_reads_marts(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    for node in models:
        if layer(node) == "marts":
            assert "staging" not in parents(manifest, node), node["name"]
        else:
            assert "marts" not in parents(manifest, node), node["name"]


def test_every_source_table_has_one_staging_model(manifest: dict[str, Any], models: list[Node]) -> None:
    staged = sorted(key for node in models if layer(node) == "staging" for key in node["depends_on"]["nodes"])
    assert staged == sorted(manifest["sources"])


def test_names_say_the_layer(models: list[Node]) -> None:
    patterns = {
        "staging": r"stg_(raw|stories)__\w+",
        "intermediate": r"int_\w+?__\w+",
        "marts": r"(dim|fct|bridge)_\w+(s|_daily)",
    }
    names = [node["name"] for node in models]
    for node in models:
        if node["name"] not in {"fct_source_health", "company_candidates"}:
            assert re.fullmatch(patterns[layer(node)], node["name"]), node["name"]
    assert len(names) == len(set(names))


def test_tags_come_from_the_closed_list_and_say_the_folder(models: list[Node]) -> None:
    for node in models:
        assert set(node["tags"]) <= TAGS, node["name"]
        assert (node["fqn"][2] if layer(node) == "marts" else layer(node)) in node["tags"], node["name"]


def test_each_model_has_one_yaml_beside_it(models: list[Node]) -> None:
    for node in models:
        beside = str(node["original_file_path"]).removesuffix(".sql") + ".yml"
        assert str(node["patch_path"]).endswith(beside), node["name"]


def test_everything_is_described(manifest: dict[str, Any], models: list[Node]) -> None:
    seeds = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
    assert seeds
    for node in [*models, *seeds, *manifest["sources"].values()]:
        assert str(node["description"]).startswith("One row per "), node["name"]
        for name, column in node["columns"].items():
            assert column["description"], f"{node['name']}.{name}"


def test_every_column_of_a_mart_is_described_with_an_example_or_says_what_true_means(
    models: list[Node],
) -> None:
    columns = [
        (f"{node['name']}.{name}", column["data_type"], " ".join(str(column["description"]).split()))
        for node in marts_of(models)
        for name, column in node["columns"].items()
    ]
    assert len(columns) > 400
    silent = [
        name
        for name, kind, text in columns
        if not (text.startswith("Whether") if kind == "boolean" else re.search(r"such as|Example: ", text))
    ]
    assert silent == [], f"{len(columns) - len(silent)} of {len(columns)} columns have an example"


def test_a_number_names_its_unit_in_its_name_or_its_description(models: list[Node]) -> None:
    unit = re.compile(
        r"\((?:count|seconds|milliseconds|characters|bytes|percent|UTC|\w+, such as \d|count of publications)"
        r"|\bpercent\b|`\w*_?unit`|`measured_value`|\(0 to 1\)|\bdollars?\b|\bfrom (?:0|1)\b|\bhours\b|\bHours\b|\bin millis"
        r"|\bUS dollars\b|\bcharacters?\b|\bCharacter\b|\bcount\b|\byear\b|\bYear\b|\bStories a day\b"
        r"|1 to \d|\bOrder\b|\bsize\b|\bSize\b|\bBytes\b|\bDuration\b|\bStories of the day\b|in `revenue_currency`|comparable within|HTTP status"
    )
    silent = [
        f"{node['name']}.{name}: {column['description']}"
        for node in marts_of(models)
        for name, column in node["columns"].items()
        if column["data_type"] in {"bigint", "double", "integer"}
        and not (
            name.endswith(("_count", "_ms", "_seconds", "_year", "_number"))
            or unit.search(column["description"])
        )
    ]
    assert silent == []


# What only DuckDB spells so; it stands in macros that another engine can override (macros/portable.sql).
DUCKDB_ONLY = {
    "a list literal or index": r"(?<![\w{(])\[(?!\s*$)[^\]]*\](?=\s*[,)\n])|\w\[-?\d+\]",
    "list functions": r"\b(?:list|list_\w+|array_agg|unnest|generate_series|range|struct_pack|map)\s*\(",
    "text functions": r"\b(?:regexp_matches|regexp_extract\w*|string_agg|strftime|strptime|contains)\s*\(",
    "date functions": r"\b(?:epoch\w*|date_diff|date_part|make_date|make_timestamp\w*|to_days)\s*\(",
    "casts": r"::|\btry_cast\b",
    "star with exceptions": r"\*\s+(?:exclude|replace|rename)\b|\bcolumns\s*\(",
    "joins and clauses": r"\b(?:asof|positional|semi|anti)\s+join\b|\bqualify\b|\bpivot\b|\bunpivot\b|\bsample\b",
    "group by all": r"\b(?:group|order)\s+by\s+all\b",
    "from first": r"\(\s*from\b|^from\b",
    "json functions": r"\bjson_\w+\s*\(|->>?",
    "hashes and numbers": r"\b(?:hash|md5_number\w*|arg_max|arg_min|max_by|min_by|any_value|bit_xor)\s*\(",
}


def without_jinja(code: str) -> str:
    """The SQL that a model spells itself: no macro calls, comments or texts."""
    code = re.sub(r"\{#.*?#\}|\{%.*?%\}", " ", code, flags=re.DOTALL)
    code = re.sub(r"\{\{.*?\}\}", " jinja ", code, flags=re.DOTALL)
    return re.sub(r"--[^\n]*|'[^']*'", " ", code).lower()


def test_what_only_duckdb_spells_so_stands_in_macros(models: list[Node]) -> None:
    found = [
        f"{node['name']}: {kind}: {match[0].strip()}"
        for node in models
        for kind, pattern in DUCKDB_ONLY.items()
        for match in re.finditer(pattern, without_jinja(str(node["raw_code"])), re.MULTILINE)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("a list literal or index", "select coalesce(names, []) from t"),
        ("list functions", "select list(distinct name) from t"),
        ("text functions", "select regexp_matches(name, 'x') from t"),
        ("date functions", "select epoch(seen_at) from t"),
        ("casts", "select 1::text"),
        ("star with exceptions", "select t.* exclude (a) from t"),
        ("joins and clauses", "select a from t qualify row_number() over () = 1"),
        ("group by all", "select a, count(*) from t group by all"),
        ("json functions", "select json_array_length(a) from t"),
        ("hashes and numbers", "select arg_max(a, b) from t"),
    ],
)
def test_the_list_of_what_only_duckdb_spells_so_finds_it(kind: str, code: str) -> None:
    assert re.search(DUCKDB_ONLY[kind], without_jinja(code), re.MULTILINE)


def test_a_macro_of_the_models_spells_engines_apart_only_where_it_can_be_overridden(project: Path) -> None:
    """Outside `default__` macros no macro spells what only DuckDB does."""
    found = []
    for path in sorted((project / "macros").glob("*.sql")):
        code = path.read_text(encoding="utf-8")
        for macro in re.finditer(r"\{% macro (\w+)\(.*?%\}(.*?)\{%-? endmacro", code, re.DOTALL):
            name, body = macro.groups()
            if name.startswith("default__") or name == "digest_mark":  # a pattern, no SQL
                continue
            plain = without_jinja(body)
            found += [
                f"{path.name}: {name}: {kind}: {match[0].strip()}"
                for kind, pattern in DUCKDB_ONLY.items()
                for match in re.finditer(pattern, plain, re.MULTILINE)
            ]
    assert found == []


def test_every_mart_is_under_contract_and_tested(manifest: dict[str, Any], models: list[Node]) -> None:
    tests_by_model: dict[str, set[str]] = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test":
            name = node["test_metadata"]["name"] if node.get("test_metadata") else "singular"
            attached = node.get("attached_node") or ""
            tests_by_model.setdefault(attached, set()).add(name)
    marts = marts_of(models)
    assert len(marts) > 20
    for node in marts:
        assert node["config"]["contract"]["enforced"], node["name"]
        assert all(column["data_type"] for column in node["columns"].values()), node["name"]
        tested = tests_by_model[node["unique_id"]]
        assert tested & {"unique", "unique_together"}, node["name"]


def test_severity_is_stated_and_what_stops_is_the_rule(manifest: dict[str, Any]) -> None:
    severities = [
        str(node["config"]["severity"]).lower()
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
    ]
    assert set(severities) <= {"error", "warn"}
    assert severities.count("error") > 100


def test_run_and_clock_columns_are_marked_volatile(models: list[Node]) -> None:
    volatile = {"first_seen_at", "last_seen_at", "seen_at", "extraction_id", "batch_id", "row_state"}
    for node in marts_of(models):
        for name, column in node["columns"].items():
            if name in volatile or name.endswith("_held_at"):
                assert column["meta"].get("volatile") is True, f"{node['name']}.{name}"


def test_the_serving_copy_is_declared_to_hold_every_mart(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    serving = manifest["exposures"]["exposure.newsledger.serving_copy"]
    assert set(serving["depends_on"]["nodes"]) == {node["unique_id"] for node in marts_of(models)}


def test_each_window_case_and_regular_expression_has_a_unit_test(
    manifest: dict[str, Any], models: list[Node]
) -> None:
    """What is not obvious is a CASE, a window, or a recursion, in the model or in a macro it calls."""
    tested = {str(test["model"]) for test in manifest["unit_tests"].values()}
    obvious = {
        "int_sources__latest",  # the last definition, as int_extractions__current is the last reading
    }
    subtle = re.compile(r"\b(case|over|recursive|regexp_\w+)\b")
    for node in models:
        if subtle.search(re.sub(r"--.*", "", str(node["raw_code"]))) and node["name"] not in obvious:
            assert node["name"] in tested, node["name"]


@pytest.mark.parametrize("model", sorted(CONTRACT))
def test_the_columns_that_others_rely_on_are_there(manifest: dict[str, Any], model: str) -> None:
    declared = manifest["nodes"][f"model.newsledger.{model}"]["columns"]
    assert set(CONTRACT[model].split()) <= set(declared)


def test_each_seed_is_declared_as_its_file_stands(manifest: dict[str, Any], project: Path) -> None:
    seeds = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "seed"}
    files = sorted((project / "seeds").glob("*.csv"))
    assert sorted(seeds) == [file.stem for file in files]
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header = next(csv.reader(lines))
        assert list(seeds[file.stem]["columns"]) == header, file.name
        assert set(seeds[file.stem]["config"]["column_types"]) == set(header), file.name
