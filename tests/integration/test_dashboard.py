"""The dashboard over a small publication, asked over HTTP."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
import yaml
from dashboard import figures, questions, server
from dashboard.markup import Markup, join, outward, tag
from dashboard.pages import PAGES
from dashboard.server import respond
from dashboard.serving_copy import reading

from newsledger.settings import DBT_DIR, Home
from tests.integration.dashboard_sample import EVIL, publish_sample

ALL_PAGES = [
    "/",
    "/facts",
    "/facts?metric=revenue&modality=actual",
    "/companies",
    "/companies?q=ndc",
    "/company?id=ningde_cells",
    "/company?id=evil",
    "/search",
    "/search?q=revenue",
    "/search?q=%E5%AE%81%E5%BE%B7%E7%94%B5%E8%8A%AF",
    "/why?id=o1",
    "/topics",
    "/topic?id=batteries",
    "/checks",
    "/sources",
    "/article?id=a1",
    "/article?id=a2",
    "/article?id=a3",
]
ALIVE: set[str] = set()  # addresses that have answered already
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Document(HTMLParser):
    """Checks nesting; collects links, headings, labels and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((name, dict(attributes)))
        if name not in VOID:
            self.open.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.elements if found == name]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("dashboard"))
    publish_sample(home)
    return home


@pytest.fixture(scope="module")
def port(home: Home) -> Iterator[int]:
    httpd = server.make_server(home, "127.0.0.1", 0)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield httpd.server_port
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def ask(
    port: int, target: str, method: str = "GET", host: str | None = None
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest(method, target, skip_host=True)
    connection.putheader("Host", host or f"127.0.0.1:{port}")
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def page(home: Home, target: str) -> str:
    status, document = respond(home, target)
    assert status == 200, document
    return document


@pytest.mark.parametrize("target", ALL_PAGES)
def test_every_page_answers_well_formed_and_closed_to_scripts(port: int, target: str) -> None:
    status, headers, body = ask(port, target)
    assert status == 200
    document = Document(body)
    assert not document.all("script")
    assert EVIL not in body
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "python" not in headers["server"].lower()
    for _, attributes in document.elements:
        assert not {name for name in attributes if name.startswith("on") or name == "style"}
        assert not (attributes.get("href") or "").lower().startswith("javascript:")


@pytest.mark.parametrize("target", ALL_PAGES)
def test_every_page_can_be_used_without_sight_or_mouse(home: Home, target: str) -> None:
    document = Document(page(home, target))
    assert document.all("html") == [{"lang": "en"}]
    assert len(document.all("h1")) == 1
    assert document.all("main") == [{"id": "content", "class": "wide"}]
    assert {"href": "#content", "class": "skip"} in document.all("a")
    headings = [int(name[1]) for name, _ in document.elements if re.fullmatch(r"h[1-6]", name)]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert len(document.all("caption")) == len(document.all("table"))
    assert all(head.get("scope") for head in document.all("th"))
    assert not re.search(r"<th[^>]*></th>", page(home, target))
    identities = [attributes["id"] for _, attributes in document.elements if attributes.get("id")]
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("target", ALL_PAGES)
def test_no_link_of_a_page_is_dead(home: Home, target: str) -> None:
    document = Document(page(home, target))
    identities = {attributes.get("id") for _, attributes in document.elements}
    addresses = {attributes["href"] or "" for attributes in document.all("a")}
    for address in addresses:
        if address.startswith("#"):
            assert address[1:] in identities, address
        elif address.startswith("/") and address not in ALIVE:
            assert respond(home, address)[0] == 200, address
            ALIVE.add(address)


def test_the_overview_says_when_and_how_much_was_published(home: Home) -> None:
    text = "".join(Document(page(home, "/")).text)
    assert "2026-03-02 08:30 UTC" in text
    assert "One row per article, its latest version." in text
    assert "Demo data." in text


def test_a_fact_stands_with_its_evidence_and_the_figure_marked(home: Home) -> None:
    body = page(home, "/facts?metric=revenue&modality=actual")
    assert "reached <mark>56.2 billion yuan</mark> in 2024, up 12.5%." in body
    assert "CNY 56.2 billion" in body


def test_evidence_that_the_offset_does_not_fit_is_marked_by_its_only_occurrence(home: Home) -> None:
    body = page(home, "/facts")
    assert "<mark>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;</mark> &amp; more" in body


def test_a_scale_suspect_keeps_its_stated_value_beside_the_likelier(home: Home) -> None:
    text = "".join(Document(page(home, "/checks")).text)
    assert "CNY 510 million" in text
    assert "Likelier: CNY 5.1 billion." in text
    assert "CNY 50 billion to 56.2 billion" in text  # the disputed revenue


def test_a_company_is_found_by_any_name_and_shows_its_series(home: Home) -> None:
    for name in ("ndc", "宁德", "SZ:300001", "ningde c"):
        assert 'href="/company?id=ningde_cells"' in page(home, f"/companies?q={name.replace(' ', '+')}"), name
    assert "No company is known as “a%b”." in page(home, "/companies?q=a%25b")
    document = Document(page(home, "/company?id=ningde_cells"))
    assert len(document.all("svg")) == 1
    assert len(document.all("circle")) == 3
    assert "disputed" in document.text
    text = " ".join(document.text)
    assert "Single periods" in text
    assert "by 2027-12-31 ≈ 40 GWh target" in text


def test_an_article_shows_figures_and_companies_where_they_stand(home: Home) -> None:
    body = page(home, "/article?id=a1")
    assert '<mark><a href="#fact-o1">56.2 billion yuan</a></mark>' in body
    assert '<a href="/company?id=tianqi_works">Tianqi Works</a>' in body
    assert '<a href="/company?id=ningde_cells">宁德电芯</a>去年净利润' in body


def test_articles_are_found_by_their_words(home: Home) -> None:
    assert "Ningde Cells grows again" in page(home, f"/search?q={quote('宁德电芯 REVENUE')}")
    assert "No article holds" in page(home, "/search?q=withdrawn")  # it is deleted
    assert "No article holds" in page(home, f"/search?q={quote(EVIL)}+zzz")


def test_a_number_tells_where_it_comes_from(home: Home) -> None:
    assert 'href="/why?id=o1"' in page(home, "/facts")
    text = " ".join(Document(page(home, "/why?id=o1")).text)
    for piece in (
        "56.2 billion yuan",
        "https://example.org/a1",
        "metric revenue",
        "models/marts/metrics/x.sql",
    ):
        assert piece in text
    assert respond(home, "/why?id=nothing")[0] == 404


def test_the_pages_show_the_shared_measures(home: Home) -> None:
    with reading(home) as reader:
        measured = reader.row("from marts.archive_measures(null, null)")
        assert measured is not None
        assert measured == {key: questions.headline(reader)[key] for key in measured if key != "texts"} | {
            "texts": measured["texts"]
        }
        voices = reader.rows("select company_id, stories from marts.company_measures(null, null)")
        shown = {row["company_id"]: row["stories"] for row in questions.companies(reader, "", 1)}
    assert shown == {row["company_id"]: row["stories"] for row in voices}


def test_a_copy_of_another_version_is_said_to_be_one(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = publish_sample(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop macro table marts.search")
    status, document = respond(home, "/search?q=x")
    assert status == 503
    assert "another version" in document


def test_unused_topics_are_left_out(home: Home) -> None:
    body = page(home, "/topics")
    assert "Batteries" in body
    assert "Unused topic" not in body


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/nowhere", 404),
        ("/company?id=nobody", 404),
        ("/article?id=a1'--", 404),
        ("/topic?id=%3Cb%3E", 404),
        ("/company", 400),
        ("/facts?page=0", 400),
        ("/facts?page=1e3", 400),
        ("/facts?page=" + "9" * 40, 400),
        ("/facts?modality=sure", 400),
        ("/companies?q=" + "x" * 300, 400),
        ("/?" + "&".join(f"p{n}=1" for n in range(50)), 400),
        ("/facts?metric=' or 1=1 --", 200),
        ("/../../etc/passwd", 404),
        ("/style.css/../server.py", 404),
    ],
)
def test_bad_addresses_get_a_plain_answer(home: Home, target: str, status: int) -> None:
    found, body = respond(home, target)
    assert found == status
    Document(body)
    assert "<b>" not in body


def test_an_injected_filter_finds_nothing(home: Home) -> None:
    assert "No fact fits." in page(home, "/facts?metric=' or 1=1 --")


def test_other_methods_and_foreign_host_names_are_refused(port: int) -> None:
    assert ask(port, "/", "POST")[0] == 501
    assert ask(port, "/", host="evil.example")[0] == 421
    assert ask(port, "/", host="evil.example:80")[0] == 421
    assert ask(port, "/", host="localhost")[0] == 200
    status, headers, body = ask(port, "/", "HEAD")
    assert (status, body) == (200, "")
    assert int(headers["content-length"]) > 1000
    assert ask(port, "/health")[2] == "ok\n"
    assert ask(port, "/style.css")[1]["content-type"].startswith("text/css")


def test_a_failure_tells_the_log_and_not_the_browser(
    port: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("secret detail")

    monkeypatch.setitem(PAGES, "/facts", broken)
    status, _, body = ask(port, "/facts")
    assert status == 500
    assert "secret detail" not in body
    assert "secret detail" in capfd.readouterr().err


def test_before_the_first_publication_every_page_says_what_to_do(tmp_path: Path) -> None:
    for target in ("/", "/facts", "/company?id=x"):
        body = page(Home(tmp_path), target)
        assert "Nothing is published yet" in body
        assert "make run" in body


def test_a_new_publication_shows_at_once_while_old_readers_finish(tmp_path: Path) -> None:
    home = Home(tmp_path)
    publish_sample(home, "publication_1", revenue=1e9)
    with reading(home) as old:
        publish_sample(home, "publication_2", revenue=2e9)
        assert "CNY 2 billion" in page(home, "/facts?metric=revenue")
        row = old.row("select value_low from marts.fct_metric_observations where observation_id = 'o1'")
        assert row == {"value_low": 1e9}


def test_readers_can_neither_write_nor_reach_other_files(home: Home, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with reading(home) as reader:
        for statement in (
            "delete from marts.fct_articles",
            f"select * from read_csv('{secret}')",
            f"copy (select 1) to '{tmp_path / 'out.csv'}'",
            f"attach '{tmp_path / 'x.duckdb'}'",
            "set enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                reader.rows(statement)


def test_a_question_that_takes_too_long_is_broken_off(home: Home) -> None:
    with reading(home, seconds=0.3) as reader, pytest.raises(duckdb.InterruptException):
        reader.rows(
            "select count(*) from range(100000) a, range(100000) b, range(10) c where hash(a, b, c) = 1"
        )


def test_many_requests_at_once_all_get_the_whole_page(port: int) -> None:
    answers: list[tuple[int, bool]] = []

    def one() -> None:
        status, _, body = ask(port, "/company?id=ningde_cells")
        answers.append((status, body.endswith("</html>")))

    threads = [threading.Thread(target=one) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(200, True)] * 24


def test_the_sample_has_only_columns_that_the_marts_declare(home: Home) -> None:
    declared: dict[str, set[str]] = {}
    for path in (DBT_DIR / "models" / "marts").rglob("*.yml"):
        for model in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models", []):
            declared[model["name"]] = {column["name"] for column in model.get("columns", [])}
    with reading(home) as reader:
        rows = reader.rows(
            "select table_name, column_name from duckdb_columns() "
            "where schema_name = 'marts' and table_name <> 'publication'"
        )
    unknown = [row for row in rows if row["column_name"] not in declared[row["table_name"]]]
    assert unknown == []


@pytest.mark.parametrize(
    ("low", "high", "unit", "bound", "text"),
    [
        (5.62e10, 5.62e10, "CNY", "over", "> CNY 56.2 billion"),
        (-31.9, -31.9, "percent", "exact", "−31.9%"),
        (1.0, 5.0, "percent", "about", "≈ 1 to 5%"),
        (2.0, 2.0, "ratio", "exact", "2×"),
        (1234.5, 1234.5, "GWh", "under", "< 1,234.5 GWh"),
        (3.0, 3.0, "count", "exact", "3"),
        (0.05, 0.05, "CNY/kWh", "exact", "0.05 CNY/kWh"),
        (None, None, "CNY", None, "–"),
    ],
)
def test_quantities_read_as_stated(
    low: float | None, high: float | None, unit: str, bound: str | None, text: str
) -> None:
    assert figures.quantity(low, high, unit, bound) == text


def test_markup_escapes_whatever_is_not_markup() -> None:
    assert tag("p", "<b>", title='"x"') == '<p title="&quot;x&quot;">&lt;b&gt;</p>'
    assert join(["a", ["&", tag("b", 1)]], None) == "a&amp;<b>1</b>"
    assert outward("x", "javascript:alert(1)") == "x"
    assert isinstance(outward("x", "https://example.org/?a=1&b"), Markup)
    assert join("a\x00b") == "a\ufffdb"


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_as_wcag_asks(scheme: str) -> None:
    css = (Path(server.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
    light, dark = css.split("@media (prefers-color-scheme: dark)", 1)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", light.split("}")[0]))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", dark.split("}")[0]))
    pairs = [
        *((text, ground) for text in ("ink", "soft", "accent") for ground in ("paper", "ground")),
        *((f"{name}-ink", name) for name in ("mark", "good", "warn", "info")),
        ("paper", "accent"),
    ]
    for text, ground in pairs:
        lighter, darker = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, f"{text} on {ground}"


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.parametrize("target", ["/", "/company?id=ningde_cells", "/article?id=a2"])
def test_a_browser_shows_the_page_without_a_complaint(port: int, tmp_path: Path, target: str) -> None:
    shown = subprocess.run(
        [
            str(CHROMIUM),
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--enable-logging=stderr", f"--user-data-dir={tmp_path}", "--dump-dom"),
            f"http://127.0.0.1:{port}{target}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "<footer>" in shown.stdout, shown.stderr[-2000:]
    assert "Ningde Cells" in shown.stdout or target == "/article?id=a2"
    assert [line for line in shown.stderr.splitlines() if "CONSOLE" in line] == []


def test_alarms_of_now_stand_before_the_days_and_on_the_overview(home: Home) -> None:
    text = " ".join("".join(Document(page(home, "/sources")).text).split())
    now, earlier = text.split("Earlier alarms (1)")
    assert "2 days without a new article" in now
    assert "1 days without a new article" not in text, "days in a row are one alarm"
    assert "garbled" in earlier
    assert "open the page in a browser" in now
    overview = "".join(Document(page(home, "/")).text)
    assert "One alarm: Sample Feed." in overview
