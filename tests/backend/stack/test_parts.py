from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.config import Settings
from backend.stack import openmp, parts


@pytest.fixture
def settings(clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("WORKER_CONCURRENCY", "2")
    monkeypatch.setenv("TRAINING_THREADS", "3")
    monkeypatch.setenv("PORT", "5123")
    return Settings(_env_file=None)


def test_the_worker_gets_its_threads_and_the_web_server_one(settings: Settings) -> None:
    worker, web = parts.worker_part(settings, "redis://x"), parts.web_part(settings, "redis://x")
    assert worker.environment["OMP_NUM_THREADS"] == "3"
    assert web.environment["OMP_NUM_THREADS"] == "1"
    for part in (worker, web):
        assert part.environment["OMP_WAIT_POLICY"] == "PASSIVE"
        assert part.environment["REDIS_URL"] == "redis://x"


def test_the_commands_carry_the_settings(settings: Settings) -> None:
    worker, web = parts.worker_part(settings, "redis://x"), parts.web_part(settings, "redis://x")
    assert worker.command[worker.command.index("--concurrency") + 1] == "2"
    assert web.command[web.command.index("--bind") + 1] == "127.0.0.1:5123"
    assert "--no-control-socket" in web.command


@pytest.mark.parametrize(
    ("host", "url"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("name", "name")]
)
def test_the_address_is_one_that_a_browser_opens(settings: Settings, host: str, url: str) -> None:
    assert parts.address(settings.model_copy(update={"host": host})) == f"http://{url}:5123/"


@pytest.fixture(params=[200, 404, 500])
def web(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(request.param)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", request.param
        server.shutdown()


def test_a_web_server_answers_unless_it_is_ill(web: tuple[str, int]) -> None:
    url, status = web
    assert parts.web_answers(url) is (status < 500)


def test_nobody_there_is_no_answer() -> None:
    assert not parts.web_answers("http://127.0.0.1:1/")


def test_a_missing_openmp_runtime_is_borrowed_from_scikit_learn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "bin" / "python"
    carried = tmp_path / "lib" / "python3.11" / "site-packages" / "scikit_learn.libs" / "libgomp-e985bcbb.so.1.0.0"
    carried.parent.mkdir(parents=True)
    carried.write_bytes(b"library")
    monkeypatch.setattr(openmp.sys, "platform", "linux")
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    monkeypatch.setattr(openmp, "_loads", lambda _: False)
    folder = Path(openmp.library_path(python)["LD_LIBRARY_PATH"])
    assert (folder / "libgomp.so.1").read_bytes() == b"library"
    monkeypatch.setattr(openmp, "_loads", lambda _: True)
    assert openmp.library_path(python) == {}
