{# Incremental tables whose rows hang on an article. `int_articles__current.article_state` changes with
   whatever the rows follow from: the latest version, its extraction, the story, a deletion. A run
   deletes the rows of every article whose state is not the one they were made from, then reads the
   articles that have no rows of their state. The result is that of a full refresh, and both
   statements are one transaction. #}

{# The state that rows of this model carry: the article's, the project's code, and `extra`, an
   expression for any other input. #}
{% macro row_state(articles, extra="''") -%}
    md5({{ articles }}.article_state || {{ code_state() }} || {{ extra }})
{%- endmacro %}

{# Literal: digest of all models of the project, so that rows which other code has made go. A changed
   macro does not show here: it needs a full refresh. #}
{% macro code_state() -%}
    {%- set checksums = [] -%}
    {#- While parsing and in unit tests the graph is an empty dictionary. -#}
    {%- if graph.nodes is defined -%}
        {%- for node in graph.nodes.values() | sort(attribute='unique_id') -%}
            {%- if node.resource_type == 'model' -%}
                {%- do checksums.append(node.checksum.checksum) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    '{{ local_md5(checksums | join(' ')) }}'
{%- endmacro %}

{# Pre-hook: rows of an earlier state, of a deleted or of a vanished article go. `relation_name`: the
   articles that have rows, with their `article_state`. #}
{% macro delete_stale_rows(extra="''", relation_name='int_articles__held') -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref(relation_name) }} as articles
        where
            articles.article_id = {{ this }}.article_id
            and {{ row_state('articles', extra) }} = {{ this }}.row_state
    )
    {%- endif -%}
{%- endmacro %}

{# Pre-hook: pairs go of which an article is not the one that was compared. #}
{% macro delete_stale_pairs() -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where
        (article_id, row_state) not in (
            select (readings.article_id, {{ row_state('readings') }})
            from {{ ref('int_articles__latest_reading') }} as readings
        )
        or (other_article_id, other_row_state) not in (
            select (readings.article_id, {{ row_state('readings') }})
            from {{ ref('int_articles__latest_reading') }} as readings
        )
    {%- endif -%}
{%- endmacro %}

{# Condition on `int_observations__identified`: of the batches in which the readings of a relation
   (`rows_extraction_id`) were loaded. Rows of a batch lie together, so that the wide columns of all
   others are not read. #}
{% macro in_batches_of(readings) -%}
    batch_id in (
        select keys.batch_id
        from {{ ref('int_observations__keys') }} as keys
        where keys.extraction_id in (select {{ readings }}.rows_extraction_id from {{ readings }})
    )
{%- endmacro %}

{# What fct_articles says of an article besides its state: when it was seen, whether its text is kept
   back. #}
{% macro sightings_state() -%}
    concat_ws(
        '|',
        articles.version_count,
        articles.first_seen_at,
        articles.last_seen_at,
        articles.deleted_at,
        articles.article_id in (
            select kept_back.article_id from {{ ref('int_articles__withheld') }} as kept_back
        )
    )
{%- endmacro %}

{# Pre-hook of tables whose rows never change once written: rows that other code has made, or that
   their input no longer has, go. #}
{% macro delete_vanished_rows(relation_name, key) -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where
        row_state != {{ code_state() }}
        or {{ key }} not in (select {{ key }} from {{ ref(relation_name) }})
    {%- endif -%}
{%- endmacro %}

{# Expression: the digest of the seeds that facts follow from besides their texts: units, exchange rates,
   corrections. #}
{% macro conversions_digest() -%}
    (
        select {{ rows_digest(['unit', 'dimension', 'base_unit', 'factor_to_base']) }}
        from {{ ref('units') }}
    )
    || (
        select {{ rows_digest(['currency_code', 'year', 'usd_per_unit']) }}
        from {{ ref('exchange_rates') }}
    )
    || (
        select {{ rows_digest(
            ['correction_id', 'observation_id', 'article_id', 'field', 'start_char', 'figure_text']
            + ['is_rejected', 'cleared_fields', 'reason', 'author', 'corrected_on']
            + correctable_fields()
        ) }}
        from {{ ref('fact_corrections') }}
    )
{%- endmacro %}
