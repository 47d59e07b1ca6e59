"""``python -m backend.stack janitor [--dry-run]``: tidy up now, with or without a running platform."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from backend.adapters.schema import ensure_schema
from backend.assembly import build_services
from backend.errors import PlaygroundError
from backend.services.janitor import shown
from backend.stack.console import say
from backend.stack.refusals import Refusal
from backend.stack.serve import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Tidy up once; 0 when it was done, or is being done by another process."""
    parser = argparse.ArgumentParser(prog="python -m backend.stack janitor", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    options = parser.parse_args(arguments)
    try:
        settings = read_settings()
        ensure_schema(settings)
        janitor = build_services(settings).janitor
        outcome = janitor.tidy(dry_run=True) if options.dry_run else janitor.execute()
    except (PlaygroundError, Refusal) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    verb = "would go" if options.dry_run else "gone"
    say("another process is at it" if outcome is None else f"{verb}: {shown(outcome)}", "janitor")
    return 0
