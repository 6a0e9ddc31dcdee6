{# How a fact about a company ties it to the other side that the fact names, by what it measures. #}
{% macro link_type(metric_id) -%}
    case
        when {{ metric_id }} in ('contract_volume', 'order_value') then 'contract'
        when
            {{ metric_id }} in (
                'stake', 'deal_value', 'deal_price', 'investment', 'funding', 'valuation'
            )
            then 'stake'
        when {{ metric_id }} in ('revenue', 'revenue_share', 'sales_volume', 'shipments') then 'customer'
        else 'other'
    end
{%- endmacro %}
