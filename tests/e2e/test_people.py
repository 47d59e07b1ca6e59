"""Five people and what they came for, where the other browser tests leave a hole, on one real stack of their own.

The newcomer's click to an explanation is in ``test_journeys``, Learn page by page in ``test_studio``, an own table's
mapping and training in ``test_own_table``, the cut of a work list in ``test_predict_explain``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import running_stack
from tests.e2e.test_evaluation import asked, small_session
from tests.e2e.test_own_table import candidates
from tests.e2e.test_studio import SCREENSHOTS, WIDTHS, picture, remember

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(600)]

TOKEN = "e2e-operator-6Qd0mXlT3vZr9KcUyW1sHb"
TRAINED_WITHIN_MS = 240_000
WORK_MS = 60_000
TAKEN_OVER_WITHIN_MS = 60_000
HELD = "folds.1"
"""Where the recovery test holds a training: one fold is done, the others are not."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the stack keeps everything; processes stop at the files in its ``seams``."""
    made = tmp_path_factory.mktemp("people")
    (made / "seams").mkdir()
    return made


@pytest.fixture(scope="module")
def platform(folder: Path) -> Iterator[str]:
    """A stack that has an operator, and that may be broken."""
    settings = {"ADMIN_TOKEN": TOKEN, "FLASK_ENV": "testing", "SEAM_DIR": str(folder / "seams")}
    with running_stack(folder, **settings) as address:
        yield address


@pytest.fixture(scope="module")
def judged(browser: Browser, platform: str) -> str:
    """The id of a session that was trained on Kepler's physics within seconds."""
    page = browser.new_context(base_url=platform).new_page()
    session_id = small_session(page)
    train(page, session_id)
    page.context.close()
    return session_id


def train(page: Page, session_id: str) -> None:
    asked(page, "/training", {"session_id": session_id})
    page.goto(f"/app/sessions/{session_id}/training")
    page.get_by_role("link", name="See the result").wait_for(timeout=TRAINED_WITHIN_MS)


# --- the newcomer ---------------------------------------------------------------------------------------------


def test_newcomer_comes_back_to_the_own_session_and_reads_what_its_score_means(page: Page, judged: str) -> None:
    """Journey of the newcomer: back on Home a day later, from the score in the list to the page that explains it."""
    remember(page, judged)
    page.goto("/")
    row = page.get_by_role("row", name=re.compile("Session of .* accuracy"))
    expect(row).to_contain_text("%")
    page.get_by_role("link", name="What do the scores mean?").click()
    page.wait_for_url("**/learn/scores")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Accuracy").first).to_be_visible()
    page.go_back()
    row.get_by_role("link").click()
    page.wait_for_url(f"**/{judged}/result")
    expect(page.get_by_text("decided objects whose star it had never")).to_be_visible()


# --- the astronomer with a table ------------------------------------------------------------------------------


def test_astronomer_predicts_a_file_with_the_model_of_an_own_table_and_takes_it_home(page: Page) -> None:
    """Journey of the astronomer with a CSV of their own: what follows on the training, a file with bad rows."""
    own = candidates()
    content = own.to_csv(index=False).encode()
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": content}
    sent = page.request.post("/api/upload", multipart={"file": file})  # type: ignore[dict-item]
    session_id = asked(page, "/select")["session_id"]
    steps: tuple[dict[str, Any], ...] = (
        {"config_type": "data_source", "data_source": "upload", "upload_id": sent.json()["data"]["upload_id"]},
        {"config_type": "features", "target": "verdict", "preset": "default"},
        {"config_type": "model", "model": "logistic_regression"},
        {"config_type": "evaluation", "method": "holdout"},
    )
    for step in steps:
        asked(page, "/select", {"session_id": session_id, **step})
    train(page, session_id)
    page.get_by_role("link", name="Predict with it").click()
    page.get_by_role("tab", name=re.compile("Many")).click()
    with page.expect_download() as template:
        page.get_by_role("link", name="Download a template (CSV)").click()
    columns = pd.read_csv(template.value.path()).columns
    assert set(columns) <= set(own.columns), "the template speaks the person's own names"

    new = own[["candidate", *columns.drop("candidate", errors="ignore")]].head(40).astype(object)
    new.loc[4, "Teff"] = 5_700
    new.loc[6, "P (days)"] = "soon"
    page.get_by_label("Drop a table here").set_input_files(
        {"name": "new.csv", "mimeType": "text/csv", "buffer": new.to_csv(index=False).encode()}  # type: ignore[arg-type]
    )
    expect(page.get_by_text("39 objects judged")).to_be_visible(timeout=WORK_MS)
    problem = page.get_by_role("region", name="Problems by line").get_by_role("row").nth(1)
    expect(problem).to_contain_text(re.compile(r"8.*P \(days\).*soon"))
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    table = pd.read_csv(download.value.path())
    assert len(table) == len(new)
    unanswered = table[table["prediction"].isna()]
    assert list(unanswered["candidate"]) == ["C6"]


# --- the astronomer with candidates ---------------------------------------------------------------------------


def test_astronomer_cuts_the_work_list_reads_the_first_dossier_and_exports_it(page: Page, judged: str) -> None:
    """Journey of the astronomer with candidates: from the ranking to the first object, back to the cut list, home."""
    page.goto(f"/app/sessions/{judged}/predict?tab=undecided")
    page.get_by_role("button", name="Rank them").click()
    page.get_by_role("button", name=re.compile("^Cut the list: ")).first.click(timeout=WORK_MS)
    expect(page.get_by_text("The list is cut")).to_be_visible()
    cut = page.url
    first = page.get_by_role("region", name="Predictions").get_by_role("row").nth(1).get_by_role("rowheader")
    name = first.inner_text()
    first.get_by_role("link").click()
    page.wait_for_url(f"**/objects/{name}*")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page.get_by_role("heading", name="Physics checks")).to_be_visible()
    expect(page.get_by_role("region", name="What a model says")).to_contain_text("PLANET", timeout=WORK_MS)
    page.go_back()
    expect(page).to_have_url(cut)
    expect(page.get_by_text("The list is cut")).to_be_visible()
    expect(first).to_have_text(name)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    table = pd.read_csv(download.value.path())
    assert table["object"].iloc[0] == name
    assert table["score"].is_monotonic_decreasing


# --- the operator ---------------------------------------------------------------------------------------------


def opened(page: Page) -> None:
    """Open the operator's view with the token."""
    page.goto("/app/health")
    page.get_by_label("Admin token").fill(TOKEN)
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("heading", name="API keys")).to_be_visible()


def test_operator_sees_queue_workers_storage_and_janitor_behind_the_token(page: Page, judged: str) -> None:
    """Journey of the operator: every part at a glance, the inside of the platform, nobody without the token."""
    page.goto("/app/health")
    for part in ("API", "database", "Redis", "workers", "storage"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    expect(page.get_by_text("Everything works")).to_be_visible()
    page.get_by_label("Admin token").fill("a guess that is long enough to be one")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("Refused")).to_be_visible()
    opened(page)
    expect(page.get_by_role("row", name=re.compile("^Trainings 0 0 [1-9]"))).to_be_visible()
    for fact in (
        "Jobs that wait",
        "Messages in Redis",
        "Longest wait",
        "In use",
        "Sessions are kept",
        "Janitor was here",
    ):
        expect(page.get_by_text(fact, exact=True)).to_be_visible()
    assert TOKEN not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    for theme in ("dark", "light"):
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            picture(page, SCREENSHOTS / f"operator-{theme}-{width}.png")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Switch to the").click()
    page.reload()
    expect(page.get_by_label("Admin token")).to_have_value("")


def test_operator_makes_a_key_shown_once_and_revokes_it(page: Page) -> None:
    """Journey of the operator: an API key is shown once, is listed without itself, and can be revoked."""
    opened(page)
    page.get_by_label("Whose key").fill("courier")
    page.get_by_label("What it may do").select_option("read")
    page.get_by_role("button", name="Make a key").click()
    expect(page.get_by_text("The key of courier is shown only now")).to_be_visible()
    key = page.get_by_role("region", name="API keys").locator("code").inner_text()
    assert key.startswith("exo_")
    opened(page)
    expect(page.get_by_role("row", name=re.compile("^courier read .*valid"))).to_be_visible()
    assert key not in page.content()
    page.get_by_role("button", name="Revoke the key of courier").click()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.get_by_role("row", name=re.compile("^courier read .*revoked"))).to_be_visible()


# --- failure and recovery -------------------------------------------------------------------------------------


@contextmanager
def held(folder: Path, place: str) -> Iterator[Callable[[Page], int]]:
    """Hold whoever comes by a place; yields a function that waits for one and returns its process."""
    file, marker = folder / "seams" / place, folder / "seams" / f"{place}.reached"
    file.touch()

    def reached(page: Page) -> int:
        for _ in range(600):
            if marker.exists() and (found := marker.read_text(encoding="ascii")):
                return int(found)
            page.wait_for_timeout(100)
        raise AssertionError(f"nobody came to {place}")

    try:
        yield reached
    finally:
        file.unlink()


def web_server(platform: str) -> psutil.Process:
    """The main process of the stack's web server, which is told its port."""
    port = platform.rsplit(":", 1)[1]
    for child in psutil.Process().children(recursive=True):
        # Other tests leave processes that have ended and that nobody has asked for yet.
        with suppress(psutil.NoSuchProcess):
            if "gunicorn" in child.cmdline() and child.environ().get("PORT") == port:
                return child
    raise AssertionError(f"no web server is told port {port}")


def test_recovery_of_a_training_from_network_reload_server_and_worker(page: Page, platform: str, folder: Path) -> None:
    """Journey of failure and recovery: one training survives the network, a reload, the server and its worker."""
    session_id = small_session(page)
    asked(page, "/select", {"session_id": session_id, "config_type": "evaluation", "method": "cv", "folds": 3})
    page.goto(f"/app/sessions/{session_id}/training")
    lost = page.get_by_text("No answer from the server")
    progress = page.get_by_role("progressbar", name="Progress of the training")
    with held(folder, HELD) as reached:
        page.get_by_role("button", name="Train", exact=True).first.click()
        worker = psutil.Process(reached(page))
        page.context.set_offline(True)
        expect(lost).to_be_visible()
        expect(progress).to_be_visible()
        page.context.set_offline(False)
        expect(lost).to_have_count(0)
        page.reload()
        expect(progress).to_be_visible()
        web_server(platform).kill()
        # It may be back before the page has lost its patience.
        page.wait_for_event(
            "response", lambda answer: "/training" in answer.url and answer.status < 400, timeout=40_000
        )
        expect(lost).to_have_count(0, timeout=40_000)
        expect(progress).to_be_visible()
        worker.kill()
    page.get_by_role("link", name="See the result").wait_for(timeout=TAKEN_OVER_WITHIN_MS)
    expect(page.get_by_text("Taken up by another worker (attempt 2)")).to_be_visible()
    page.get_by_role("link", name="See the result").click()
    expect(page.get_by_text("decided objects whose star it had never")).to_be_visible()


def test_recovery_of_a_person_whose_run_failed(page: Page, folder: Path) -> None:
    """Journey of failure and recovery: a run whose table is broken says why and what to do; operators see it."""
    content = candidates(60).to_csv(index=False).encode()
    sent = page.request.post(
        "/api/upload",
        multipart={"file": {"name": "lost.csv", "mimeType": "text/csv", "buffer": content}},  # type: ignore[dict-item]
    )
    upload_id = sent.json()["data"]["upload_id"]
    session_id = asked(page, "/select")["session_id"]
    source = {"config_type": "data_source", "data_source": "upload", "upload_id": upload_id}
    for step in (source, {"config_type": "features", "target": "verdict", "preset": "default"}):
        asked(page, "/select", {"session_id": session_id, **step})
    kept = [path for path in folder.rglob("*") if path.is_file() and upload_id in str(path)]
    assert kept
    for path in kept:
        path.write_bytes(b"broken")
    page.goto(f"/app/sessions/{session_id}/training")
    page.get_by_role("button", name="Train", exact=True).first.click()
    expect(page.get_by_text("The training failed")).to_be_visible(timeout=WORK_MS)
    expect(page.get_by_text("What to do:")).to_be_visible()
    page.get_by_role("link", name="Change the selection").click()
    page.wait_for_url("**/select/**")
    opened(page)
    failures = page.get_by_role("region", name="Recent failures")
    expect(failures.get_by_role("row", name=re.compile("Training"))).to_be_visible()
