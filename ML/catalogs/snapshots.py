"""Snapshots: dated copies of a catalogue as Parquet, each with a provenance record and a sha256 that is checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ML.catalogs.catalogue import get_catalogue
from ML.exceptions import DamagedSnapshotError, InvalidFieldsError, UnknownSnapshotError
from ML.progress import Progress, ProgressCallback, ignore_progress

BUNDLED = Path(__file__).parent / "snapshots"
PROVENANCE_SUFFIX = ".provenance.json"
_ROWS_PER_REPORT = 1_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One dated copy of a catalogue.

    Attributes
    ----------
    id, catalogue : str
        Name of the snapshot within its catalogue, and the catalogue's name.
    date : str
        Day on which the archive served the table, ISO 8601.
    source : str
        Where it came from, in one sentence.
    rows : int
        Objects in the table.
    sha256 : str
        Of the Parquet file's bytes.
    bundled : bool
        Whether it ships with the project.
    path : Path
        The Parquet file.
    """

    id: str
    catalogue: str
    date: str
    source: str
    rows: int
    sha256: str
    bundled: bool
    path: Path


def snapshots(catalogue: str) -> tuple[Snapshot, ...]:
    """Snapshots held of ``catalogue``, newest first."""
    folder = BUNDLED / get_catalogue(catalogue).name
    held = [_read_provenance(path) for path in folder.glob(f"*{PROVENANCE_SUFFIX}")]
    return tuple(sorted(held, key=lambda snapshot: (snapshot.date, snapshot.id), reverse=True))


def _read_provenance(path: Path) -> Snapshot:
    facts = json.loads(path.read_text(encoding="utf-8"))
    return Snapshot(
        id=facts["id"],
        catalogue=facts["catalogue"],
        date=facts["date"],
        source=facts["source"],
        rows=facts["rows"],
        sha256=facts["file_sha256"],
        bundled=True,
        path=path.with_name(path.name.removesuffix(PROVENANCE_SUFFIX) + ".parquet"),
    )


def find_snapshot(catalogue: str, snapshot_id: str | None = None) -> Snapshot:
    """Return the snapshot ``snapshot_id``, or the newest held if that is None.

    Raises
    ------
    UnknownSnapshotError
        No such snapshot; the message names those that are held.
    """
    held = snapshots(catalogue)
    for snapshot in held:
        if snapshot_id in (None, snapshot.id):
            return snapshot
    names = ", ".join(snapshot.id for snapshot in held) or "none"
    raise UnknownSnapshotError(
        f"The catalogue {catalogue!r} has no snapshot {snapshot_id!r}; held are: {names}.",
        held=[snapshot.id for snapshot in held],
    )


def load_snapshot(
    snapshot: Snapshot, on_progress: ProgressCallback = ignore_progress, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read a snapshot after checking its sha256.

    Parameters
    ----------
    snapshot : Snapshot
        Which one.
    on_progress : callable
        Told the rows read so far, in phase ``"reading"``.
    columns : sequence of str, optional
        Only these columns, in this order.

    Raises
    ------
    DamagedSnapshotError
        The file is gone or its bytes are not those that were recorded.
    InvalidFieldsError
        A wanted column is not in the snapshot.
    """
    table = pq.ParquetFile(pa.BufferReader(_verified_bytes(snapshot)))
    _refuse_unknown(snapshot, columns, table.schema_arrow.names)
    batches: list[pa.RecordBatch] = []
    done = 0
    for batch in table.iter_batches(batch_size=_ROWS_PER_REPORT, columns=None if columns is None else list(columns)):
        batches.append(batch)
        done += batch.num_rows
        on_progress(Progress("reading", done, snapshot.rows, "rows", f"Reading {snapshot.id}"))
    frame = pa.Table.from_batches(batches).to_pandas()
    return frame if columns is None else frame[list(columns)]


def _verified_bytes(snapshot: Snapshot) -> bytes:
    remedy = "Restore the file from the repository or run `python -m ML.catalogs.build_snapshots --download`."
    try:
        content = snapshot.path.read_bytes()
    except OSError as error:
        raise DamagedSnapshotError(f"Snapshot {snapshot.id} cannot be read: {error.strerror}. {remedy}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != snapshot.sha256:
        raise DamagedSnapshotError(
            f"Snapshot {snapshot.id} has sha256 {found[:12]}…, recorded is {snapshot.sha256[:12]}…. {remedy}",
            found=found,
            expected=snapshot.sha256,
        )
    return content


def _refuse_unknown(snapshot: Snapshot, wanted: Sequence[str] | None, held: Sequence[str]) -> None:
    unknown = [name for name in wanted or () if name not in held]
    if unknown:
        fields = [{"field": name, "message": f"Not a column of {snapshot.id}."} for name in unknown]
        raise InvalidFieldsError(f"Snapshot {snapshot.id} has no column {', '.join(map(repr, unknown))}.", fields)
