with

rows_of_raw as (
    select * from {{ source('raw', 'observations') }}
),

renamed as (
    select
        extraction_id,
        article_version_id,
        observation_index,
        metric_id,
        subject_id,
        subject_type,
        subject_name,
        company_id,
        counterparty_company_id,
        segment,
        region,
        is_change,
        comparison,
        value_low,
        value_high,
        unit,
        currency_code,
        bound,
        modality,
        period_start,
        period_end,
        flags,
        value_candidate,
        flag_reason,
        figure_text,
        evidence_text,
        field,
        start_char,
        end_char,
        evidence_start_char,
        evidence_end_char,
        confidence,
        rule,
        batch_id
    from rows_of_raw
)

select * from renamed
