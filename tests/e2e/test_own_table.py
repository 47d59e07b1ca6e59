"""A person's own table in a real browser: mapped, guarded, priced, trained, and made a version of a catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from ML.catalogs.snapshots import find_snapshot, load_snapshot

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(600)]

MEASURED_WITHIN_MS = 240_000
DRAWN_WITHIN_MS = 60_000
Check = Callable[[str], None]


def candidates(rows: int = 300) -> pd.DataFrame:
    """Two candidates around each star, under own names, depths in percent, with a score written with the verdict."""
    generator = np.random.default_rng(5)
    is_planet = generator.random(rows) < 0.5
    noise = generator.normal(0, 0.02, rows)
    table = pd.DataFrame(
        {
            "candidate": [f"C{number}" for number in range(rows)],
            "star id": [f"S{number // 2}" for number in range(rows)],
            "P (days)": 10 ** generator.normal(np.where(is_planet, 0.9, 0.4), 0.4).round(4),
            "depth (%)": 10 ** generator.normal(np.where(is_planet, -1.2, -0.5), 0.4).round(4),
            "Teff": generator.normal(5_700, 500, rows).round(),
            "field": np.where(generator.random(rows) < 0.5, "north", "south"),
            "my_score": np.where(is_planet, 0.95 + noise, 0.05 + noise).round(3),
            "verdict": np.where(is_planet, "planet", "eclipse"),
        }
    )
    table["Teff"] = table["Teff"].astype(object)
    table.loc[4, "Teff"] = "hot"
    return table


def looked_at(rows: int = 45) -> pd.DataFrame:
    """Undecided objects of TESS that somebody has looked at: one has an impossible depth, one is not known there."""
    tess = load_snapshot(find_snapshot("tess"))
    waiting = tess[tess["tfopwg_disp"].isna()].head(rows)
    table = waiting[["toi", "tid", "pl_orbper", "pl_trandep"]].set_axis(
        ["TOI", "TIC", "Period (days)", "Depth (%)"], axis=1
    )
    table = table.assign(**{"Depth (%)": table["Depth (%)"] / 10_000, "observer": "me"})
    table["verdict"] = [("planet", "eclipse", "unsure")[number % 3] for number in range(rows)]
    table.iloc[3, table.columns.get_loc("Depth (%)")] = -500.0
    new = {"TOI": "99999.01", "TIC": 99_999_999_999, "Period (days)": 3.5, "Depth (%)": 0.1, "observer": "me"}
    return pd.concat([table, pd.DataFrame([{**new, "verdict": "planet"}])], ignore_index=True)


def bring(page: Page, table: pd.DataFrame, filename: str = "mine.csv") -> None:
    """Start a session with an uploaded table; ends on the features' page."""
    page.goto("/app/")
    page.get_by_role("button", name="Choose for myself").click()
    page.wait_for_url("**/select/data")
    file = {"name": filename, "mimeType": "text/csv", "buffer": table.to_csv(index=False).encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_text(f"{filename} was read")).to_be_visible(timeout=DRAWN_WITHIN_MS)


def to_features(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/select/features")
    expect(page.get_by_role("heading", name="What are your columns?")).to_be_visible(timeout=DRAWN_WITHIN_MS)


def mapping_of(page: Page, name: str) -> Locator:
    return page.get_by_role("combobox", name=f"What {name} is")


def choose(page: Page, field: str, option: str) -> None:
    box = page.get_by_role("combobox", name=field, exact=True)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
    expect(box).to_have_value(option)
    # The list goes out of the way of what is clicked next.
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_own_names_and_units_are_understood_told_and_trained(page: Page) -> None:
    bring(page, candidates())
    row = page.get_by_role("row", name=re.compile("^6 Teff hot"))
    expect(row).to_contain_text("must be a number")
    to_features(page)
    expect(page.get_by_role("combobox", name="Target column")).to_have_value("verdict")
    expect(page.get_by_role("combobox", name="Column that names the star")).to_have_value("star id")
    expect(mapping_of(page, "depth (%)")).to_have_value("Transit depth (ppm)")
    expect(page.get_by_role("combobox", name="Unit of depth (%)")).to_have_value("percent")
    expect(page.get_by_text("From percent to ppm: × 10,000.").first).to_be_visible()
    expect(mapping_of(page, "field")).to_have_value("Kept as it is")
    expect(page.get_by_text(re.compile(r"3 of \d+\sshared measurements found"))).to_be_visible()
    for step in ("model", "evaluation"):
        page.get_by_role("button", name="Save and continue").click()
        page.wait_for_url(f"**/select/{step}")
    page.get_by_role("button", name="Train").click()
    page.wait_for_url("**/training")
    page.get_by_role("link", name="See the result").click(timeout=MEASURED_WITHIN_MS)
    expect(page.get_by_text("around 150 stars")).to_be_visible()
    expect(page.get_by_text("transit_depth").or_(page.get_by_text("Transit depth")).first).to_be_visible()


def test_what_a_person_corrects_is_kept(page: Page) -> None:
    bring(page, candidates())
    to_features(page)
    choose(page, "What candidate is", "Kept as it is")
    choose(page, "What Teff is", "Equilibrium temperature (K)")
    choose(page, "Unit of depth (%)", "ppt")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/select/model")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(mapping_of(page, "Teff")).to_have_value("Equilibrium temperature (K)", timeout=DRAWN_WITHIN_MS)
    expect(mapping_of(page, "candidate")).to_have_value("Kept as it is")
    expect(page.get_by_role("combobox", name="Unit of depth (%)")).to_have_value("ppt")


def test_what_cannot_be_converted_is_refused_at_its_field(page: Page) -> None:
    bring(page, candidates().assign(**{"my gravity": -1.0}))
    to_features(page)
    choose(page, "What my gravity is", "Stellar surface gravity (log10(cm/s²))")
    choose(page, "Unit of my gravity", "cm/s²")
    page.get_by_role("button", name="Save and continue").click()
    columns = page.get_by_role("list", name="Your columns and what they are")
    row = columns.get_by_role("listitem").filter(has_text="my gravity")
    expect(row).to_contain_text("'-1.0' is not a number in cm/s", timeout=DRAWN_WITHIN_MS)
    expect(page).to_have_url(re.compile("/select/features"))


def test_a_leak_is_found_locked_priced_and_remembered(page: Page) -> None:
    bring(page, candidates())
    to_features(page)
    found = page.get_by_role("region", name="What the leak guard found for verdict")
    expect(found.get_by_role("row", name=re.compile("my_score Locked .*AUC"))).to_be_visible(timeout=DRAWN_WITHIN_MS)
    locked = page.get_by_role("region", name="Locked columns with the reason")
    expect(locked.get_by_role("checkbox", name="my_score", exact=True)).to_be_disabled()
    expect(locked.get_by_role("checkbox", name="Price of my_score")).to_be_checked()
    price = page.get_by_role("region", name="The price of a leak")
    price.get_by_role("button", name="What would they buy?").click()
    sentence = price.get_by_text(re.compile("With my_score accuracy is .* without it"))
    expect(sentence).to_be_visible(timeout=MEASURED_WITHIN_MS)
    expect(price.get_by_text(re.compile(r"^\+0\.\d+\s\(")).first).to_be_visible()
    page.reload()
    expect(sentence).to_be_visible(timeout=DRAWN_WITHIN_MS)
    price.get_by_role("button", name="Table of With and without them").click()
    expect(price.get_by_role("row", name=re.compile("^Accuracy"))).to_be_visible()
    page.get_by_role("checkbox", name="I know that this gives the answer away").check()
    locked.get_by_role("checkbox", name="my_score", exact=True).check()
    expect(page.get_by_text("1 leak selected")).to_be_visible()


def extended(page: Page) -> None:
    """Bring labelled rows of TESS and look at what they would change."""
    bring(page, looked_at(), "looked_at.csv")
    to_features(page)
    page.get_by_role("tab", name="Extend a catalogue with it").click()
    choose(page, "Catalogue", "TESS Objects of Interest")
    expect(page.get_by_role("combobox", name="Column that names the object")).to_have_value(
        "TOI", timeout=DRAWN_WITHIN_MS
    )
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Nothing has been kept yet")).to_be_visible(timeout=DRAWN_WITHIN_MS)


def test_labelled_rows_extend_tess_and_are_compared_with_it(page: Page) -> None:
    extended(page)
    expect(page.get_by_role("combobox", name="“eclipse” is")).to_have_value("FP")
    expect(page.get_by_role("row", name=re.compile("^99999.01 New"))).to_be_visible()
    refused = page.get_by_role("region", name="Rows that are not taken")
    expect(refused.get_by_role("row", name=re.compile("^5 .*plausible"))).to_be_visible()
    page.get_by_role("button", name="Keep this version and compare it").click()
    expect(page.get_by_text("The version is kept", exact=True)).to_be_visible(timeout=DRAWN_WITHIN_MS)
    expect(page.get_by_text("Both versions on the same held-out stars")).to_be_visible(timeout=MEASURED_WITHIN_MS)
    expect(page.get_by_text(re.compile(r"903 objects around [\d,]+ held-out stars"))).to_be_visible()
    page.reload()
    expect(page.get_by_text("Both versions on the same held-out stars")).to_be_visible(timeout=DRAWN_WITHIN_MS)
    page.get_by_role("link", name="Train this version").click()
    page.wait_for_url("**/training")
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_role("link", name="See the result").click(timeout=MEASURED_WITHIN_MS)
    expect(page.get_by_role("heading", name="Verdict")).to_be_visible()


def test_the_screens_of_an_own_table_are_accessible_and_fit(page: Page, check_accessibility: Check) -> None:
    bring(page, candidates())
    to_features(page)
    expect(page.get_by_role("region", name="What the leak guard found for verdict")).to_be_visible(
        timeout=DRAWN_WITHIN_MS
    )
    check_accessibility("an own table")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name=re.compile("^Orbital period.*Middle half")).click()
    dialog = page.get_by_role("dialog", name="How it is spread")
    dialog.get_by_role("button", name="Table of").click()
    expect(dialog.get_by_role("row").nth(5)).to_be_visible()


def test_extending_is_accessible_and_fits(page: Page, check_accessibility: Check) -> None:
    extended(page)
    check_accessibility("an extension")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
