"""The studio around the main job: learning, going anywhere, work in the background, runs side by side, its looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from backend.config import PROJECT_ROOT

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(600)]

MEASURED_WITHIN_MS = 240_000
SCREENSHOTS = PROJECT_ROOT / "test-results" / "screens"
WIDTHS = {360: 740, 1280: 900, 2560: 1300}
SCREENS = {
    "home": "/app/",
    "select-data": "/app/sessions/{id}/select/data",
    "select-features": "/app/sessions/{id}/select/features",
    "training": "/app/sessions/{id}/training",
    "result": "/app/sessions/{id}/result",
    "predict": "/app/sessions/{id}/predict?object=K00752.01&predict=1",
    "dossier": "/app/datasets/kepler/objects/K00752.01",
    "catalogue": "/app/datasets/kepler?tab=columns",
    "habitability": "/app/habitability",
    "models": "/app/models",
    "learn": "/app/learn",
    "learn-transit": "/app/learn/transit",
    "learn-columns": "/app/learn/columns",
    "learn-stars": "/app/learn/stars",
    "learn-leaks": "/app/learn/leaks",
    "learn-scores": "/app/learn/scores",
    "health": "/app/health",
}
OWN = [path for name, path in SCREENS.items() if name.startswith(("learn", "models", "health"))]
Check = Callable[[str], None]


def remember(page: Page, session_id: str) -> None:
    """Let the browser know a session as if it had been started in it."""
    known = f"localStorage.setItem('exoplanet.sessions', '[\"{session_id}\"]')"
    page.add_init_script(f"localStorage.getItem('exoplanet.sessions') ?? {known}")


def test_the_leak_lab_measures_while_one_reads_elsewhere_and_says_when_it_is_done(page: Page) -> None:
    page.goto("/app/learn/leaks")
    expect(page.get_by_role("checkbox", name="koi_score")).to_be_checked()
    page.get_by_role("button", name="Measure it").click()
    page.wait_for_url(re.compile("study="))
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Go to").fill("health")
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/health")
    expect(page.get_by_role("button", name="Background work")).to_be_visible()
    news = page.get_by_role("region", name="News")
    expect(news.get_by_text("Price of leaks is done")).to_be_visible(timeout=MEASURED_WITHIN_MS)
    news.get_by_role("link", name="Look").click()
    expect(page.get_by_text("With the leak", exact=True)).to_be_visible()
    expect(page.get_by_text("the model reads the verdict off the page")).to_be_visible()
    page.reload()
    expect(page.get_by_text("With the leak", exact=True)).to_be_visible()


def test_a_transit_is_turned_by_keyboard_and_its_address_holds_it(page: Page) -> None:
    page.goto("/app/learn/transit")
    page.get_by_role("button", name="Earth", exact=True).click()
    expect(page.get_by_text("84.1 ppm")).to_be_visible()
    page.get_by_role("slider", name="Radius ratio").press("ArrowRight")
    expect(page.get_by_text("84.1 ppm")).to_have_count(0)
    address, told = page.url, page.get_by_role("slider", name="Radius ratio").get_attribute("aria-valuetext")
    page.goto("about:blank")
    page.goto(address)
    assert page.get_by_role("slider", name="Radius ratio").get_attribute("aria-valuetext") == told
    page.get_by_role("button", name="Grazing").click()
    expect(page.get_by_text("the dip is a V")).to_be_visible()


def test_the_palette_finds_an_object_by_a_part_of_its_name(page: Page) -> None:
    page.goto("/app/")
    page.get_by_role("button", name="Go to anything").click()
    page.get_by_role("combobox", name="Go to").fill("752.01")
    page.get_by_role("option", name="K00752.01").click()
    page.wait_for_url("**/app/datasets/kepler/objects/K00752.01")
    expect(page.get_by_role("heading", level=1)).to_contain_text("K00752.01")


def test_a_note_in_one_tab_is_seen_in_the_other_and_can_be_taken_back(page: Page, trained_session: str) -> None:
    remember(page, trained_session)
    page.goto("/app/models")
    other = page.context.new_page()
    other.add_init_script(f"localStorage.setItem('exoplanet.sessions', '[\"{trained_session}\"]')")
    other.goto("/app/models")
    expect(other.get_by_role("region", name="Own runs")).to_be_visible()
    page.get_by_role("button", name="Name and note of").click()
    page.get_by_label("Note", exact=True).fill("worth a second look")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(other.get_by_text("worth a second look")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(other.get_by_text("worth a second look")).to_have_count(0)


def test_what_a_page_did_can_be_copied_as_a_script(page: Page, trained_session: str) -> None:
    page.goto(f"/app/sessions/{trained_session}/select/data")
    page.get_by_text("Do this with the API").click()
    page.get_by_text("Python", exact=True).click()
    snippet = page.get_by_role("region", name="Snippet")
    expect(snippet).to_contain_text("import requests")
    expect(snippet).to_contain_text('"dataset": "kepler"')
    page.goto(f"/app/sessions/{trained_session}/result")
    page.get_by_text("Do this with the API").click()
    expect(page.get_by_role("region", name="Snippet")).to_contain_text("precision_at_least")


def test_only_operators_see_the_platform_from_inside(page: Page) -> None:
    page.goto("/app/health")
    expect(page.get_by_text("Closed on this platform")).to_be_visible()


@pytest.mark.parametrize("path", OWN)
def test_the_studio_is_accessible_in_both_themes(
    page: Page, trained_session: str, check_accessibility: Check, path: str
) -> None:
    remember(page, trained_session)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_accessibility(path)


def test_the_open_palette_is_accessible(page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.goto("/app/learn")
    expect(page.get_by_role("heading", name="Learn", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_failed_training_is_accessible(page: Page, trained_session: str, check_accessibility: Check) -> None:
    def fail(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        error = {"code": "out_of_memory", "message": "It needed more memory than it may.", "remedy": "Take fewer rows."}
        told["data"] |= {"state": "failed", "error": error}
        route.fulfill(response=answer, json=told)

    page.route(re.compile(r"/training\?"), fail)
    page.goto(f"/app/sessions/{trained_session}/training")
    expect(page.get_by_text("It needed more memory than it may.").last).to_be_visible()
    picture_of_failure(page, "training")
    check_accessibility("a failed training")


def test_a_failed_prediction_is_accessible(page: Page, trained_session: str, check_accessibility: Check) -> None:
    refusal = {"error": "koi_period must be a number of days.", "code": "invalid_rows", "fields": []}
    page.route(
        re.compile("/predict$"),
        lambda route: route.fulfill(status=422, json=refusal) if route.request.method == "POST" else route.fallback(),
    )
    page.goto(f"/app/sessions/{trained_session}/predict?object=K00752.01&predict=1")
    expect(page.get_by_text("There is no prediction")).to_be_visible()
    picture_of_failure(page, "prediction")
    check_accessibility("a failed prediction")


@pytest.mark.parametrize("screen", ["select/data", "training", "result", "predict"])
def test_an_unknown_session_is_accessible(page: Page, check_accessibility: Check, screen: str) -> None:
    page.goto(f"/app/sessions/nobody-has-this-one/{screen}")
    expect(page.get_by_text(re.compile("not|no ", re.IGNORECASE)).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    picture_of_failure(page, f"unknown-{screen.replace('/', '-')}")
    check_accessibility(f"{screen} of an unknown session")


@pytest.mark.parametrize("path", ["/app/", "/app/models", "/app/datasets/kepler", "/app/health"])
def test_a_page_whose_server_is_away_is_accessible(page: Page, check_accessibility: Check, path: str) -> None:
    page.goto("/app/learn")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.route(re.compile(r"/(api/|select|training|predict|result)(?!docs)"), away)
    page.goto(path)
    expect(page.get_by_role("button", name="Try again").first).to_be_visible(timeout=60_000)
    expect(page.locator(".mantine-Skeleton-root")).to_have_count(0, timeout=60_000)
    picture_of_failure(page, f"away-{path.strip('/').replace('/', '-')}")
    check_accessibility(f"{path} without its server")


def away(route: Route) -> None:
    """The page itself still comes; what it asks for does not."""
    if route.request.resource_type in {"fetch", "xhr"}:
        route.abort("connectionrefused")
    else:
        route.fallback()


def test_who_reads_a_share_link_cannot_press_what_writes(page: Page, trained_session: str) -> None:
    made = page.request.post(f"/api/sessions/{trained_session}/shares", data={"name": "reader"}).json()["data"]
    token = re.search(r"read~[\w-]+", str(made))
    assert token
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    for screen, name in (
        ("result", "Find the threshold"),
        ("result?tab=why", "Explain the model"),
        ("predict?object=K00752.01&predict=1", "Predict"),
        ("predict?tab=many", "Choose a file"),
        ("predict?tab=undecided", "Rank them"),
        ("training", "Train again"),
    ):
        page.goto(f"/app/sessions/{token.group()}/{screen}")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_disabled()
        expect(page.get_by_text("A share link only reads").first).to_be_visible()
        page.wait_for_load_state("networkidle")
    assert refused == []


def test_a_hostile_name_reaches_no_tooltip_as_markup(page: Page) -> None:
    def rename(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        for point in told["data"]["points"]:
            point["object"] = "<img src=x alt=hostile>"
        route.fulfill(response=answer, json=told)

    page.route(re.compile("/points"), rename)
    page.goto("/app/")
    figure = page.get_by_role("figure").first
    figure.scroll_into_view_if_needed()
    plane = figure.locator("canvas").first
    expect(plane).to_be_visible()
    box = plane.bounding_box()
    assert box
    tooltip = page.get_by_text("<img src=x alt=hostile>")
    for place in range(20, 80):
        page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * place / 100)
        if tooltip.count():
            break
    expect(tooltip.first).to_be_visible()
    assert page.locator("img[alt=hostile]").count() == 0


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_fits_every_width_in_both_themes(page: Page, trained_session: str, name: str) -> None:
    """Leaves a picture of each in `test-results/screens`, to be looked at."""
    remember(page, trained_session)
    page.goto(SCREENS[name].format(id=trained_session))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="This page could not be shown")).to_have_count(0)
    for theme in ("dark", "light"):
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            picture(page, SCREENSHOTS / f"{name}-{theme}-{width}.png")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is too wide for {width} px"
        page.get_by_role("button", name="Switch to the").click()


def picture(page: Page, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True)


def picture_of_failure(page: Page, name: str) -> None:
    """Leave a picture of a state that nobody hopes to see, at the narrowest and the usual width."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": WIDTHS[width]})
        picture(page, SCREENSHOTS / f"failed-{name}-{width}.png")
