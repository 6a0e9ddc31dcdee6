"""A small publication with the marts' columns, for the dashboard's tests. Its sentences are made up."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from newsledger.settings import Home
from newsledger.warehouse.publishing import create_macros
from newsledger.warehouse.search_index import build_search_index
from newsledger.warehouse.search_terms import create_fold_macro

PUBLISHED_AT = "2026-03-02T08:30:00+00:00"
EVIL = "<script>alert('x')</script>"
BODY = (
    "Ningde Cells said revenue reached 56.2 billion yuan in 2024, up 12.5%.\n"
    "The firm plans to add 40 GWh with Tianqi Works by 2027.\n"
    "宁德电芯去年净利润为5.1亿元。"
)

TABLES = """
create table marts.dim_companies as select * from (values
    ('ningde_cells', '宁德电芯', 'Ningde Cells', 'Ningde Cells', 'SZ:300001', 'CN', 'Batteries', null,
        'listed', ['Ningde Cells', '宁德电芯', 'NDC']),
    ('tianqi_works', '天齐工厂', 'Tianqi Works', 'Tianqi Works', null, 'CN', 'Chemicals', 'ningde_cells',
        'curated', ['Tianqi Works']),
    ('evil', null, $evil, $evil, null, null, null, null, 'candidate', [])
) as t(company_id, name_zh, name_en, display_name, ticker, country_code, sector, parent_company_id, status,
    aliases);
create table marts.dim_subjects as
select company_id as subject_id, 'company' as subject_type, name_zh, name_en, aliases, company_id
from marts.dim_companies;
create table marts.dim_metrics as select * from (values
    ('revenue', 'Revenue', '营业收入', 'finance'),
    ('net_profit', 'Net profit', '净利润', 'finance'),
    ('capacity', 'Capacity', '产能', 'operations')
) as t(metric_id, name_en, name_zh, metric_group);
create table marts.dim_topics as select * from (values
    ('energy', 'Energy', '能源', null, 'energy'),
    ('batteries', 'Batteries', '电池', 'energy', 'energy'),
    ('unused', 'Unused topic', '无', 'energy', 'energy')
) as t(topic_id, name_en, name_zh, parent_topic_id, top_topic_id);
create table marts.dim_sources as select * from (values
    ('sample_feed', 'Sample Feed', null, 'feed', 'en', 'UTC', 'https://example.org/', 2.0, true, true)
) as t(source_id, name_en, name_zh, kind, language, time_zone, home_url, expected_articles_per_day, is_enabled,
    is_demo);
create table marts.fct_articles as select
    article_id, version_id as article_version_id, 'story_' || article_id as story_id,
    'sample_feed' as source_id, md5(article_id) as text_sha256, url, title, 'A. Writer' as author,
    null::text as original_account, null::text as original_title,
    timestamptz '2026-03-01 09:00:00+00' - interval 1 day * n as published_at, '2026-03-01' as published_raw,
    'en' as language, 'en' as body_language, 'full' as body_kind, false as is_truncated, n = 3 as is_deleted,
    1 as version_count, n = 1 as is_demo,
    timestamptz '2026-03-01 10:00:00+00' as first_seen_at,
    timestamptz '2026-03-02 10:00:00+00' as last_seen_at
from (values
    (1, 'a1', 'v1', 'https://example.org/a1', 'Ningde Cells grows again'),
    (2, 'a2', 'v2', 'javascript:alert(1)', $evil),
    (3, 'a3', 'v3', null, 'A withdrawn note')
) as t(n, article_id, version_id, url, title);
create table marts.fct_article_versions as select
    article_version_id, article_id, title, case article_id when 'a1' then $body else $evil end as body,
    length(body) as body_char_count, 'full' as body_kind, md5(article_id) as text_sha256, 'sample' as parser,
    '1' as parser_version,
    timestamptz '2026-03-01 10:00:00+00' as seen_at
from marts.fct_articles;
create table marts.fct_company_mentions as select * from (values
    ('m1', 'a1', 'v1', 'story_a1', 'ningde_cells', 'Ningde Cells', 'body', 0, 12),
    ('m2', 'a1', 'v1', 'story_a1', 'ningde_cells', '宁德电芯', 'body',
        instr($body, '宁德电芯') - 1, instr($body, '宁德电芯') + 3),
    ('m3', 'a1', 'v1', 'story_a1', 'tianqi_works', 'Tianqi Works', 'body',
        instr($body, 'Tianqi') - 1, instr($body, 'Tianqi') + 11),
    ('m4', 'a2', 'v2', 'story_a2', 'evil', $evil, 'title', 0, length($evil))
) as t(mention_id, article_id, article_version_id, story_id, company_id, surface, field,
    start_char, end_char);
create table marts.fct_metric_observations as
with stated as (select * from (values
    ('o1', 'a1', 'v1', 'revenue', 'ningde_cells', null, 56.2e9, 'CNY', 'exact', 'actual', 2024, false, null,
        '56.2 billion yuan', 'Ningde Cells said revenue reached 56.2 billion yuan in 2024, up 12.5%.'),
    ('o2', 'a1', 'v1', 'capacity', 'ningde_cells', 'tianqi_works', 40.0, 'GWh', 'about', 'target', 2027,
        false, null, '40 GWh', 'The firm plans to add 40 GWh with Tianqi Works by 2027.'),
    ('o3', 'a1', 'v1', 'net_profit', 'ningde_cells', null, 5.1e8, 'CNY', 'exact', 'actual', 2025, true, 5.1e9,
        '5.1亿元', '宁德电芯去年净利润为5.1亿元。')
) as t(observation_id, article_id, article_version_id, metric_id, company_id, counterparty_company_id, value,
    unit, bound, modality, year, is_scale_suspect, value_candidate, figure_text, evidence_text))
select
    observation_id, article_id, article_version_id, 'story_' || article_id as story_id, metric_id,
    company_id as subject_id, 'company' as subject_type, 'Ningde Cells' as subject_name, company_id,
    counterparty_company_id, null::text as segment, null::text as region, false as is_change,
    null::text as comparison, value as value_low, value as value_high, unit, 'CNY' as currency_code,
    value as value_base, bound, modality, make_date(year, 1, 1) as period_start,
    make_date(year, 12, 31) as period_end, year::text as period_label, is_scale_suspect, value_candidate,
    case when is_scale_suspect then 'ten times below its peers' end as flag_reason, figure_text,
    evidence_text, 'body' as field, instr($body, figure_text) - 1 as start_char,
    instr($body, figure_text) - 1 + length(figure_text) as end_char,
    instr($body, evidence_text) - 1 as evidence_start_char, 0.9 as confidence, true as is_demo,
    'arabic; level; named; none stated' as rule, '1.0+abc' as extractor_version
from stated
union all by name
select
    'o4' as observation_id, 'a2' as article_id, 'v2' as article_version_id, 'story_a2' as story_id,
    'revenue' as metric_id, null as subject_id, 'none' as subject_type, $evil as subject_name,
    1.0 as value_low, 2.0 as value_high, 'percent' as unit, 'exact' as bound, 'actual' as modality,
    false as is_change, false as is_scale_suspect, $evil as figure_text, $evil || ' & more' as evidence_text,
    'body' as field, 0 as start_char, 3 as end_char, 1 as evidence_start_char, 0.5 as confidence,
    false as is_demo;
create table marts.fct_metric_series as select
    's' || year as series_id, 'revenue' as metric_id, 'ningde_cells' as subject_id, 'company' as subject_type,
    'Ningde Cells' as subject_name, 'ningde_cells' as company_id, null::text as counterparty_company_id,
    null::text as segment, null::text as region, false as is_change, null::text as comparison,
    make_date(year, 1, 1) as period_start, make_date(year, 12, 31) as period_end, year::text as period_label,
    value, value as value_low, value as value_high, 'CNY' as unit, 'exact' as bound, 'actual' as modality,
    false as is_scale_suspect, 2 as story_count, 2 as article_count, year = 2024 as is_disputed,
    null::double as value_usd, 1 as supporting_story_count, 'o1' as agreed_observation_id,
    50e9 as lowest_value, value as highest_value, ['a1', 'a2'] as article_ids,
    timestamptz '2026-03-01 09:00:00+00' as last_published_at
from (values (2022, 31e9), (2023, 44e9), (2024, 56.2e9)) as t(year, value)
union all by name
select
    'single' as series_id, 'capacity' as metric_id, 'ningde_cells' as subject_id, 'company' as subject_type,
    'ningde_cells' as company_id, 'tianqi_works' as counterparty_company_id, false as is_change,
    date '2027-12-31' as period_end, 40.0 as value, 40.0 as value_low, 40.0 as value_high, 'GWh' as unit,
    'about' as bound, 'target' as modality, false as is_scale_suspect, 1 as story_count, 1 as article_count,
    false as is_disputed, ['a1'] as article_ids;
create table marts.fct_article_topics as select *, rank = 1 as is_main from (values
    ('a1', 'batteries', 1, 0.9, timestamptz '2026-02-28 09:00:00+00', '["GWh"]'),
    ('a1', 'energy', 2, 0.4, timestamptz '2026-02-28 09:00:00+00', '["电芯", "cells"]'),
    ('a2', 'batteries', 2, 0.4, timestamptz '2026-02-27 09:00:00+00', '[]')
) as t(article_id, topic_id, rank, score, published_at, evidence);
create table marts.fct_company_links as select
    'ningde_cells' as company_id, 'tianqi_works' as other_company_id, 'co_mention' as link_type,
    2 as story_count, date '2026-02-01' as first_date, date '2026-03-01' as last_date;
create table marts.fct_source_health as select
    'sample_feed' as source_id, date '2026-03-01' - n::integer as observed_date, 10 as attempts, 8 as fetched,
    1 as not_modified, case when n = 0 then 1 else 0 end as blocked, 0 as gone, 0 as errors, 8 as parsed,
    2 as new_articles, 3.5 + 30 * n as freshness
from range(3) as t(n);
create table marts.fct_source_alarms as select
    'alarm_' || n as alarm_id, 'sample_feed' as source_id, date '2026-02-27' + n::integer as observed_date,
    case when n = 0 then 'garbled' else 'silent' end as alarm_code, n::double as measured_value,
    1.0 as threshold_value, n || ' days without a new article' as reason,
    'open the page in a browser' as what_to_do, n = 2 as is_current
from range(3) as t(n);
create table marts.fct_metric_observation_spans as select
    'span_1' as span_id, 'o1' as observation_id, 'a1' as article_id, 'body' as field, 0::bigint as start_char,
    timestamptz '2026-02-28 10:00:00+00' as held_from_at, null::timestamptz as held_until_at;
create schema provenance;
create table provenance.lineage as select * from (values
    ('fct_metric_observations', 0, 'raw', 'observations', 'models/staging/raw/_raw__sources.yml'),
    ('fct_metric_observations', 1, 'marts', 'fct_metric_observations', 'models/marts/metrics/x.sql')
) as t(mart, step, layer, name, file);
create table provenance.vocabulary_terms as select * from (values
    ('metric', 'revenue', 'revenue', 'metric_terms.csv', 'revenue'),
    ('company', 'ningde_cells', 'Ningde Cells', 'companies.csv', 'ningde cells'),
    ('unit', 'CNY', 'yuan', 'unit_terms.csv', 'yuan')
) as t(kind, key, term, seed, folded_term);
comment on table marts.fct_articles is 'One row per article, its latest version.';
"""


def publish_sample(home: Home, publication_id: str = "publication_1", *, revenue: float = 56.2e9) -> Path:
    """Publish the sample as newsledger.warehouse does: a path of its own, then `current.json`."""
    home.publications.mkdir(parents=True, exist_ok=True)
    path = home.publications / f"{publication_id}.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute("create schema marts")
        for statement in TABLES.split(";\n"):
            if statement.strip():
                wanted = {"evil": EVIL, "body": BODY}
                used = {name: value for name, value in wanted.items() if f"${name}" in statement}
                connection.execute(statement, used)
        connection.execute(
            "update marts.fct_metric_observations set value_low = $v, value_high = $v "
            "where observation_id = 'o1'",
            {"v": revenue},
        )
        create_fold_macro(connection, "provenance")
        build_search_index(connection)
        connection.execute(
            "create table marts.publication as select $id as publication_id, "
            "$at::timestamptz as published_at, 'manual' as run_key, "
            "'b1' as build_id, '0.1.0' as code_version, 1 as schema_version",
            {"id": publication_id, "at": PUBLISHED_AT},
        )
        tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        create_macros(connection, [name for (name,) in tables])
    record = {
        "publication_id": publication_id,
        "path": f"publications/{path.name}",
        "published_at": PUBLISHED_AT,
    }
    home.serving.with_name("current.json").write_text(json.dumps(record), encoding="utf-8")
    return path
