"""A build or a publication killed at any moment and run again gives the marts of an undisturbed one."""

import shutil
import signal

import pytest

from newsledger.settings import Home
from newsledger.warehouse.serving import open_serving_copy
from tests.integration.failpoints_by_stage import BUILDING, LANDING
from tests.integration.replay import marts_state


@pytest.fixture(scope="module")
def built(pipeline, landed, tmp_path_factory):
    """The same, built and published."""
    home = Home(tmp_path_factory.mktemp("built") / "home")
    shutil.copytree(landed.path, home.path)
    assert pipeline(home, "build", "publish") == 0
    return home


def manifest(home: Home):
    return home.dbt_target / "target" / "manifest.json"


@pytest.mark.slow
def test_a_home_that_is_killed_again_and_again_builds_the_same_marts(pipeline, built, tmp_path):
    home = Home(tmp_path)
    for failpoint in LANDING[::4]:
        assert pipeline(home, "land", failpoint=failpoint) == -signal.SIGKILL
    assert pipeline(home, "land", "build") == 0
    assert marts_state(home.warehouse, manifest(home)) == marts_state(built.warehouse, manifest(built))


@pytest.mark.slow
@pytest.mark.parametrize("failpoint", BUILDING)
def test_building_and_publishing_killed_and_run_again_publish_the_same_marts(
    pipeline, landed, built, tmp_path, failpoint
):
    home = Home(tmp_path / "home")
    shutil.copytree(landed.path, home.path)
    assert pipeline(home, "build", "publish", failpoint=failpoint) == -signal.SIGKILL
    assert pipeline(home, "build", "publish") == 0
    expected = marts_state(built.warehouse, manifest(built))
    assert len(expected) >= 8
    assert marts_state(home.warehouse, manifest(home)) == expected
    assert marts_state(home.serving, manifest(home)) == expected
    with open_serving_copy(home) as connection:
        assert connection.execute("select count(*) from marts.publication").fetchall() == [(1,)]
