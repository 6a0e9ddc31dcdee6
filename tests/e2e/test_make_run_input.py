"""The same job on files: a channel page, articles as JSON Lines, and everything that can be wrong."""

import gzip
import json

import duckdb
import pytest

from newsledger.settings import Home
from tests.conftest import SHARED
from tests.e2e.runs import run

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

CHANNEL = """测试频道
Search documents
锂盐厂的订单排到了明年
测试频道· 2025-10-09 08:30
Core Viewpoint - The lithium maker Ganfeng sees demand recover faster than planned [1][3]. Group 1: Orders - Ganfeng Lithium's revenue rose 12.5% to 6.2 billion yuan in the third quarter of 2025 [2]. - It expects to ship 180,000 tons of lithium salts in 2026 [4].
便利店的夜宵生意
测试频道· 2025-10-09 08:30
以下文章来源于街角研究 ,作者小满 街角研究 . 观察一条街。 本文来自微信公众号: 街角研究 ,作者:小满,原文标题:《便利店的夜宵 生意》,头图来自:AI生成 夜里十点以后,便利店的关东煮卖得最好。罗森去年在上海新开 了120家门店,单店日销约6000元 ...
"""

ARTICLES = [
    {
        "id": "a-1",
        "source": "Wire",
        "published_at": "2025-08-01T06:00:00+00:00",
        "lang": "en",
        "title": "Lawson adds stores in Shanghai",
        "body": "Lawson opened 120 stores in Shanghai in 2024. It plans 1,000 more by 2027.",
    },
    {
        "id": "a-2",
        "source": "Wire",
        "published_at": None,
        "lang": "zh",
        "title": "没有日期的稿件",
        "body": "格力电器2024年营收1900亿元。",
    },
    {
        "id": "a-3",
        "source": "Wire",
        "published_at": "2025-08-01",
        "lang": "en",
        "title": "No body here",
        "body": "",
    },
    {
        "id": "a-4",
        "source": "Wire",
        "published_at": "2025-08-01",
        "lang": "ja",
        "title": "トヨタの決算",
        "body": "トヨタ自動車の今期の売上高は前年を上回る見通しです。部品の調達も安定しています。",
    },
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("input")
    lines = [json.dumps(article, ensure_ascii=False) for article in ARTICLES]
    long = {**ARTICLES[0], "id": "a-5", "title": "长文", "body": "格力电器的故事很长。" * 10_000}
    dump = {**long, "id": "a-6", "body": long["body"] * 38}
    lines += ["{not json", json.dumps(long, ensure_ascii=False), json.dumps(dump, ensure_ascii=False)]
    made = {
        "channel.txt": CHANNEL.encode(),
        "articles.jsonl": "\n".join(lines).encode(),
        "empty.html": b"",
        "gbk.html": (
            "<html><head><meta charset='utf-8'><title>美的集团半年报</title></head><body><article><h1>美的集团半年报</h1>"
            + "<p>美的集团上半年营收2511亿元,同比增长15.7%。公司称海外业务增长更快,订单饱满。</p>" * 4
            + "</article></body></html>"
        ).encode("gb18030"),
        "noise.bin": bytes(range(256)) * 40,
        "deleted.html": (
            "<html><body><div class='weui-msg'><h2 class='weui-msg__title'>该内容已被发布者删除</h2></div></body></html>"
        ).encode(),
        "packed.gz": gzip.compress(b"not a page"),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def landed(files, tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("home"))
    names = [str(path) for path in sorted(files.iterdir())]
    return home, run(home.path, "--input", *names, str(files / "absent.txt"))


def rows(home, query):
    with duckdb.connect(str(home.serving), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_bad_files_are_outcomes_and_the_rest_goes_on(landed):
    home, done = landed
    assert done.returncode == 0, done.output
    assert "Traceback" not in done.output
    outcomes = dict(
        rows(home, "select outcome_code, count(*) from marts.fct_parse_outcomes group by all order by all")
    )
    assert outcomes.pop("landed") >= 5
    for code in (
        "deleted",
        "empty_page",
        "malformed",
        "no_body",
        "too_long",
        "unsupported_language",
        "unreadable_file",
    ):
        assert outcomes.get(code), code
    silent = rows(
        home,
        "select outcome_code from marts.fct_parse_outcomes "
        "where outcome_code not in ('landed', 'already_known') and coalesce(message, '') = ''",
    )
    assert silent == []


def test_the_channel_page_lands_exactly(landed):
    home, _ = landed
    found = rows(
        home,
        """
        select title, published_at::text, published_raw, body_kind, title_language, body_language,
            is_truncated, original_account, original_author, original_title
        from marts.fct_articles
        where title in ('锂盐厂的订单排到了明年', '便利店的夜宵生意')
        order by title
        """,
    )
    assert found == [
        (
            "便利店的夜宵生意",
            "2025-10-09 08:30:00+00",
            "2025-10-09 08:30",
            "excerpt",
            "zh",
            "zh",
            True,
            "街角研究",
            "小满",
            "便利店的夜宵生意",
        ),
        (
            "锂盐厂的订单排到了明年",
            "2025-10-09 08:30:00+00",
            "2025-10-09 08:30",
            "summary",
            "zh",
            "en",
            False,
            None,
            None,
            None,
        ),
    ]


def test_facts_point_at_the_landed_text_through_wraps_and_citations(landed):
    home, _ = landed
    bad = rows(
        home,
        """
        select facts.figure_text
        from marts.fct_metric_observations as facts
        inner join marts.fct_article_versions as versions using (article_version_id)
        where facts.figure_text != substr(
            case facts.field when 'title' then versions.title else versions.body end,
            facts.start_char + 1,
            facts.end_char - facts.start_char
        )
        """,
    )
    assert bad == []
    assert rows(
        home,
        "select value_low, unit from marts.fct_metric_observations where company_id = 'ganfeng' "
        "and metric_id = 'revenue'",
    ) == [(6_200_000_000.0, "CNY")]


def test_a_wrong_charset_and_a_missing_date_lose_nothing(landed):
    home, _ = landed
    assert rows(home, "select count(*) from marts.fct_articles where title = '美的集团半年报'") == [(1,)]
    assert rows(home, "select published_at from marts.fct_articles where title = '没有日期的稿件'") == [
        (None,)
    ]
    assert rows(home, "select length(body) from marts.fct_article_versions where title = '长文'") == [
        (100_000,)
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared seed page is not on this machine")
def test_the_seed_page_lands_as_ten_articles_of_nine_stories(tmp_path):
    home = Home(tmp_path)
    done = run(home.path, "--input", str(SHARED / "seed" / "huxiu_channel.txt"))
    assert done.returncode == 0
    gold = [json.loads(line) for line in (SHARED / "gold" / "seed.jsonl").read_text("utf-8").splitlines()]
    assert rows(home, "select count(*), count(distinct story_id) from marts.fct_articles") == [(10, 9)]
    landed = rows(
        home,
        "select articles.title, strftime(articles.published_at, '%Y-%m-%dT%H:%M:%S+00:00'), body, source_name "
        "from marts.fct_articles as articles inner join marts.fct_article_versions using (article_version_id)",
    )
    assert sorted(landed) == sorted(
        (article["title"], article["published_at"], article["body"], article["source"]) for article in gold
    )
    assert "10 new article versions" in done.output
