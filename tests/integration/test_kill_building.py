"""A build or a publication killed at any moment and run again gives the marts of an undisturbed one; so does a
reparse of what an older parser had landed; and what is taken out or kept back is in no publication."""

import re
import shutil
import signal
from pathlib import Path

import duckdb
import pytest

from newsledger.settings import Home
from newsledger.stages.forgetting import forget_article
from newsledger.warehouse.serving import open_serving_copy
from tests.integration.failpoints_by_stage import BUILDING, LANDING
from tests.integration.places import columns_that_say, places_of
from tests.integration.replay import marts_state


def copied(home: Home, path: Path, dbt_of: Home | None = None) -> Home:
    """A copy of a home at `path`, in the place of what stood there; with dbt's target of another one."""
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(home.path, path)
    if dbt_of:
        shutil.copytree(dbt_of.dbt_target, Home(path).dbt_target, dirs_exist_ok=True)
    return Home(path)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Where each home of this file stands while something is done to it: dbt keeps what it has read of the
    project under the path of the warehouse, and would read it again for each other one."""
    return tmp_path_factory.mktemp("place") / "home"


@pytest.fixture(scope="module")
def unpublished(pipeline, landed, path, tmp_path_factory):
    """What was landed, built."""
    home = copied(landed, path)
    assert pipeline(home, "build") == 0
    return copied(home, tmp_path_factory.mktemp("unpublished") / "home")


@pytest.fixture(scope="module")
def built(pipeline, unpublished, path, tmp_path_factory):
    """The same, built and published."""
    home = copied(unpublished, path)
    assert pipeline(home, "publish") == 0
    return copied(home, tmp_path_factory.mktemp("built") / "home")


def manifest(home: Home):
    return home.dbt_target / "target" / "manifest.json"


@pytest.mark.slow
def test_a_home_that_is_killed_again_and_again_builds_the_same_marts(pipeline, built, unpublished, path):
    shutil.rmtree(path)
    home = Home(path)
    for failpoint in LANDING[::4]:
        assert pipeline(home, "land", failpoint=failpoint) == -signal.SIGKILL
    shutil.copytree(unpublished.dbt_target, home.dbt_target)
    assert pipeline(home, "land", "build") == 0
    assert marts_state(home.warehouse, manifest(home)) == marts_state(built.warehouse, manifest(built))


@pytest.mark.slow
@pytest.mark.parametrize("failpoint", BUILDING)
def test_building_and_publishing_killed_and_run_again_publish_the_same_marts(
    pipeline, landed, unpublished, built, path, failpoint
):
    home = (
        copied(unpublished, path)
        if failpoint.startswith("publish_")
        else copied(landed, path, dbt_of=unpublished)
    )
    assert pipeline(home, "build", "publish", failpoint=failpoint) == -signal.SIGKILL
    assert pipeline(home, "build", "publish") == 0
    expected = marts_state(built.warehouse, manifest(built))
    assert len(expected) >= 8
    assert marts_state(home.warehouse, manifest(home)) == expected
    assert marts_state(home.serving, manifest(home)) == expected
    with open_serving_copy(home) as connection:
        assert connection.execute("select count(*) from marts.publication").fetchall() == [(1,)]


# What an older parser would have left, in raw and in the tables that were built from it: other times, other
# texts under other versions, pages that it could not read.
OLDER_PARSER = """
    update raw.article_versions set parser_version = '0', published_at = published_at - interval 8 hour
    where source_id = 'demo_channel';
    update marts.fct_article_versions set parser_version = '0', published_at = published_at - interval 8 hour
    where source_id = 'demo_channel';
    update marts.fct_metric_observations set published_at = published_at - interval 8 hour, modality = 'plan'
    where source_id = 'demo_channel';
    update raw.observations set modality = 'plan' where article_version_id in
        (select article_version_id from raw.article_versions where source_id = 'demo_channel');
    create temp table cut as
    select article_version_id, 'version_older_' || article_version_id as older_id
    from raw.article_versions where source_id = 'demo_feed';
    update raw.article_versions as held set body = left(body, 40), article_version_id = cut.older_id
    from cut where held.article_version_id = cut.article_version_id;
    update marts.fct_article_versions as held set body = left(body, 40), article_version_id = cut.older_id
    from cut where held.article_version_id = cut.article_version_id;
    update raw.parse_outcomes as held set article_version_id = cut.older_id
    from cut where held.article_version_id = cut.article_version_id;
    update raw.extractions as held set article_version_id = cut.older_id
    from cut where held.article_version_id = cut.article_version_id;
    delete from raw.article_versions where source_id = 'demo_pages' and url like '%xiaomi%';
    update raw.parse_outcomes set outcome_code = 'no_body', article_id = null, article_version_id = null
    where source_id = 'demo_pages' and url like '%xiaomi%';
"""


@pytest.fixture(scope="module")
def reread(pipeline, built, path, tmp_path_factory):
    """A home that an older parser had landed and built, read again and built by that of today."""
    home = copied(built, path)
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(OLDER_PARSER)
    assert marts_state(home.warehouse, manifest(home)) != marts_state(built.warehouse, manifest(built))
    assert pipeline(home, "reparse", "extract", "build") == 0
    return copied(home, tmp_path_factory.mktemp("reread") / "home")


@pytest.mark.slow
def test_a_reparse_gives_the_marts_of_a_fresh_run(built, reread):
    fresh = marts_state(built.warehouse, manifest(built))
    assert marts_state(reread.warehouse, manifest(reread)) == fresh
    with duckdb.connect(str(reread.warehouse), read_only=True) as connection:
        assert connection.execute("select bool_and(is_conserved) from marts.fct_listings").fetchall() == [
            (True,)
        ]


def sentences(home: Home, condition: str) -> set[str]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        bodies = connection.execute(f"select body from raw.article_versions where {condition}").fetchall()
    return {
        part.strip()
        for (body,) in bodies
        for part in re.split(r"[。！？\n]|(?<=[.!?]) ", body)
        if len(part.strip()) >= 12
    }


@pytest.fixture(scope="module")
def taken_out(reread, path, tmp_path_factory):
    """The same, after one source said that its texts are kept back, and one article was forgotten. Returns the
    home, the sentences that only that source has told, and those that only that article told."""
    home = copied(reread, path)
    kept_back = sentences(home, "source_id = 'demo_feed'") - sentences(home, "source_id != 'demo_feed'")
    with duckdb.connect(str(home.warehouse)) as connection:
        url = connection.execute("select url from raw.article_versions where url like '%smic%'").fetchone()[0]
        connection.execute(
            """
            insert into raw.batches
            select 'declared anew', 'ingest', 'demo_feed', 'run', max(sequence) + 1, '{}', max(loaded_at)
            from raw.batches;
            insert into raw.sources
            select * replace (
                json_merge_patch(definition, '{"publish_body": false}') as definition,
                'declared anew' as batch_id
            )
            from raw.sources where source_id = 'demo_feed';
            """
        )
    gone = sentences(home, f"url = '{url}'") - sentences(home, f"url is distinct from '{url}'")
    assert len(kept_back) > 20 and len(gone) > 3
    assert {"raw", "serving", "warehouse.duckdb"} <= {
        place.split("/")[0] for place in places_of(home.path, *sorted(gone))
    }
    forget_article(home, url=url)
    return copied(home, tmp_path_factory.mktemp("taken_out") / "home"), kept_back, gone


@pytest.mark.slow
def test_a_forgotten_article_is_in_no_file_of_the_home_nor_in_any_publication(taken_out):
    home, _, gone = taken_out
    assert places_of(home.path, *sorted(gone)) == []
    assert len(list(home.publications.glob("*.duckdb"))) == 1
    with open_serving_copy(home) as connection:
        assert connection.execute(
            "select count(*) filter (where outcome_code = 'forgotten') from marts.fct_parse_outcomes"
        ).fetchall() == [(1,)]
        assert connection.execute("select bool_and(is_conserved) from marts.fct_listings").fetchall() == [
            (True,)
        ]
        assert connection.execute("select count(*) from marts.fct_articles").fetchone() > (20,)


@pytest.mark.slow
def test_a_text_that_is_kept_back_is_nowhere_in_the_serving_copy_but_for_what_is_quoted(taken_out):
    home, kept_back, _ = taken_out
    with open_serving_copy(home) as connection:
        quoted = "\n".join(
            str(text)
            for (text,) in connection.execute(
                "select evidence_text from marts.fct_metric_observations union "
                "select unnest(evidence_texts) from marts.company_candidates union "
                "select title from marts.fct_articles"
            ).fetchall()
        )
        silent = {each for each in kept_back if each not in quoted}
        assert len(silent) > 5
        assert connection.execute(
            """
            select
                count(*) > 5, count(body), count(reading_body), min(versions.body_char_count) > 0,
                bool_and(not is_body_published)
            from marts.fct_articles as articles
            inner join marts.fct_article_versions as versions using (article_version_id)
            where articles.source_id = 'demo_feed'
            """
        ).fetchall() == [(True, 0, 0, True, True)]
        facts = connection.execute(
            "select count(*) from marts.fct_metric_observations where source_id = 'demo_feed'"
        ).fetchone()
        assert facts > (20,)
        body_word = max(re.findall(r"[A-Za-z]{6,}|[\u4e00-\u9fff]{6,}", " ".join(sorted(silent))), key=len)
        title, title_id = connection.execute(
            "select title, article_id from marts.fct_articles where source_id = 'demo_feed' order by all"
        ).fetchone()
        held_back = "(select article_id from marts.fct_articles where not is_body_published)"
        assert connection.execute(
            f"select count(*) from marts.search(?) where article_id in {held_back}", [body_word]
        ).fetchall() == [(0,)]
        assert (title_id,) in connection.execute("select article_id from marts.search(?)", [title]).fetchall()
    assert columns_that_say(home.serving, tuple(sorted(silent))) == []
    assert columns_that_say(home.warehouse, tuple(sorted(silent))) != []
