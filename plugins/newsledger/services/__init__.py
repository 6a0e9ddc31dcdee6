"""What keeps newsledger running for people: Airflow, its metadata, the dashboard, the docs, the demo site.

`python -m newsledger.services up|down|status`. Nothing here imports Airflow: each service is a process of
its own, recorded in NEWSLEDGER_HOME/airflow/services.json.
"""
