"""Combine the shipped tables, or files as the archives serve them, and print what became of each row and column."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.deliveries import read_delivery_file
from ML.catalogs.snapshots import load_snapshot, snapshots
from ML.combined.missions import MISSIONS
from ML.combined.table import combine
from ML.exceptions import PlaygroundError


def _table(mission: str, file: Path | None) -> pd.DataFrame | None:
    if file is not None:
        return read_delivery_file(file, file.name, get_catalogue(mission)).frame
    shipped = snapshots(mission)
    return load_snapshot(shipped[0]) if shipped else None


def main(arguments: list[str] | None = None) -> int:
    """Print the notes on the combination; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m ML.combined", description=__doc__)
    for mission in MISSIONS:
        words = f"{mission.title}'s table; without it the newest shipped one, if there is one"
        parser.add_argument(f"--{mission.catalogue}", type=Path, metavar="FILE", help=words)
    files = vars(parser.parse_args(arguments))
    try:
        tables = {name: _table(name, file) for name, file in files.items()}
        delivery = combine({name: table for name, table in tables.items() if table is not None})
    except PlaygroundError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    sys.stdout.writelines(f"{note.code}: {note.text}\n" for note in delivery.notes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
