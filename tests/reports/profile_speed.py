"""How long the page of a catalogue's 153 columns takes, first and ever after, over HTTP.

``python -m tests.reports.profile_speed`` prints the median of each and their ratio in one run: the profile is computed
once for each content hash and kept for every other process.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from backend.adapters.schema import upgrade
from backend.app import create_app
from backend.config import Settings

ASKED = "/api/datasets/kepler?preview=20"
TIMES = 15


def seconds_of(client: Any) -> float:
    """Time one answer [s], and refuse any but a good one."""
    begun = time.perf_counter()
    answer = client.get(ASKED)
    elapsed = time.perf_counter() - begun
    if answer.status_code != 200:
        raise SystemExit(f"{ASKED} answered {answer.status_code}: {answer.get_data(as_text=True)[:300]}")
    return elapsed


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, flask_env="testing", upload_dir=str(Path(folder) / "uploads"))
        upgrade(settings)
        first = seconds_of(create_app(settings).test_client())
        other_process = seconds_of(create_app(settings).test_client())
        client = create_app(settings).test_client()
        seconds_of(client)
        later = statistics.median(seconds_of(client) for _ in range(TIMES))
    print(f"computed for the first time: {first * 1000:.0f} ms")
    print(f"first answer of another process: {other_process * 1000:.0f} ms")
    print(f"every later answer, median of {TIMES}: {later * 1000:.0f} ms")
    print(f"computing takes {first / later:.0f} times as long as answering from what is kept")


if __name__ == "__main__":
    main()
