"""Each kind of source crawled from a loopback site into the warehouse: what lands, what stands in, what is asked."""

import gzip
import io
import json
import os
import shutil
from pathlib import Path

import duckdb
import pytest

from newsledger.fetch.client import Fetcher
from newsledger.settings import SOURCES_DIR, home
from newsledger.sources.kinds import parse_article_page
from newsledger.sources.load import load_source
from newsledger.sources.schema import Source
from newsledger.stages import ingest, revisits
from newsledger.stages.crawl import crawl_listings
from tests.conftest import PROJECT_ROOT
from tests.integration.replay import UNACCOUNTED
from tests.loopback import Site, site

__all__ = ["site"]

LISTS = PROJECT_ROOT / "tests" / "fixtures" / "lists"
PAGES = PROJECT_ROOT / "tests" / "fixtures" / "pages"
CHALLENGE = (
    200,
    {"Content-Type": "text/html"},
    b"<html><script>var _cf_chl_opt={}</script><p>wait</p></html>",
)


def page(number: int) -> tuple[int, dict[str, str], bytes]:
    body = (
        f"<html><head><title>Plant {number} opens</title>"
        '<meta property="article:published_time" content="2026-01-20T09:00:00Z"></head><body><article>'
        f"<p>Example said its plant {number} will make 120,000 cars a year, up from 90,000, and that it spent 1.1"
        " billion euros on it since the first stone was laid.</p></article></body></html>"
    )
    return 200, {"Content-Type": "text/html; charset=utf-8"}, body.encode()


def crawl(source: Source, run_key: str) -> dict[str, int]:
    """One run of a source; returns its outcomes. Every listed item is accounted for."""
    revisits.read_known(home(), source, run_key)
    listings = ingest.read_listings(home(), source, run_key)
    for chunk in listings["chunks"]:
        ingest.read_pages(home(), source, run_key, chunk)
    outcomes = ingest.load_batches(home(), source, run_key)["outcomes"]
    assert query(UNACCOUNTED) == []
    return outcomes


def query(sql: str) -> list[tuple]:
    with duckdb.connect(str(home().warehouse)) as connection:
        return connection.execute(sql).fetchall()


def local(shipped_as: str, url: str, **changes) -> Source:
    """A shipped source, pointed at the loopback site."""
    shipped = load_source(SOURCES_DIR / f"{shipped_as}.yaml")
    return shipped.model_copy(
        update={"urls": [url], "allow_private": True, "crawl_delay_seconds": 0, "max_attempts": 1, **changes}
    )


def test_huxiu_s_details_are_read_and_the_list_s_item_stands_in_for_a_blocked_one(site: Site) -> None:
    detail = "/web/article/detail?platform=www&aid={} as a form"
    site.answers |= {
        "/web/channel/articleListV1?platform=www as a form": (
            200,
            {},
            (LISTS / "huxiu_list.json").read_bytes(),
        ),
        detail.format(8000001): (200, {}, (LISTS / "huxiu_detail.json").read_bytes()),
        detail.format(8000004): CHALLENGE,
    }
    source = local("huxiu_list", f"{site.url}/web/channel/articleListV1?platform=www")
    assert crawl(source, "first") == {"landed": 4, "malformed": 1}
    assert query("select url, body_kind from raw.article_versions order by url") == [
        ("https://www.huxiu.com/article/8000001.html", "full"),
        ("https://www.huxiu.com/article/8000002.html", "lead"),
        ("https://www.huxiu.com/article/8000003.html", "full"),
        ("https://www.huxiu.com/article/8000004.html", "lead"),
    ]
    said = query("select message from raw.parse_outcomes where url like '%8000004%'")
    assert "blocked" in said[0][0] and "stands in" in said[0][0]


def test_a_huxiu_list_is_read_by_its_last_id_up_to_its_pages(site: Site) -> None:
    def page_of(*ids: int, last: int) -> bytes:
        rows = [{"aid": aid, "title": f"第{aid}条", "summary": "只有一句。"} for aid in ids]
        return json.dumps({"success": True, "data": {"datalist": rows, "last_id": last}}).encode()

    first = "/list?platform=www"
    site.answers |= {
        f"{first} as a form": (200, {}, page_of(5, 4, last=4)),
        f"{first}&last_id=4 as a form": (200, {}, page_of(3, last=3)),
        f"{first}&last_id=3 as a form": (200, {}, page_of(2, last=0)),
    }
    source = local("huxiu_list", f"{site.url}{first}", follow_links=False)
    assert crawl(source, "one page") == {"landed": 2}
    assert crawl(source.model_copy(update={"max_pages": 2}), "two pages") == {"already_known": 2, "landed": 1}
    assert crawl(source.model_copy(update={"max_pages": 9}), "all") == {"already_known": 3, "landed": 1}


def test_an_album_s_articles_are_read_page_by_page(site: Site) -> None:
    saved = (PAGES / "wechat_script_object.html").read_bytes()
    album = (LISTS / "wechat_album.json").read_text()
    site.answers |= {
        "/album?f=json": (200, {}, album.encode()),
        "/album?f=json&begin_msgid=2000000001&begin_itemidx=1": (
            200, {}, album.replace('"continue_flag": "1"', '"continue_flag": "0"').replace("AAAA", "AAAB").encode(),
        ),
    }  # fmt: skip
    source = local("wechat_album", f"{site.url}/album?f=json", max_pages=3)
    with Fetcher() as fetcher:
        listings = list(crawl_listings(source, fetcher, {}))
    assert [len(parsed.links) for _, _, parsed in listings] == [2, 2]
    item = parse_article_page(source, listings[0][2].links[0], saved, "text/html; charset=utf-8").items[0]
    assert item.article is not None
    assert item.article.external_id is not None


def test_a_page_that_landed_is_not_asked_for_again_before_its_time(site: Site) -> None:
    site.answers |= {
        "/web/channel/articleListV1?platform=www as a form": (200, {}, (LISTS / "huxiu_list.json").read_bytes()),
        "/web/article/detail?platform=www&aid=8000001 as a form": (
            200, {}, (LISTS / "huxiu_detail.json").read_bytes(),
        ),
        "/web/article/detail?platform=www&aid=8000004 as a form": CHALLENGE,
    }  # fmt: skip
    source = local("huxiu_list", f"{site.url}/web/channel/articleListV1?platform=www")
    crawl(source, "first")
    site.asked.clear()
    assert crawl(source, "second") == {"already_known": 4, "malformed": 1}
    details = [path for path in site.paths() if "detail" in path]
    assert details == ["/web/article/detail?platform=www&aid=8000004 as a form"]
    site.asked.clear()
    crawl(source.model_copy(update={"reread_after_hours": 0}), "third")
    assert len([path for path in site.paths() if "detail" in path]) == 2


def test_a_page_that_landed_whole_is_not_replaced_by_its_teaser_when_it_is_blocked(site: Site) -> None:
    detail = "/web/article/detail?platform=www&aid=8000001 as a form"
    site.answers |= {
        "/web/channel/articleListV1?platform=www as a form": (
            200,
            {},
            (LISTS / "huxiu_list.json").read_bytes(),
        ),
        detail: [(200, {}, (LISTS / "huxiu_detail.json").read_bytes()), CHALLENGE],
    }
    source = local(
        "huxiu_list", f"{site.url}/web/channel/articleListV1?platform=www", reread_after_hours=None
    )
    crawl(source, "first")
    assert crawl(source, "second") == {"already_known": 3, "blocked": 1, "malformed": 1}
    assert query("select body_kind from raw.article_versions where url like '%8000001%'") == [("full",)]


def test_a_sitemap_s_index_is_followed_to_the_articles(site: Site) -> None:
    index = (LISTS / "sitemap_index.xml").read_text().replace("https://news.example", site.url)
    sitemap = (LISTS / "sitemap.xml").read_text().replace("https://news.example", site.url)
    site.answers |= {
        "/sitemap.xml": (200, {}, index.encode()),
        "/sitemap-2026.xml": (200, {"ETag": '"s1"'}, gzip.compress(sitemap.encode())),
        **{f"/articles/{number}.html": page(number) for number in (2, 3)},
    }
    source = Source(
        source_id="news_sitemap", kind="sitemap", name="News", urls=[f"{site.url}/sitemap.xml"], time_zone="UTC",
        link_pattern=r"/articles/\d+", max_pages=1, crawl_delay_seconds=0, allow_private=True, max_attempts=1,
    )  # fmt: skip
    assert crawl(source, "first") == {"landed": 2, "not_found": 1}
    assert "/sitemap-2025.xml" not in site.paths()
    assert "/about" not in site.paths()


def test_a_feed_of_leads_lands_the_pages_and_the_lead_where_a_page_is_gone(site: Site) -> None:
    entries = "".join(
        f"<item><title>Plant {n} opens</title><link>{site.url}/{n}</link><description>A teaser.</description></item>"
        for n in (1, 2)
    )
    site.answers |= {
        "/feed": (200, {}, f"<rss><channel><title>x</title>{entries}</channel></rss>".encode()),
        "/1": page(1),
    }
    source = local("techcrunch_feed", f"{site.url}/feed")
    assert crawl(source, "first") == {"landed": 2}
    assert query("select title, body_kind, parser from raw.article_versions order by title") == [
        ("Plant 1 opens", "full", "article_page"),
        ("Plant 2 opens", "lead", "feed"),
    ]


def test_wechat_pages_come_from_addresses_a_mirror_s_feed_and_saved_files(site: Site, tmp_path: Path) -> None:
    saved = PAGES / "wechat_script_object.html"
    site.answers |= {
        "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, saved.read_bytes()),
        "/mirror": (
            200, {},
            f"<rss><channel><title>m</title><item><title>t</title><link>{site.url}/page</link></item></channel></rss>".encode(),
        ),
    }  # fmt: skip
    folder = tmp_path / "saved"
    folder.mkdir()
    shutil.copy(saved, folder / "one.html")
    shutil.copy(PAGES / "wechat_deleted.html", folder / "two.html")
    mirror = local("techcrunch_feed", f"{site.url}/mirror", source_id="wechat_mirror", language="zh")
    inbox = Source(source_id="wechat_saved", kind="folder", name="x", urls=[str(folder)], time_zone="UTC")
    assert crawl(local("wechat_pages", f"{site.url}/page"), "pages") == {"landed": 1}
    assert crawl(mirror, "mirror") == {"landed": 1}
    assert crawl(inbox, "saved") == {"landed": 1, "deleted": 1}
    assert query("select count(*), count(distinct text_sha256) from raw.article_versions") == [(3, 1)]


def test_files_of_a_folder_land_once_and_are_read_again_only_when_they_change(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    folder = tmp_path / "inbox"
    (folder / "deep").mkdir(parents=True)
    shutil.copy(PAGES / "articles.jsonl", folder / "deep" / "articles.jsonl")
    shutil.copy(PAGES / "channel_synthetic.txt", folder / "channel.txt")
    (folder / "plant.html").write_bytes(page(2)[2])
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 not an article")
    (folder / ".hidden.html").write_bytes(page(8)[2])
    (folder / "coming.html.part").write_bytes(page(9)[2])
    with (folder / "pages.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                "https://news.example/1", "response", payload=io.BytesIO(page(1)[2]), http_headers=headers
            )
        )
    source = Source(
        source_id="an_inbox",
        kind="folder",
        name="Inbox",
        urls=[str(folder)],
        time_zone="UTC",
        max_failure_share=1,
    )
    first = crawl(source, "first")
    assert first["landed"] > 5
    assert first["unreadable_file"] == 1
    assert query("select count(*) from raw.article_versions where title like 'Plant%'") == [(2,)]
    read = "select count(*) from raw.fetches where outcome_code = 'ok' and url like '%{}'"
    second = crawl(source, "second")
    assert query(read.format("pages.warc.gz")) == [(1,)]
    assert sum(second.values()) == sum(first.values())
    assert second.get("landed", 0) == 0
    (folder / "plant.html").write_text("", encoding="utf-8")
    os.utime(folder / "plant.html", (1, 1))
    third = crawl(source, "third")
    assert third["empty_page"] == 1
    assert query(read.format("plant.html")) == [(2,)]


def test_a_folder_that_is_not_there_is_one_refusal(tmp_path: Path) -> None:
    source = Source(
        source_id="an_inbox", kind="folder", name="Inbox", urls=[str(tmp_path / "none")], time_zone="UTC"
    )
    assert crawl(source, "first") == {"unreadable_file": 1}


@pytest.mark.parametrize("status", [301, 307])
def test_a_form_is_not_sent_on_to_another_address(site: Site, status: int) -> None:
    site.answers |= {"/a?x=1 as a form": (status, {"Location": f"{site.url}/b"}, b"")}
    source = local("huxiu_list", f"{site.url}/a?x=1")
    assert crawl(source, "first") == {"fetch_failed": 1}
    assert not [path for path in site.paths() if path.startswith("/b")]
