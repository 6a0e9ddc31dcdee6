{# At the end of a build: relations that no model or seed of the project makes any more (one was renamed or
   removed) go, so that nobody reads, and nothing publishes, a table that no build renews. Only
   schemas that the project writes are looked at. #}
{% macro drop_vanished_relations() -%}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- set kept, schemas = [], [] -%}
        {%- for node in graph.nodes.values() if node.resource_type in ('model', 'seed') -%}
            {%- do kept.append((node.schema ~ '.' ~ (node.alias or node.name)) | lower) -%}
            {%- do schemas.append(node.schema) -%}
        {%- endfor -%}
        {%- set found = run_query(
            "select table_schema, table_name, table_type from information_schema.tables "
            ~ "where table_catalog = '" ~ target.database ~ "' "
            ~ "and table_schema in ('" ~ schemas | unique | join("', '") ~ "')"
        ) -%}
        {%- for schema, name, kind in found.rows if (schema ~ '.' ~ name) | lower not in kept -%}
            {%- set relation = api.Relation.create(
                database=target.database, schema=schema, identifier=name,
                type='view' if kind == 'VIEW' else 'table',
            ) -%}
            {%- do log('dropping ' ~ relation ~ ': no model makes it', info=true) -%}
            {%- do adapter.drop_relation(relation) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
