"""Judging a model in a real browser: tuning, where to trust it, other runs, and single objects in depth."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(600)]

TRAINED_WITHIN_MS = 240_000
Check = Callable[[str], None]


def asked(page: Page, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what the API answers, over the browser's own connection."""
    answer = page.request.get(path) if body is None else page.request.post(path, data=body)
    assert answer.ok, answer.text()
    return dict(answer.json()["data"])


def small_session(page: Page) -> str:
    """Return a session that trains within seconds: twelve columns, a linear model, one held-out part."""
    session: str = asked(page, "/select")["session_id"]
    steps: list[dict[str, Any]] = [
        {"config_type": "data_source", "dataset": "kepler"},
        {"config_type": "features", "preset": "physics"},
        {"config_type": "model", "model": "logistic_regression"},
        {"config_type": "evaluation", "method": "holdout"},
    ]
    for step in steps:
        asked(page, "/select", {"session_id": session, **step})
    return session


def test_a_search_for_settings_is_budgeted_watched_and_reported(page: Page, check_accessibility: Check) -> None:
    session = small_session(page)
    page.goto(f"/app/sessions/{session}/select/evaluation")
    page.get_by_role("combobox", name="Calibration").click()
    page.get_by_role("option", name="Sigmoid").click()
    page.get_by_role("checkbox", name="Search for better settings").check()
    page.get_by_label("Trials").fill("3")
    page.get_by_label("Inner folds").fill("2")
    expect(page.get_by_text("12", exact=True)).to_be_visible()  # 2 searches of 3 trials in 2 folds
    check_accessibility("the evaluation")
    page.get_by_role("button", name="Train").click()
    page.wait_for_url("**/training")
    expect(page.get_by_role("heading", name="Fold 1")).to_be_visible(timeout=TRAINED_WITHIN_MS)
    page.get_by_role("link", name="See the result").click(timeout=TRAINED_WITHIN_MS)
    page.get_by_role("tab", name="Tuning").click()
    page.get_by_role("button", name="Table of What the searches found").click()
    expect(page.get_by_role("row", name=re.compile("^Final model 3 all trials done"))).to_be_visible()
    chosen = asked(page, f"/select?session_id={session}")["selection"]["evaluation"]
    assert (chosen["calibration"], chosen["tuning"]["trials"]) == ("sigmoid", 3)


def test_where_to_trust_it_and_which_runs_cannot_be_compared(
    page: Page, trained_session: str, check_accessibility: Check
) -> None:
    page.goto(f"/app/sessions/{trained_session}/result?tab=trust")
    cells = page.get_by_role("table", name="Completeness over the plane of period and radius")
    expect(cells.get_by_role("row")).to_have_count(7)
    check_accessibility("where to trust it")
    page.get_by_label("Claimed from").fill("90")
    expect(page).to_have_url(re.compile("threshold=0.9"))
    other = asked(page, "/select")["session_id"]
    page.goto(f"/app/sessions/{trained_session}/result/compare?with={other}")
    expect(page.get_by_text("Could not get the comparison")).to_be_visible(timeout=20_000)


def test_a_threshold_for_a_purpose_is_one_cursor_through_all_curves(
    page: Page, trained_session: str, check_accessibility: Check
) -> None:
    page.goto(f"/app/sessions/{trained_session}/result")
    studio = page.get_by_role("region", name="A threshold for your purpose")
    studio.get_by_role("combobox", name="I want").click()
    page.get_by_role("option", name=re.compile("^to miss few")).click()
    studio.get_by_role("button", name="Find the threshold").click()
    expect(studio.get_by_text(re.compile("misses at most 5.%: call it PLANET from a score of"))).to_be_visible()
    expect(studio.get_by_text(re.compile("are expected to be wrong"))).to_be_visible()
    check_accessibility("a threshold")
    slider = studio.get_by_role("slider", name="Threshold of the score of PLANET")
    found = slider.get_attribute("aria-valuenow")
    curve = studio.get_by_role("img", name=re.compile("^By threshold"))
    curve.scroll_into_view_if_needed()
    expect(curve.locator("canvas")).to_be_visible()
    curve.click(position={"x": 200, "y": 150})
    expect(slider).not_to_have_attribute("aria-valuenow", found or "")
    expect(studio.get_by_text(re.compile("objects on the list, about"))).to_be_visible()
    with page.expect_download() as download:
        studio.get_by_role("button", name="Save ROC curve as PNG").click()
    name = rf"roc-curve_{re.escape(trained_session[:8])}_\d{{4}}-\d\d-\d\d\.png"
    assert re.fullmatch(name, download.value.suggested_filename)
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_what_a_model_is_worth_on_another_mission(page: Page, check_accessibility: Check) -> None:
    session = small_session(page)
    asked(page, "/training", {"session_id": session})
    page.goto(f"/app/sessions/{session}/training")
    page.get_by_role("link", name="See the result").click(timeout=TRAINED_WITHIN_MS)
    page.get_by_role("tab", name="Missions").click()
    page.get_by_role("button", name="Measure across missions").click()
    matrix = page.get_by_role("table", name=re.compile("^ROC AUC by the mission that trains"))
    expect(matrix.get_by_role("row")).to_have_count(3, timeout=TRAINED_WITHIN_MS)
    page.get_by_role("heading", name="Training in stages").scroll_into_view_if_needed()
    expect(page.get_by_role("img", name=re.compile("^ROC AUC on each mission")).locator("canvas")).to_be_visible()
    check_accessibility("transfer between missions")


def test_an_object_in_depth_from_the_disagreements(
    page: Page, trained_session: str, check_accessibility: Check
) -> None:
    page.goto(f"/app/sessions/{trained_session}/result")
    disagreements = page.get_by_role("region", name=re.compile("^Objects on which model and catalogue disagree"))
    disagreements.get_by_role("link", name=re.compile(r"^K\d")).first.click()
    page.wait_for_url("**/datasets/kepler/objects/**")
    expect(page.get_by_role("heading", name="Physics checks")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Transit curve"))).to_be_visible()
    answer = page.get_by_role("region", name="What a model says")
    expect(answer.get_by_role("heading", name="Contributions")).to_be_visible(timeout=60_000)
    expect(answer.get_by_text(re.compile("Of objects with a similar score"))).to_be_visible()
    check_accessibility("a dossier")
    page.get_by_role("link", name="What if it were different?").click()
    expect(page.get_by_role("heading", name="The answer")).to_be_visible(timeout=20_000)


def test_habitability_by_numbers_by_name_and_ranked(page: Page, check_accessibility: Check) -> None:
    page.goto("/app/habitability")
    page.get_by_role("tab", name="By numbers").click()
    page.get_by_role("button", name="Fill in the Earth").click()
    page.get_by_role("button", name="Where does it stand?").click()
    expect(page.get_by_role("heading", name="This planet")).to_be_visible()
    expect(page.get_by_text("Habitable, conservatively").first).to_be_visible()
    check_accessibility("habitability")
    page.goto("/app/habitability?dataset=kepler&object=K00752.01")
    expect(page.get_by_text("too hot: nearer than recent Venus").first).to_be_visible()


PLANETS = """name,pl_rade,pl_insol,st_teff
furnace,1.2,90,5600
twin,1,1,5772
riddle,,0.9,5000
"""


def test_a_table_of_planets_is_ranked_and_taken_home(page: Page, check_accessibility: Check) -> None:
    page.goto("/app/habitability?by=table")
    drop = page.get_by_label("Drop a table of planets")
    drop.set_input_files({"name": "bad.csv", "mimeType": "text/csv", "buffer": b"name,colour\nx,red\n"})
    expect(page.get_by_text("bad.csv could not be judged")).to_be_visible()
    check_accessibility("a refused table of planets")
    drop.set_input_files({"name": "mine.csv", "mimeType": "text/csv", "buffer": PLANETS.encode()})
    rows = page.get_by_role("table", name=re.compile("^Your planets")).get_by_role("row")
    expect(rows.nth(1)).to_contain_text("twin")
    expect(rows.nth(3)).to_contain_text("furnace")
    check_accessibility("a judged table of planets")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all rows (CSV)").click()
    assert re.fullmatch(r"habitability-mine-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    kept = download.value.path().read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in kept] == ["name", "furnace", "twin", "riddle"]
