-- The schema `raw` of the working copy: append-only, written by newsledger.warehouse alone, read by
-- dbt's staging models. Every loaded row carries the batch_id whose ledger row was written in the
-- same transaction.
create schema if not exists raw;

create table if not exists raw.batches (
    batch_id text not null,
    kind text not null,                  -- ingest, extraction
    source_id text,                      -- of an ingest batch
    run_key text not null,               -- the run that wrote it
    sequence bigint not null,            -- order of loading, from 1
    row_counts json not null,
    loaded_at timestamptz not null
);

create table if not exists raw.sources (
    source_id text not null,
    kind text not null,
    name text not null,
    name_zh text,
    language text,
    time_zone text not null,
    home_url text,
    expected_articles_per_day double,
    is_demo boolean not null,
    is_enabled boolean not null,
    definition json not null,
    batch_id text not null
);

create table if not exists raw.fetches (
    fetch_id text not null,
    batch_id text not null,
    source_id text not null,
    url text not null,
    final_url text,
    requested_at timestamptz not null,
    elapsed_ms bigint,
    attempt integer not null,
    outcome_code text not null,          -- FetchOutcome
    http_status integer,
    content_sha256 text,                 -- of the bytes, key of raw.blobs
    byte_count bigint,
    content_type text,
    charset text,
    replacement_char_count bigint,       -- U+FFFD after decoding
    etag text,
    last_modified text,
    headers json,
    message text
);

create table if not exists raw.blobs (
    content_sha256 text not null,
    path text not null,                  -- under NEWSLEDGER_HOME/raw
    byte_count bigint not null,
    first_batch_id text not null
);

-- Bytes that are no longer kept. Their fetches, and all that was read from them, stay.
create table if not exists raw.blob_removals (
    content_sha256 text not null,
    path text not null,
    byte_count bigint not null,
    reason text not null,                -- retention, forgotten
    source_ids text[] not null,          -- that had read them
    fetch_count bigint not null,
    last_fetched_at timestamptz not null,
    removed_at timestamptz not null
);

create table if not exists raw.listings (
    listing_id text not null,
    batch_id text not null,
    fetch_id text not null,
    source_id text not null,
    url text not null,
    parser text not null,
    parser_version text not null,
    items_listed bigint not null,        -- counted from the page's structure
    message text,
    observed_at timestamptz not null     -- one clock reading for all pages of a crawl
);

create table if not exists raw.parse_outcomes (
    outcome_id text not null,
    batch_id text not null,
    listing_id text not null,            -- where the item was listed
    fetch_id text,                       -- what it was read from
    source_id text not null,
    position bigint not null,
    outcome_code text not null,          -- ItemOutcome
    article_id text,
    article_version_id text,
    url text,
    title text,
    message text,
    observed_at timestamptz not null
);

create table if not exists raw.article_versions (
    article_version_id text not null,    -- of article_id and content_sha256
    article_id text not null,            -- of the external id; else the canonical URL; else source, title, published_raw
    source_id text not null,
    content_sha256 text not null,        -- of everything below that is content
    text_sha256 text not null,           -- of normalised title and body: equal texts are one story
    external_id text,
    url text,
    title text not null,
    body text not null,
    source_name text,
    author text,
    published_raw text,
    published_at timestamptz,
    title_language text,
    body_language text,
    body_kind text not null,
    is_truncated boolean not null,
    original_account text,
    original_author text,
    original_title text,
    original_url text,                   -- of the article that it reposts
    credit_end_char bigint not null,
    citations json not null,             -- [{"paragraph": 4, "start_char": 120}, …]
    parser text not null,
    parser_version text not null,
    is_demo boolean not null,
    batch_id text not null,
    fetch_id text,
    seen_at timestamptz not null
);

-- One row per reparse of one source: which listings it has read anew, with what came of it.
create table if not exists raw.reparses (
    batch_id text not null,
    run_key text not null,
    source_id text not null,
    parser text,                         -- only what this one has read; null: all
    first_date date,                     -- of the crawls (UTC), both included; null: open
    last_date date,
    listing_count bigint not null,
    page_count bigint not null,          -- pages and listings whose bytes were read again
    lacking_count bigint not null,       -- whose bytes are gone: kept as they were, see raw.reparse_gaps
    new_version_count bigint not null,
    changed_version_count bigint not null, -- the same text, read otherwise: its time, its credit, its parser
    gone_version_count bigint not null,
    reparsed_at timestamptz not null
);

create table if not exists raw.reparse_gaps (
    batch_id text not null,
    source_id text not null,
    listing_id text not null,
    fetch_id text not null,
    url text not null,
    content_sha256 text not null
);

-- What was taken out on request, as hashes: enough to know it again, not to say what it was.
create table if not exists raw.forgotten (
    key_sha256 text not null,
    key_kind text not null,              -- article_id, address, text
    request_id text not null,
    forgotten_at timestamptz not null
);
-- A working copy made before this column was.
alter table raw.article_versions add column if not exists original_url text;

-- One row per article version and vocabulary: which extraction holds for it. `basis` extracted: its
-- rows carry this extraction_id; carried: the text has none of the changed terms, so the rows of
-- rows_extraction_id still hold; failed: the extractor could not read the text, `message` says why.
create table if not exists raw.extractions (
    extraction_id text not null,
    rows_extraction_id text not null,
    article_version_id text not null,
    code_version text not null,
    vocabulary_version text not null,
    extractor_version text not null,     -- code_version+vocabulary_version
    basis text not null,
    reading_body text,                   -- the body as the extractor reads it
    message text,
    batch_id text not null,
    sequence bigint not null,
    extracted_at timestamptz not null
);

create table if not exists raw.company_mentions (
    extraction_id text not null,
    article_version_id text not null,
    mention_index bigint not null,       -- order in the text, from 0
    company_id text not null,
    surface text not null,
    field text not null,
    start_char bigint not null,
    end_char bigint not null,
    rule text,
    batch_id text not null
);

create table if not exists raw.observations (
    extraction_id text not null,
    article_version_id text not null,
    observation_index bigint not null,   -- order in the text, from 0
    metric_id text not null,
    subject_id text,
    subject_type text not null,
    subject_name text,
    company_id text,
    counterparty_company_id text,
    segment text,
    region text,
    is_change boolean not null,
    comparison text,
    value_low double not null,
    value_high double not null,
    unit text not null,
    currency_code text,
    bound text not null,
    modality text not null,
    period_start date,
    period_end date,
    flags json not null,
    value_candidate double,
    flag_reason text,
    figure_text text not null,
    evidence_text text not null,
    field text not null,
    start_char bigint not null,
    end_char bigint not null,
    evidence_start_char bigint not null,
    evidence_end_char bigint not null,
    confidence double not null,
    rule text,
    batch_id text not null
);

create table if not exists raw.article_topics (
    extraction_id text not null,
    article_version_id text not null,
    topic_id text not null,
    rank bigint not null,
    score double not null,
    evidence json not null,
    batch_id text not null
);

create table if not exists raw.vocabulary_terms (
    vocabulary_version text not null,
    term text not null,
    meaning_sha256 text not null         -- of everything the extractor knows of the term
);

-- One row when a dbt build begins (running) and one when it ends. The last row says what the marts are;
-- only a success may be published.
create table if not exists raw.builds (
    build_id text not null,
    run_key text not null,
    input_sequence bigint not null,      -- the last batch that the build has read
    status text not null,                -- running, success, failed
    project_sha256 text not null,        -- of the dbt project's files
    model_count bigint,
    test_count bigint,
    failures json,
    finished_at timestamptz not null
);

create table if not exists raw.publications (
    publication_id text not null,
    build_id text not null,
    published_at timestamptz not null,
    path text not null
);

-- What each node of a dbt build came to, from run_results.json, loaded after the build.
create table if not exists raw.dbt_results (
    build_id text not null,
    unique_id text not null,             -- dbt's key: kind, package, name
    name text not null,
    resource_type text not null,         -- model, seed, test, unit_test, operation
    status text not null,                -- success, pass, warn, error, fail, skipped
    execution_seconds double,
    failures bigint,                     -- rows that a test found
    message text,
    started_at timestamptz,
    completed_at timestamptz
);

-- Predictions of the marts against annotated articles: one row per scoring, language and measure.
create table if not exists raw.extraction_scores (
    scoring_id text not null,
    scored_at timestamptz not null,
    file_name text not null,
    file_sha256 text not null,
    extractor_version text not null,
    language text not null,              -- all, zh, en
    measure text not null,               -- quantities, facts, metric, subject, …
    article_count bigint not null,
    value double not null,               -- F1 of things found, share of those that agree
    hit_count bigint,
    spare_count bigint,
    missed_count bigint
);

-- What is known of texts for telling which are one story (newsledger.stories): made out of
-- raw.article_versions and nothing else, and made anew whenever that package changes.
create schema if not exists stories;

create table if not exists stories.state (
    signature_version text not null
);

create table if not exists stories.versions (
    article_version_id text not null,
    text_id ubigint not null,            -- the same for versions that are compared as one text
    title_id ubigint not null,           -- the same for equal titles
    title_size ubigint not null,         -- letters and figures of the title, a Chinese character as two
    credited_title_id ubigint not null,  -- of the title that the repost card names, else of its own
    credited_title_size ubigint not null
);

create table if not exists stories.texts (
    text_id ubigint not null,
    title_id ubigint not null,           -- the same for equal titles
    char_count ubigint not null,         -- of the body's letters and figures
    sample_limit ubigint not null        -- n-grams whose hashes lie below it are kept
);

create table if not exists stories.grams (
    text_id ubigint not null,
    gram ubigint not null                -- hash of a character n-gram of the body: a sample of them
);

create table if not exists stories.bands (
    text_id ubigint not null,
    band ubigint not null                -- hash of a band of the body's MinHash
);

create table if not exists stories.figures (
    text_id ubigint not null,
    figure ubigint not null              -- hash of a telling figure of the body
);

-- Texts that were found to tell the same. text_id < other_text_id.
create table if not exists stories.pairs (
    text_id ubigint not null,
    other_text_id ubigint not null,
    is_excerpt boolean not null,         -- the one is a part of the other
    similarity double not null,
    containment double not null
);

-- Of the pairs those that share a key which few other texts have: what dbt reads.
create table if not exists stories.ties (
    text_id ubigint not null,
    other_text_id ubigint not null,
    is_excerpt boolean not null,
    similarity double not null,
    containment double not null
);
