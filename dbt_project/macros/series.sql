{# Order in which kinds of statement are believed: what happened, then what is meant, then what is
   expected, then what might be. #}
{% macro modality_rank(column) -%}
    case {{ column }} when 'actual' then 1 when 'target' then 2 when 'forecast' then 3 else 4 end
{%- endmacro %}

{# A figure itself before one that only bounds it. #}
{% macro bound_rank(column) -%}
    case {{ column }} when 'exact' then 1 when 'about' then 2 else 3 end
{%- endmacro %}

{# Whether two values agree within rounding: 1 % of the greater one. #}
{% macro agree(a, b, tolerance=0.01) -%}
    abs({{ a }} - {{ b }}) <= {{ tolerance }} * greatest(abs({{ a }}), abs({{ b }}))
{%- endmacro %}

{# Whether a ratio is 10, 100, … or their inverse, to within 2 %: a scale word was misread or mistyped. #}
{% macro is_power_of_ten(ratio) -%}
    coalesce(
        {{ ratio }} > 0
        and abs(log10({{ ratio }})) > 0.9
        and abs(log10({{ ratio }}) - round(log10({{ ratio }}))) < 0.009,
        false
    )
{%- endmacro %}

{# Whether the figure at `position` of the sentence is what a change starts from: "from 53% to 56%",
   "由53%提升至56%". #}
{% macro is_left_behind(evidence, position) -%}
    regexp_matches(substr({{ evidence }}, 1, {{ position }}), '(^|[^a-zA-Z])(from|From) $|[由从]$')
{%- endmacro %}

{# What opens each story of a digest; the parser knows a digest by it (parse/bodies.py). #}
{% macro digest_mark() -%}
    (?i)\bGroup\s+\d{1,2}\s*[-:]
{%- endmacro %}
