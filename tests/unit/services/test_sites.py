"""Health probes, the docs site, and what compose's init does before Airflow."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from newsledger.errors import TerminalError, TransientError
from newsledger.services import container_init, docs_site, health
from newsledger.services.addresses import free_port
from newsledger.services.credentials import passwords_file
from newsledger.services.pools import WAREHOUSE_POOL, ensure_pool
from newsledger.settings import Home


@contextmanager
def served(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answering(status: int, body: str, seen: list[tuple[str, str, str | None, str]]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            seen.append(
                (self.command, self.path, self.headers.get("Authorization"), self.rfile.read(length).decode())
            )
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


def report(**states: str) -> str:
    return json.dumps({name: {"status": states.get(name, "healthy")} for name in health.COMPONENTS})


def test_a_probe_goes_past_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    with served(answering(200, "ok", [])) as url:
        assert health.ask(url) == health.Answer(200, "ok")


def test_no_answer_is_status_zero_with_the_reason() -> None:
    answer = health.ask(f"http://127.0.0.1:{free_port()}/")
    assert answer.status == 0
    assert "refused" in answer.body
    assert answer.document() is None


def test_the_health_check_exits_by_the_named_components(capsys: pytest.CaptureFixture[str]) -> None:
    with served(answering(200, report(triggerer="unhealthy"), [])) as url:
        assert health.main([url, "scheduler", "dag_processor"]) == 0
        assert health.main([url, "scheduler", "triggerer"]) == 1
        assert health.main([url]) == 0
        assert health.main([url, "dag-processor"]) == 2
    assert "known: metadatabase, scheduler, dag_processor, triggerer" in capsys.readouterr().err
    assert health.main([]) == 2
    assert health.main([url]) == 1
    assert health.main([url, "scheduler"]) == 1


@pytest.mark.parametrize("body", ["", "[]", "not json", '{"scheduler": null}'])
def test_an_odd_health_report_is_not_healthy(body: str) -> None:
    with served(answering(200, body, [])) as url:
        assert health.main([url, "scheduler"]) == 1


def test_a_refused_login_gives_no_token() -> None:
    seen: list[tuple[str, str, str | None, str]] = []
    with served(answering(401, '{"access_token": "no"}', seen)) as url:
        assert health.log_in(url, "admin", "x") is None
    with served(answering(201, '{"access_token": "yes"}', seen)) as url:
        assert health.log_in(url, "admin", "x") == "yes"
    assert seen[0][:2] == ("POST", "/auth/token")
    assert json.loads(seen[0][3]) == {"username": "admin", "password": "x"}


@pytest.mark.parametrize("status", [201, 409])
def test_the_pool_is_made_or_there_already(status: int) -> None:
    seen: list[tuple[str, str, str | None, str]] = []
    with served(answering(status, "{}", seen)) as url:
        ensure_pool(url, "token")
    command, path, authorization, body = seen[0]
    assert (command, path, authorization) == ("POST", "/api/v2/pools", "Bearer token")
    assert json.loads(body)["name"] == WAREHOUSE_POOL
    assert json.loads(body)["slots"] == 1


def test_a_pool_that_airflow_refuses_is_an_error() -> None:
    with served(answering(403, "no", [])) as url, pytest.raises(TransientError, match="403 no"):
        ensure_pool(url, "token")


def test_the_docs_site_serves_the_newest_file_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (tmp_path / "secret.txt").write_text("secret")
    with served(docs_site.make_server(home, "127.0.0.1", 0)) as url:
        assert "make docs" in health.ask(f"{url}/").body
        docs_site.docs_file(home).parent.mkdir()
        docs_site.docs_file(home).write_text("<p>tables</p>")
        assert health.ask(f"{url}/") == health.Answer(200, "<p>tables</p>")
        assert health.ask(f"{url}/index.html?x=1").status == 200
        for path in ("/secret.txt", "/../secret.txt", "/docs/../../secret.txt", "/x"):
            answer = health.ask(url + path)
            assert answer.status == 404
            assert "secret" not in answer.body.replace("secret.txt", "")


def test_the_docs_page_is_made_anew_when_the_project_has_changed(tmp_path: Path) -> None:
    home, project = Home(tmp_path / "home"), tmp_path / "project"
    (project / "target").mkdir(parents=True)
    model = project / "model.sql"
    for path in (model, project / "target" / "compiled.sql", project / "notes.txt"):
        path.write_text("select 1")
    assert not docs_site.is_current(home, project)
    page = docs_site.docs_file(home)
    page.parent.mkdir(parents=True)
    page.write_text("x")
    made = page.stat().st_mtime
    for path, age in ((model, 10), (project / "target" / "compiled.sql", -10), (project / "notes.txt", -10)):
        os.utime(path, (made - age, made - age))
    assert docs_site.is_current(home, project)
    os.utime(model, (made + 10, made + 10))
    assert not docs_site.is_current(home, project)


def test_init_makes_folders_and_the_chosen_password(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    container_init.prepare(home, "a-long-password")
    passwords_file(home).write_text('{"admin": "old", "ana": "hers"}')
    container_init.prepare(home, "another-password")
    assert json.loads(passwords_file(home).read_text()) == {"admin": "another-password", "ana": "hers"}
    assert passwords_file(home).stat().st_mode & 0o777 == 0o600
    assert (home.airflow / "logs").is_dir()


@pytest.mark.parametrize("password", ["", "short"])
def test_init_refuses_a_weak_password(tmp_path: Path, password: str) -> None:
    with pytest.raises(TerminalError, match="NEWSLEDGER_ADMIN_PASSWORD"):
        container_init.prepare(Home(tmp_path), password)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_init_gives_the_volume_to_the_user_and_no_file_outside_it(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("x")
    root = tmp_path / "volume"
    (root / "sub").mkdir(parents=True)
    (root / "sub" / "file").write_text("x")
    (root / "link").symlink_to(outside)
    assert container_init.give(root, 50000, 50000) == 4
    assert (root / "sub" / "file").stat().st_uid == 50000
    assert outside.stat().st_uid == 0
    assert container_init.give(root, 50000, 50000) == 0


def test_a_failed_step_of_init_is_named() -> None:
    uid, gid = os.geteuid(), os.getegid()
    container_init.run_as(["true"], uid, gid)
    with pytest.raises(TerminalError, match="`false` ended with 1"):
        container_init.run_as(["false"], uid, gid)
