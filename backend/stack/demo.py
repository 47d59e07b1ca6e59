"""``python run.py demo``: the main job without a browser."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from backend.stack import tether
from backend.stack.client import Client
from backend.stack.console import say
from backend.stack.environment import ROOT
from backend.stack.parts import address, web_answers
from backend.stack.ports import LOOPBACK, free_port
from backend.stack.refusals import Refusal
from backend.stack.report import show_ranking, show_result
from backend.stack.serve import read_settings

POLL_S = 1.0
START_PATIENCE_S = 300.0
"""Seconds; the first start builds the SPA."""
FINAL = {"trained", "failed", "cancelled", "done"}


def main(_arguments: list[str]) -> int:
    """Train on Kepler with the defaults, show the result, rank the undecided objects."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with running_stack() as url:
        client = Client(url)
        session = select(client)
        train(client, session)
        show_result(
            client.get("result", session_id=session), client.get("result", session_id=session, section="importance")
        )
        show_ranking(rank_undecided(client, session))
    return 0


@contextlib.contextmanager
def running_stack() -> Iterator[str]:
    """Give the address of the stack that runs already, else of one started for the demo alone."""
    url = address(read_settings())
    if web_answers(url):
        say(f"using the platform at {url}", "demo")
        yield url
        say(f"the session in a browser: {url}app/", "demo")
        return
    with tempfile.TemporaryDirectory(prefix="exoplanet-demo-") as folder, _own_stack(folder) as url:
        yield url
    say("the same in a browser: python run.py", "demo")


@contextlib.contextmanager
def _own_stack(folder: str) -> Iterator[str]:
    port = str(free_port())
    say("starting a platform of its own in a temporary folder", "demo")
    environment = os.environ | {"HOST": LOOPBACK, "PORT": port, "UPLOAD_DIR": folder}
    command = [
        sys.executable,
        "-I",
        "-S",
        tether.__file__,
        str(os.getpid()),
        sys.executable,
        "-m",
        "backend.stack",
        "serve",
    ]
    # Its own session: Ctrl-C comes here first, and from here as SIGTERM.
    stack = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        yield _await_stack(stack, f"http://{LOOPBACK}:{port}/")
    finally:
        stack.send_signal(signal.SIGTERM)
        stack.wait()


def _await_stack(stack: subprocess.Popen[bytes], url: str) -> str:
    began = time.monotonic()
    while not web_answers(url):
        if stack.poll() is not None or time.monotonic() - began > START_PATIENCE_S:
            raise Refusal("the demo's platform did not start; its lines are above")
        time.sleep(POLL_S / 4)
    return url


def select(client: Client) -> str:
    """Open a session on NASA's Kepler table; return its id."""
    session = str(client.get("select")["session_id"])
    client.post("select", session_id=session, config_type="data_source", data_source="nasa", dataset="kepler")
    say("session opened; data: Kepler; everything else as it comes", "demo")
    return session


def train(client: Client, session: str) -> None:
    """Train and print the progress.

    Raises
    ------
    Refusal
        If the training fails; with the platform's own words.
    """
    client.post("training", session_id=session)
    shown = ""
    while (progress := client.get("training", session_id=session))["state"] not in FINAL:
        line = f"{progress['percent']:5.1f} %  {progress['phase'] or progress['state']}  {progress['message'] or ''}"
        if line != shown:
            say(line, "demo")
        shown = line
        time.sleep(POLL_S)
    if progress["state"] != "trained":
        raise Refusal(f"the training ended as {progress['state']}: {progress['error']}")


def rank_undecided(client: Client, session: str) -> list[dict[str, Any]]:
    """Score the catalogue's undecided objects; return the most planet-like."""
    job = client.post("predict", session_id=session, source="undecided")["prediction_id"]
    wanted = {"session_id": session, "prediction_id": job, "sort": "score", "order": "desc", "per_page": "5"}
    while (page := client.get("predict", **wanted))["state"] not in FINAL:
        time.sleep(POLL_S)
    if page["state"] != "done":
        raise Refusal(f"scoring the undecided objects ended as {page['state']}")
    rows: list[dict[str, Any]] = page["rows"]
    return rows
