"""The assets that chain the DAGs in the UI. An event says "look now"; what is to be done is read from
the warehouse's ledger, never from the event."""

from __future__ import annotations

from airflow.sdk import Asset

RAW_ARTICLES = Asset(name="raw_articles", uri="newsledger://warehouse/raw/article_versions")
FACTS = Asset(name="extracted_facts", uri="newsledger://warehouse/raw/observations")
MARTS = Asset(name="marts", uri="newsledger://warehouse/marts")
PUBLICATION = Asset(name="published_warehouse", uri="newsledger://serving/warehouse")
