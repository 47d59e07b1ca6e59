"""``python -m backend.stack backup FILE.zip|FOLDER``: everything that is kept, while the platform goes on.

``backup --into FOLDER`` writes a new one there, named after the moment, as a timetable wants it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime

from backend.errors import PlaygroundError
from backend.records import utc_now
from backend.services.backup import BackupService
from backend.stack.console import say
from backend.stack.refusals import Refusal
from backend.stack.serve import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Back up once; 0 when it is whole."""
    target = target_of(arguments, utc_now())
    try:
        made = BackupService(read_settings()).backup(target)
    except PlaygroundError as error:
        raise Refusal(str(error)) from error
    say(f"{made.rows:,} rows and {made.files:,} files ({made.bytes / 1e6:,.1f} MB) in {target}", "backup")
    return 0


def target_of(arguments: Sequence[str] | None, now: datetime) -> str:
    """Return where the arguments have the backup written."""
    parser = argparse.ArgumentParser(prog="python -m backend.stack backup", description=__doc__)
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "target", nargs="?", help="a file that ends in .zip, a folder, or s3://bucket/prefix; new or empty"
    )
    place.add_argument("--into", metavar="FOLDER", help="a folder or s3://bucket/prefix in which a new one is written")
    options = parser.parse_args(arguments)
    return str(options.target) if options.target else dated(options.into, now)


def dated(folder: str, now: datetime) -> str:
    """Return a name after the moment: of a file in a folder, and of a folder in an object store."""
    name = f"{folder.rstrip('/')}/{now:%Y-%m-%dT%H%M%SZ}"
    return name if "://" in folder else f"{name}.zip"
