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
{% macro agree(a, b) -%}
    abs({{ a }} - {{ b }}) <= 0.01 * greatest(abs({{ a }}), abs({{ b }}))
{%- endmacro %}
