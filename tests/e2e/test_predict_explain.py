"""Predicting and explaining in a real browser on the real stack: one object, the work list, why, and named models."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(300)]

WORK_MS = 120_000
Check = Callable[[str], None]


def test_one_object_is_turned_by_a_slider_and_by_its_smallest_change(
    page: Page, trained_session: str, check_accessibility: Check
) -> None:
    page.goto(f"/app/sessions/{trained_session}/predict?object=K00752.01&predict=1")
    expect(page.get_by_text("Answered by the trained model.")).to_be_visible(timeout=30_000)
    page.get_by_text("Log-odds", exact=True).click()
    expect(page.get_by_text("In log-odds of PLANET")).to_be_visible()
    slider = page.get_by_role("slider").first
    points = page.get_by_text("points", exact=False).first
    expect(points).to_have_text("+0.0 points")
    slider.focus()
    slider.press("End")
    expect(points).not_to_have_text("+0.0 points")
    page.get_by_role("button", name="Look for it").click()
    expect(page.get_by_text("It would be false positive", exact=True)).to_be_visible(timeout=30_000)
    check_accessibility("one object")
    page.get_by_role("button", name="Judge the changed object").click()
    expect(page.get_by_label("Probability of each class").first.get_by_role("listitem").first).to_contain_text(
        "FALSE POSITIVE"
    )


def test_an_object_that_lacks_fields_is_answered_openly_by_a_reduced_model(
    page: Page, trained_session: str, check_accessibility: Check
) -> None:
    page.goto(f"/app/sessions/{trained_session}/predict")
    page.get_by_label("Orbital Period (days)").fill("9.5")
    page.get_by_label("Insolation Flux (Earth flux)").fill("93.6")
    page.get_by_role("button", name="Predict", exact=True).click()
    expect(page.get_by_text(re.compile("Answered by a reduced model of 2"))).to_be_visible(timeout=60_000)
    helpful = page.get_by_role("table", name=re.compile("What knowing one more would buy"))
    expect(helpful.get_by_role("row").nth(1)).to_contain_text("%")
    check_accessibility("an object that lacks fields")
    field = helpful.get_by_role("button").first
    name = field.inner_text().removesuffix("↗").strip()
    field.click()
    expect(page.get_by_label(name, exact=True)).to_be_focused()


def test_the_work_list_is_cut_for_a_purpose_that_stands_in_the_address(
    page: Page, trained_session: str, check_accessibility: Check
) -> None:
    page.goto(f"/app/sessions/{trained_session}/predict?tab=undecided")
    page.get_by_role("button", name=re.compile("Rank")).click()
    cut = page.get_by_role("button", name=re.compile("Cut the list: At least 99"))
    cut.click(timeout=WORK_MS)
    expect(page.get_by_text("The list is cut")).to_be_visible()
    expect(page).to_have_url(re.compile(r"threshold=0\.\d+"))
    page.reload()
    expect(page.get_by_text(re.compile("are expected to be PLANET,"))).to_be_visible()
    check_accessibility("work list")


def test_what_matters_to_the_model_is_measured_and_drawn(
    page: Page, trained_session: str, check_accessibility: Check
) -> None:
    page.goto(f"/app/sessions/{trained_session}/result?tab=why")
    page.get_by_role("button", name=re.compile("Explain the model|Measure again")).click()
    expect(page.get_by_text("Do all folds agree?")).to_be_visible(timeout=WORK_MS)
    page.get_by_role("button", name="Table of Every object as a dot").click()
    expect(page.get_by_role("table", name="Direction and range of the contributions").get_by_role("row")).to_have_count(
        13
    )
    check_accessibility("why")


def test_a_run_is_promoted_under_a_name_and_answers_by_numbers(
    page: Page, trained_session: str, check_accessibility: Check
) -> None:
    page.goto("/app/")
    page.evaluate(f"localStorage.setItem('exoplanet.sessions', JSON.stringify(['{trained_session}']))")
    page.goto("/app/models")
    page.get_by_role("combobox", name="Run").click()
    page.get_by_role("option").first.click()
    page.get_by_label("Name of the model").fill("e2e-planets")
    page.get_by_role("button", name="Promote").click()
    page.wait_for_url("**/models/e2e-planets", timeout=60_000)
    page.get_by_role("combobox", name="Begin with an object").click()
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Ask the model").click()
    expect(page.get_by_text("by version 1 of e2e-planets")).to_be_visible()
    check_accessibility("a named model")


def test_a_bundle_is_packed_and_downloaded(page: Page, trained_session: str) -> None:
    page.goto(f"/app/sessions/{trained_session}/result")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="Download the model bundle").click()
    assert download.value.suggested_filename.startswith("bundle_")
