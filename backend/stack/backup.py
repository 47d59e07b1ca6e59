"""``python -m backend.stack backup FILE.zip|FOLDER``: everything that is kept, while the platform goes on."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from backend.errors import PlaygroundError
from backend.services.backup import BackupService
from backend.stack.console import say
from backend.stack.refusals import Refusal
from backend.stack.serve import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Back up once; 0 when it is whole."""
    parser = argparse.ArgumentParser(prog="python -m backend.stack backup", description=__doc__)
    parser.add_argument("target", help="a file that ends in .zip, a folder, or s3://bucket/prefix; new or empty")
    target = parser.parse_args(arguments).target
    try:
        made = BackupService(read_settings()).backup(target)
    except PlaygroundError as error:
        raise Refusal(str(error)) from error
    say(f"{made.rows:,} rows and {made.files:,} files ({made.bytes / 1e6:,.1f} MB) in {target}", "backup")
    return 0
