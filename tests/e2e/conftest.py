"""The whole stack on real parts, and a real Chromium in front of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from backend.config import PROJECT_ROOT
from backend.stack.ports import free_port

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_WITHIN_S = 180
TRAINED_WITHIN_MS = 240_000


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program; `python run.py test` finds one and names it here."""
    path = os.environ.get("CHROMIUM_PATH")
    if not path:
        reason = "NO BROWSER: CHROMIUM_PATH names none; `python run.py test` gets one where it can"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(autouse=True, scope="session")
def patience() -> None:
    """Let a busy machine take its time: conditions are waited for longer than by default."""
    expect.set_options(timeout=30_000)


@contextmanager
def running_stack(folder: Path, **settings: str) -> Iterator[str]:
    """Run a stack of its own for as long as the context lasts; gives its address."""
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "UPLOAD_DIR": str(folder), "WORKERS": "1"}
    # Models of the platform's own would take the worker from the tests.
    environment |= {"REFERENCE_MODELS": "false", "RATE_LIMIT_WRITES_PER_MINUTE": "1000", **settings}
    for name in ("REDIS_URL", "DATABASE_URL", "MODEL_DIR"):
        environment.pop(name, None)
    log = (folder / "stack.log").open("wb")
    command = [sys.executable, "-m", "backend.stack", "serve"]
    stack = subprocess.Popen(command, cwd=PROJECT_ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_ready(address, stack, folder / "stack.log")
        yield address
    finally:
        stack.terminate()
        stack.wait(30)
        log.close()


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running stack."""
    with running_stack(tmp_path_factory.mktemp("platform")) as address:
        yield address


def wait_until_ready(address: str, stack: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline and stack.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api/health/ready", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the stack did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, platform: str) -> Iterator[Page]:
    """A fresh browser profile; an error on the page's console fails the test."""
    context = browser.new_context(base_url=platform, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
    )
    yield opened
    context.close()
    assert faults == []


@pytest.fixture
def check_accessibility(page: Page) -> Callable[[str], None]:
    """Hold that axe finds nothing on the page as it stands, in both themes."""

    def check(what: str) -> None:
        for _ in range(2):
            page.wait_for_load_state("networkidle")
            found = Axe().run(page)
            assert found.violations_count == 0, f"{what}: {found.generate_report()}"
            page.get_by_role("button", name="Switch to the").click()

    return check


@pytest.fixture(scope="session")
def trained_session(browser: Browser, platform: str) -> str:
    """The id of a session that the impatient way trained: one click on Home."""
    context = browser.new_context(base_url=platform)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/training")
    wait_until_trained(page)
    session_id = session_of(page)
    context.close()
    return session_id


def session_of(page: Page) -> str:
    return page.url.split("/sessions/")[1].split("/")[0]


def wait_until_trained(page: Page) -> None:
    done: Any = page.get_by_role("link", name="See the result")
    done.wait_for(timeout=TRAINED_WITHIN_MS)
