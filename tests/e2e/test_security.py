"""What keeps strangers out, in a real browser: the content security policy, share links, and what the logs hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.timeout(600)]

LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`));
"""
INJECT = """
() => {
  const script = document.createElement('script');
  script.textContent = 'window.injected = true';
  document.body.append(script);
  const picture = document.createElement('img');
  picture.setAttribute('onerror', 'window.injected = true');
  picture.src = 'data:image/png;base64,broken';
  document.body.append(picture);
  const far = document.createElement('script');
  far.src = 'https://evil.example/steal.js';
  document.body.append(far);
}
"""
SCREENS = [
    "/app/",
    "/app/datasets",
    "/app/datasets/kepler",
    "/app/datasets/kepler/objects/K00752.01?session={id}",
    "/app/models",
    "/app/habitability",
    "/app/health",
    "/app/sessions/{id}/select/data",
    "/app/sessions/{id}/training",
    "/app/sessions/{id}/result",
    "/app/sessions/{id}/predict",
    "/api/docs",
    "/api/datasets/kepler/objects/K00752.01/dossier.html?session_id={id}",
]


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.violations")
    return found


def test_no_screen_breaks_the_policy_and_an_injected_script_does_not_run(page: Page, trained_session: str) -> None:
    page.add_init_script(LISTEN)
    for address in SCREENS:
        page.goto(address.format(id=trained_session))
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], address
    page.goto(f"/app/sessions/{trained_session}/result")
    page.wait_for_load_state("networkidle")
    page.evaluate(INJECT)
    page.wait_for_function("window.violations.length >= 3")
    assert page.evaluate("window.injected") is None
    blocked = " ".join(violations(page))
    assert all(word in blocked for word in ("script-src-elem inline", "script-src-attr inline", "https://evil.example"))


def test_no_site_may_frame_the_application(browser: Browser, platform: str) -> None:
    page = browser.new_context().new_page()
    page.set_content(f'<iframe src="{platform}/app/" width="600" height="400"></iframe>')
    page.wait_for_load_state("networkidle")
    framed = page.frames[1]
    assert framed.url.startswith("chrome-error://") or "Exoplanet" not in framed.content()
    page.context.close()


@pytest.fixture
def other(browser: Browser, platform: str) -> Iterator[Page]:
    """Somebody else's browser, which keeps nothing of the owner's."""
    context = browser.new_context(base_url=platform, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_a_link_shows_a_session_and_changes_nothing(
    page: Page, other: Page, trained_session: str, check_accessibility: Callable[[str], None]
) -> None:
    page.goto(f"/app/sessions/{trained_session}/result")
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("For whom").fill("the referee")
    dialog.get_by_role("button", name="Make a link").click()
    address = dialog.locator("code").inner_text()
    assert "/app/sessions/read~" in address and trained_session not in address
    expect(dialog.get_by_role("rowheader", name="the referee")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    check_accessibility("a session's page with its share button")

    told: list[str] = []
    other.on(
        "response",
        lambda answer: told.append(answer.text()) if "json" in answer.headers.get("content-type", "") else None,
    )
    other.goto(address)
    expect(other.get_by_text("decided objects whose star it had never")).to_be_visible()
    expect(other.get_by_text("Read only", exact=True)).to_be_visible()
    expect(other.get_by_role("button", name="Share", exact=True)).to_have_count(0)
    other.get_by_role("navigation", name="This session").get_by_role("link", name="Training").click()
    other.wait_for_url("**/training")
    other.get_by_role("navigation", name="This session").get_by_role("link", name="Select").click()
    other.wait_for_url("**/select/data")
    expect(other.get_by_role("button", name="Save and continue")).to_be_disabled()
    other.wait_for_load_state("networkidle")
    assert told and not any(trained_session in text for text in [*told, other.content(), other.url])
    place = "'/api/sessions/' + location.pathname.split('/')[3]"
    shown = other.evaluate(f"fetch({place}).then((answer) => answer.text())")
    assert '"state":"trained"' in shown and trained_session not in shown

    token = address.split("/sessions/")[1].split("/")[0]
    status = other.evaluate(
        "(id) => fetch('/training', {method: 'POST', headers: {'Content-Type': 'application/json'},"
        " body: JSON.stringify({session_id: id})}).then((answer) => answer.status)",
        token,
    )
    assert status == 403

    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Revoke the referee").click()
    expect(page.get_by_text("No link yet.")).to_be_visible()
    other.goto(address)
    expect(other.get_by_text("This share link opens nothing").first).to_be_visible()


def test_the_logs_of_the_stack_hold_no_session(
    page: Page, platform: str, trained_session: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever reads logs reads no session: neither the web server's lines nor the worker's hold an id in full."""
    page.goto(f"/app/sessions/{trained_session}/training")
    page.wait_for_load_state("networkidle")
    folder = tmp_path_factory.getbasetemp() / "platform0"
    logs = [path for path in [folder / "stack.log", *folder.rglob("*.log")] if path.is_file()]
    written = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in logs)
    assert "web" in written and "worker" in written
    lines = [line for line in written.splitlines() if trained_session in line]
    assert lines == [], f"{len(lines)} lines, such as {lines[0][:200]!r}"
