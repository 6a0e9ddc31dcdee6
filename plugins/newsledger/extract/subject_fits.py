"""Which kinds of subject a metric is told of: a GDP of places, a revenue of firms, a price of goods."""

from __future__ import annotations

from newsledger.extract.roles import Entity

PLACE_METRICS = frozenset(
    [
        "gdp",
        "gdp_growth",
        "gdp_share",
        "population",
        "population_share",
        "inflation_rate",
        "unemployment_rate",
        "trade_value",
        "income",
        "expenditure",
        "power_capacity_added",
        "electricity_demand",
        "electricity_price",
        "energy_cost",
        "energy_use",
        "subsidy_rate",
        "loan_limit",
    ]
)


INDEX_METRICS = frozenset({"index_level", "index_change"})


COMMODITY_METRICS = frozenset({"price", "unit_price", "price_limit", "margin_requirement"})


COMPANY_METRICS = frozenset(
    [
        "revenue",
        "revenue_growth",
        "revenue_share",
        "net_profit",
        "net_profit_growth",
        "net_loss",
        "gross_profit",
        "gross_margin",
        "operating_profit",
        "operating_margin",
        "net_margin",
        "ebitda",
        "cash",
        "operating_cash_flow",
        "capex",
        "rnd_expense",
        "rnd_ratio",
        "total_assets",
        "total_debt",
        "debt_ratio",
        "eps",
        "dividend",
        "share_price",
        "share_price_change",
        "market_cap",
        "valuation",
        "funding",
        "stake",
        "deal_value",
        "deal_price",
        "ipo_proceeds",
        "buyback",
        "fine",
        "order_value",
        "store_count",
        "employees",
        "layoffs",
        "contract_volume",
        "presold_share",
    ]
)


OPERATION_METRICS = frozenset(
    [
        "shipments",
        "sales_volume",
        "sales_volume_growth",
        "production",
        "production_growth",
        "capacity",
        "capacity_utilization",
        "inventory",
        "users",
        "mau",
        "dau",
        "subscribers",
        "gmv",
        "market_share",
        "automation_rate",
        "unit_price",
        "cost",
        "salary",
        "investment",
        "amount",
        "growth_rate",
    ]
)


_OF_PLACES = {"place": 0.35, "group": -0.3, "sector": -0.3, "product": -0.4}
_OF_COMPANIES = {"company": 0.15, "place": -0.35, "product": -0.2, "none": -0.05}


def fits_metric(entity: Entity, metric_id: str) -> float:
    """How well a kind of entity fits a metric."""
    if entity.is_forecaster and metric_id in {"valuation", "funding"}:
        return -0.6
    if metric_id in INDEX_METRICS:
        return 0.5 if entity.entity_type == "index" else -0.8
    if entity.entity_type == "index":
        return -2.0 if metric_id in PLACE_METRICS else -0.8
    if metric_id in PLACE_METRICS:
        return _OF_PLACES.get(entity.entity_type, 0.0)
    if metric_id in COMPANY_METRICS:
        return _OF_COMPANIES.get(entity.entity_type, -0.3)
    if entity.entity_type == "place":
        return -0.25 if metric_id in OPERATION_METRICS else -0.1
    if entity.entity_type in {"sector", "group"} and metric_id in OPERATION_METRICS:
        return -0.15
    if metric_id in COMMODITY_METRICS and entity.entity_type == "product":
        return 0.15
    return 0.0
