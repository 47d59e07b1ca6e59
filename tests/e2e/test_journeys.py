"""What a person does, in a real browser on the real stack: from Home to the reasons behind a prediction."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(600)]

TRAINED_WITHIN_MS = 240_000
Check = Callable[[str], None]


def test_one_click_from_home_to_the_explanation_of_a_prediction(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile("/app/$"))
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/training")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("link", name="See the result").click(timeout=TRAINED_WITHIN_MS)
    expect(page.get_by_text("decided objects whose star it had never")).to_be_visible()
    page.get_by_role("link", name="Predict with it").click()
    page.get_by_label("Known object").fill("K00752.01")
    page.get_by_role("button", name="Load", exact=True).click()
    expect(page.get_by_text("the catalogue says: planet")).to_be_visible()
    page.get_by_role("button", name="Predict", exact=True).click()
    expect(page.get_by_role("heading", name="The answer")).to_be_visible()
    expect(page.get_by_role("list", name="The main reasons").get_by_role("listitem")).to_have_count(4)
    page.get_by_role("button", name="Table of Contributions").click()
    # The head, 71 columns and what is computed from them.
    expect(page.get_by_role("region", name="All contributions").get_by_role("row")).to_have_count(1 + 71 + 24)


def test_choosing_step_by_step_is_gated_and_leaks_stay_locked(page: Page) -> None:
    page.goto("/app/")
    page.get_by_role("button", name="Choose for myself").or_(page.get_by_role("link", name="Choose for myself")).click()
    page.wait_for_url("**/select/data")
    page.get_by_text("Kepler Objects of Interest").first.click()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/select/features")
    page.get_by_role("button", name="Physics only").click()
    page.get_by_label("Search columns").fill("koi_score")
    expect(page.get_by_role("checkbox", name="I know that this gives the answer away")).not_to_be_checked()
    locked = page.get_by_role("region", name="Locked columns with the reason")
    expect(locked.get_by_role("checkbox").first).to_be_disabled()
    page.get_by_label("Search columns").fill("")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/select/model")
    page.get_by_text("Logistic regression").first.click()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/select/evaluation")
    page.get_by_role("button", name="Train").click()
    page.wait_for_url("**/training")
    page.get_by_role("link", name="See the result").click(timeout=TRAINED_WITHIN_MS)
    expect(page.get_by_text("Logistic regression").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("Logistic regression").first).to_be_visible()


def test_closing_the_tab_loses_nothing_and_cancel_cancels(page: Page) -> None:
    page.goto("/app/")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/training")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_role("button", name="Cancel the training").click()
    expect(page.get_by_text("The training was cancelled")).to_be_visible(timeout=30_000)
    page.goto("/app/")
    expect(page.get_by_text("cancelled", exact=False).first).to_be_visible()


def test_the_rows_behind_a_cell_open_and_lead_to_their_explanation(page: Page, trained_session: str) -> None:
    page.goto(f"/app/sessions/{trained_session}/result")
    page.get_by_role("button", name="FALSE POSITIVE").nth(1).click()
    page.get_by_role("link", name="Explain K").first.click()
    expect(page.get_by_role("list", name="The main reasons")).to_be_visible(timeout=30_000)


def test_the_undecided_objects_are_ranked_and_downloaded(page: Page, trained_session: str) -> None:
    page.goto(f"/app/sessions/{trained_session}/predict?tab=undecided")
    page.get_by_role("button", name="Rank them").click()
    expect(page.get_by_text("1,797 objects judged")).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    table = pd.read_csv(Path(download.value.path()))
    assert len(table) == 1_797
    assert table["score"].is_monotonic_decreasing


def test_a_file_is_predicted_with_its_problems_told_by_line(page: Page, trained_session: str, platform: str) -> None:
    answer = page.request.get(f"{platform}/predict/template?session_id={trained_session}")
    header, example = answer.text().splitlines()[:2]
    broken = ["long", *example.split(",")[1:]]
    content = "\n".join([f"{header},note", f"{example},first", f"{','.join(broken)},second"])
    page.goto(f"/app/sessions/{trained_session}/predict?tab=many")
    file = {"name": "mine.csv", "mimeType": "application/vnd.ms-excel", "buffer": content.encode()}
    page.get_by_label("Drop a table here").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_text("1 object judged")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("is not a finite number").first).to_be_visible()


def test_an_own_table_is_uploaded_and_trained(page: Page) -> None:
    generator = np.random.default_rng(1)
    is_planet = generator.random(300) < 0.5
    own = pd.DataFrame(
        {
            "star": [f"S{number // 2}" for number in range(300)],
            "depth": np.where(is_planet, 1.0, 3.0) + generator.normal(0, 0.7, 300),
            "width": np.where(is_planet, 5.0, 4.0) + generator.normal(0, 1.0, 300),
            "field": np.where(generator.random(300) < 0.5, "north", "south"),
            "verdict": np.where(is_planet, "planet", "eclipse"),
        }
    )
    buffer = io.BytesIO(own.to_csv(index=False).encode())
    page.goto("/app/")
    page.get_by_role("button", name="Choose for myself").or_(page.get_by_role("link", name="Choose for myself")).click()
    page.wait_for_url("**/select/data")
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": buffer.getvalue()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_text("own.csv").first).to_be_visible()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/select/features")
    page.get_by_role("combobox", name="Target column").click()
    page.get_by_role("option", name="verdict").click()
    page.get_by_role("combobox", name="Column that names the star").click()
    page.get_by_role("option", name="star").click()
    for step in ("model", "evaluation"):
        page.get_by_role("button", name="Save and continue").click()
        page.wait_for_url(f"**/select/{step}")
    page.get_by_role("button", name="Train").click()
    page.wait_for_url("**/training")
    page.get_by_role("link", name="See the result").click(timeout=TRAINED_WITHIN_MS)
    expect(page.get_by_role("heading", name="Verdict")).to_be_visible()
    expect(page.get_by_text("around 150 stars")).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/app/",
        "/app/health",
        "/app/nowhere",
        "/app/sessions/{id}/select/data",
        "/app/sessions/{id}/select/features",
        "/app/sessions/{id}/select/model",
        "/app/sessions/{id}/select/evaluation",
        "/app/sessions/{id}/training",
        "/app/sessions/{id}/result",
        "/app/sessions/{id}/predict",
        "/app/sessions/{id}/predict?tab=many",
        "/app/sessions/{id}/predict?tab=undecided",
        "/app/sessions/{id}/predict?object=K00752.01&predict=1",
        "/app/sessions/nobody/result",
    ],
)
def test_every_screen_is_accessible_in_both_themes(
    page: Page, trained_session: str, check_accessibility: Check, path: str
) -> None:
    page.goto(path.format(id=trained_session))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_accessibility(path)


@pytest.mark.parametrize("path", ["/app/", "/app/sessions/{id}/select/features", "/app/sessions/{id}/result"])
def test_nothing_overflows_a_narrow_screen(page: Page, trained_session: str, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path.format(id=trained_session))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_alone_starts_a_training(page: Page) -> None:
    page.goto("/app/")
    start = page.get_by_role("button", name="Start", exact=True)
    expect(start).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if start.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/training")
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_role("button", name="Cancel the training").click()
    expect(page.get_by_text("The training was cancelled")).to_be_visible(timeout=30_000)
