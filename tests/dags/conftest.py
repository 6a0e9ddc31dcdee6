"""The project's DAGs, parsed once as the scheduler parses them."""

import os

import pytest

from tests.conftest import PROJECT_ROOT


@pytest.fixture(scope="session")
def airflow_environment(tmp_path_factory):
    home = tmp_path_factory.mktemp("airflow")
    settings = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT_ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow.db'}",
        "NEWSLEDGER_DEMO_URL": "http://127.0.0.1:8765",
    }
    return {**os.environ, **settings}


@pytest.fixture(scope="session")
def dag_bag(airflow_environment):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in airflow_environment.items():
            patch.setenv(name, value)
        from airflow.dag_processing.dagbag import DagBag

        yield DagBag(dag_folder=str(PROJECT_ROOT / "dags"))
