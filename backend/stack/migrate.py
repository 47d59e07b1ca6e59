"""``python -m backend.stack migrate``: the database to the newest schema, for deployments without the supervisor.

With ``--wait SECONDS`` nothing is changed: the command ends once another has migrated, so that whatever needs the
schema can stand behind it.
"""

from __future__ import annotations

import argparse
import time

from backend.adapters.schema import schema_state
from backend.config import Settings
from backend.stack.console import say
from backend.stack.refusals import Refusal
from backend.stack.serve import migrate, read_settings
from backend.stack.stores import refuse_unusable_stores

LOOK_EVERY_S = 1.0


def main(arguments: list[str]) -> int:
    """Migrate once, or wait for whoever does."""
    parser = argparse.ArgumentParser(prog="python -m backend.stack migrate", description=__doc__)
    parser.add_argument("--wait", type=float, metavar="SECONDS", help="wait for the schema instead of making it")
    wait_s = parser.parse_args(arguments).wait
    settings = read_settings()
    refuse_unusable_stores(settings)
    if wait_s is None:
        bring_up_to_date(settings)
    else:
        wait_for_schema(settings, wait_s)
    return 0


def bring_up_to_date(settings: Settings) -> None:
    """Migrate, unless a newer release has: then an earlier one is being started again, and nothing is to be done."""
    state = schema_state(settings)
    if state.is_newer:
        say(f"the database is at revision {state.held}, newer than this release's {state.newest}: left as it is")
        return
    migrate(settings)


def wait_for_schema(settings: Settings, wait_s: float) -> None:
    """Wait until the database holds a schema that this release can work with.

    Raises
    ------
    Refusal
        It does not within `wait_s` seconds.
    """
    deadline = time.monotonic() + wait_s
    while not (state := schema_state(settings)).is_usable:
        if time.monotonic() > deadline:
            held = f"revision {state.held}" if state.held else "no schema, or does not answer"
            raise Refusal(
                f"DATABASE_URL: {held} after {wait_s:g} s; expected revision {state.newest}. "
                "Run python -m backend.stack migrate with this release"
            )
        time.sleep(LOOK_EVERY_S)
