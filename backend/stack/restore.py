"""``python -m backend.stack restore FILE.zip|FOLDER [--force]``: a backup in the place of what is here."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from backend.errors import PlaygroundError
from backend.services.restore import RestoreService
from backend.stack.console import say
from backend.stack.instance import only_stack
from backend.stack.refusals import Refusal
from backend.stack.serve import make_folder, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Restore once; 0 when everything is in its place."""
    parser = argparse.ArgumentParser(prog="python -m backend.stack restore", description=__doc__)
    parser.add_argument("source", help="what backup wrote")
    parser.add_argument("--force", action="store_true", help="remove what this installation holds")
    options = parser.parse_args(arguments)
    settings = read_settings()
    make_folder(settings)
    with only_stack(settings.local_root, "restore"):
        try:
            made = RestoreService(settings).restore(options.source, options.force)
        except PlaygroundError as error:
            raise Refusal(str(error)) from error
    say(f"{made.rows:,} rows and {made.files:,} files ({made.bytes / 1e6:,.1f} MB) from {options.source}", "restore")
    return 0
