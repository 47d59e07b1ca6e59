"""``python run.py bench screens``: how soon the screens answer a person, in a real browser on the real stack."""

from __future__ import annotations

import argparse
import os
import platform as machine
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from backend.stack.node import find_node
from benchmarks.figures import Figure, table
from benchmarks.platform_stack import Client, Running, platform
from benchmarks.screens_browser import Inputs, chromium, opened

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "reports" / "screens.md"
HOME_S, PAINT_MS, SCRIPT_KB = 1.5, 200.0, 300.0
STEPS: tuple[dict[str, Any], ...] = (
    {"config_type": "features", "preset": "physics"},
    {"config_type": "model", "model": "logistic_regression"},
    {"config_type": "evaluation", "method": "holdout"},
)
CLASSES = ("PLANET", "FALSE POSITIVE")
PLANE = "combined"
"""Its catalogue has the most points: Kepler's and TESS's objects."""
FIRST_READER_MS = 120_000


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    words = argparse.ArgumentParser(prog="python run.py bench screens", description=__doc__)
    words.add_argument("--loads", type=int, default=9, help="cold loads of Home")
    words.add_argument("--rows", type=int, default=100_000, help="rows of the batch that is looked through")
    words.add_argument("--times", type=int, default=5, help="how often each interaction is done")
    return words.parse_args(list(arguments))


def scripts() -> Iterator[Figure]:
    """What a first visit has to fetch before anything is drawn."""
    node = find_node()
    command = [node.program, "scripts/check-size.mjs"]
    told = subprocess.run(command, cwd=ROOT / "frontend", capture_output=True, text=True, check=False).stdout
    sizes = {name: float(size) for name, size in re.findall(r"routes/([\w-]+)\.tsx: first load ([\d.]+) kB", told)}
    worst = max(sizes, key=lambda name: sizes[name])
    measured = f"Home {sizes['home']:.0f} kB; the largest, {worst}, {sizes[worst]:.0f} kB"
    yield Figure("Script of a first visit, gzipped", measured, f"at most {SCRIPT_KB:.0f} kB", sizes[worst] <= SCRIPT_KB)


def home(browser: Browser, address: str, loads: int) -> Iterator[Figure]:
    """From the start of the navigation until Home's main button is there, on top, and the main thread is free."""
    took = []
    for _ in range(loads):
        with opened(browser, address) as page:
            page.goto("/app/")
            page.wait_for_function("() => seenByBench.answers")
            took.append(page.evaluate("seenByBench.answers") / 1e3)
    middle = median(took)
    measured = f"median {middle:.2f} s, longest {max(took):.2f} s ({loads} cold loads)"
    yield Figure("Home until its main button answers", measured, f"under {HOME_S} s", middle < HOME_S)


def batch(client: Client, rows: int) -> str:
    """Train on Kepler, predict a table of so many rows drawn from it, and return the address of its answers."""
    from ML.catalogs.catalogue import get_catalogue
    from ML.catalogs.snapshots import find_snapshot, load_snapshot

    session_id = client.session(*STEPS)
    client.train(session_id)
    client.ended(session_id)
    columns = list(get_catalogue("kepler").presets["physics"])
    kepler = load_snapshot(find_snapshot("kepler"), columns=["kepoi_name", *columns])
    text = kepler.sample(rows, replace=True, random_state=1).to_csv(index=False)
    parts = (
        f'--part\r\nContent-Disposition: form-data; name="session_id"\r\n\r\n{session_id}\r\n',
        '--part\r\nContent-Disposition: form-data; name="file"; filename="many.csv"\r\nContent-Type: text/csv\r\n\r\n',
        f"{text}\r\n--part--\r\n",
    )
    kind = {"Content-Type": "multipart/form-data; boundary=part"}
    sent = client.data("POST", "/predict", "".join(parts).encode(), kind)
    place = f"session_id={session_id}&prediction_id={sent['prediction_id']}"
    while client.data("GET", f"/predict?{place}&per_page=1")["state"] in {"queued", "running"}:
        time.sleep(0.2)
    return f"/app/sessions/{session_id}/predict?tab=many&file={sent['prediction_id']}"


def answers(page: Page, address: str, rows: int, times: int) -> Iterator[Figure]:
    """Sort, filter, search and page through the answers of a batch."""
    page.goto(address)
    page.get_by_text(f"{rows:,} objects judged").wait_for()
    inputs, choice = Inputs(page), page.get_by_role("combobox", name="Class")
    search, table_of = page.get_by_label("Search the rows"), page.get_by_role("region", name="Predictions")
    for number in range(times):
        inputs.do("sort", table_of.get_by_role("button", name="Score").click)
        inputs.do("next page", page.get_by_role("button", name="Next").click)
        inputs.do("filter by class, opened", choice.click)
        one = page.get_by_role("option", name=CLASSES[number % 2], exact=True)
        inputs.do("filter by class", one.click)
        inputs.do("search, each key", lambda: search.press_sequentially("K007", delay=60))
        search.fill("")
        page.wait_for_load_state("networkidle")
    yield from waits(inputs, f"{rows:,} answers")


def plane(page: Page, times: int) -> Iterator[Figure]:
    """Hover and zoom over the plane of period and radius."""
    page.goto(f"/app/datasets/{PLANE}")
    # The catalogue's first reader waits until it is put together; charts are drawn once they come near the window.
    page.get_by_role("list", name="Marks").scroll_into_view_if_needed(timeout=FIRST_READER_MS)
    picture = page.get_by_role("img", name=re.compile("^Scatter of .* objects"))
    picture.locator("canvas").first.wait_for()
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    points = str(picture.get_attribute("aria-label")).split()[2]
    inputs, box = Inputs(page), picture.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    keyboard, mouse = page.keyboard, page.mouse
    for _ in range(times):
        mouse.move(box["x"] - 20, y)
        inputs.do("hover, each move", lambda: mouse.move(x, y, steps=40))
        inputs.do("zoom by double click", lambda: mouse.dblclick(x, y))
        inputs.do("zoom by button", page.get_by_role("button", name=re.compile("^Zoom into")).click)
        mouse.move(x, y)
        keyboard.down("Control")
        inputs.do("zoom by wheel", lambda: mouse.wheel(0, -120))
        keyboard.up("Control")
        inputs.do("the whole again", page.get_by_role("button", name=re.compile("^Whole ")).click)
    yield from waits(inputs, f"{points} points")


def waits(inputs: Inputs, where: str) -> Iterator[Figure]:
    """Tell the waits of each kind of interaction; the longest is held against the aim."""
    for kind, found in inputs.waits.items():
        measured = f"median {median(found):.0f} ms, longest {max(found):.0f} ms ({len(found)} times)"
        yield Figure(f"{where}: {kind}", measured, f"at most {PAINT_MS:.0f} ms", max(found) <= PAINT_MS)


def screens(running: Running, asked: argparse.Namespace) -> Iterator[Figure]:
    """Measure everything."""
    address = f"http://127.0.0.1:{running.port}"
    yield from scripts()
    with closing(running.client()) as client:
        answered = batch(client, asked.rows)
    with chromium() as browser:
        yield from home(browser, address, asked.loads)
        with opened(browser, address) as page:
            yield from answers(page, answered, asked.rows, asked.times)
            yield from plane(page, asked.times)


def main(arguments: Sequence[str], say: Callable[[str], None] = print, report: Path = REPORT) -> int:
    """Measure, write the report, and return 1 where an aim is missed."""
    asked, figures, before = parsed(arguments), [], os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, platform(Path(folder)) as running:
        for figure in screens(running, asked):
            say(f"{figure.what}: {figure.measured} ({figure.target})")
            figures.append(figure)
    report.write_text(_written(figures, before), encoding="utf-8")
    say(f"written: {report}")
    return int(any(figure.reached is False for figure in figures))


def _written(figures: Sequence[Figure], before: float) -> str:
    facts = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {machine.python_version()}"
    head = f"# How soon the screens answer\n\nWritten by `python run.py bench screens` ({facts}).\n"
    how = (
        "In a headless Chromium without a graphics card, on a platform of its own that runs on the same cores. Home is "
        "loaded each time in a profile with nothing cached. Waits are from the input to the next picture: the "
        "browser's own Event Timing for presses and keys (rounded to 8 ms, told from 16 ms on), and from the event's "
        "time to the frame that follows it for moves and wheels, which Event Timing leaves out. What the server is "
        "asked for comes later and is not waited for: the page answers first.\n"
    )
    return "\n".join([head, how, table(figures), f"\nLoad of the machine before: {before:.1f}.\n"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
