"""A Chromium that measures: how soon a page answers for the first time, and how long each input waits for a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from backend.stack.browser import find_browser
from backend.stack.refusals import Refusal

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WINDOW = {"width": 1440, "height": 900}
PROBE = (Path(__file__).parent / "screens_probe.js").read_text(encoding="utf-8")
LEAST_MS = 16.0
"""The browser tells of no input that was answered sooner."""
SETTLED_MS = 400


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser for as long as the context lasts.

    Raises
    ------
    Refusal
        If there is none.
    """
    program = find_browser(None)
    if program is None:
        raise Refusal("no browser; name Chromium's program with CHROMIUM_PATH")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page in a profile of its own, which has nothing cached."""
    context = browser.new_context(base_url=address, viewport=WINDOW)  # type: ignore[arg-type]
    context.add_init_script(PROBE)
    yield context.new_page()
    context.close()


@dataclass
class Inputs:
    """Does things on a page and keeps how long each took until the next picture.

    Attributes
    ----------
    waits : dict
        For each kind of interaction, the longest wait of each time that it was done [ms].
    """

    page: Page
    waits: dict[str, list[float]] = field(default_factory=dict)

    def do(self, kind: str, action: Callable[[], object]) -> None:
        """Do something once, and keep the longest wait of the inputs that it was made of."""
        began = self.page.evaluate("performance.now()")
        action()
        # The browser hands over its figures when it has time.
        self.page.wait_for_timeout(SETTLED_MS)
        waits: list[float] = self.page.evaluate(
            "began => seenByBench.inputs.filter(([, , at]) => at >= began).map(([, wait]) => wait)", began
        )
        self.waits.setdefault(kind, []).append(max(waits, default=LEAST_MS))
