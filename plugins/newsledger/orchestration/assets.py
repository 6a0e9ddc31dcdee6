"""The assets that chain the DAGs in the UI. An event says "look now"; what is to be done is read from
the warehouse's ledger, never from the event."""

from __future__ import annotations

from airflow.sdk import Asset

RAW_ARTICLES = Asset("newsledger://warehouse/raw/article_versions", name="raw_articles")
FACTS = Asset("newsledger://warehouse/raw/observations", name="extracted_facts")
MARTS = Asset("newsledger://warehouse/marts", name="marts")
PUBLICATION = Asset("newsledger://serving/warehouse", name="published_warehouse")
