"""Snapshots: dated copies of a catalogue as Parquet, each with a provenance record and a sha256 that is checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ML.catalogs.catalogue import Catalogue, Column, Role, get_catalogue
from ML.catalogs.deliveries import Delivery, DeliveryNote
from ML.exceptions import DamagedSnapshotError, InvalidFieldsError, UnknownSnapshotError
from ML.progress import Progress, ProgressCallback, ignore_progress

BUNDLED = Path(__file__).parent / "snapshots"
PROVENANCE_SUFFIX = ".provenance.json"
UNKNOWN_REASON = "Not in the column table yet: locked until someone has judged whether it gives the answer away."
_ROWS_PER_REPORT = 1_000
_NOTHING: Mapping[str, object] = MappingProxyType({})


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
    path : Path or None
        The Parquet file, where one is at hand.
    columns : tuple of str
        Its columns in order.
    uninformative : tuple of str
        Those of them that are empty or the same in every row.
    notes : tuple of DeliveryNote
        What was dropped, merged or converted when it was made.
    counts : mapping of str to int
        Objects of each disposition; those without one are not counted.
    private : bool
        Whether only its maker may see it.
    """

    id: str
    catalogue: str
    date: str
    source: str
    rows: int
    sha256: str
    bundled: bool
    path: Path | None
    columns: tuple[str, ...] = ()
    uninformative: tuple[str, ...] = ()
    notes: tuple[DeliveryNote, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict, hash=False)
    private: bool = False


def snapshots(catalogue: str) -> tuple[Snapshot, ...]:
    """Bundled snapshots of ``catalogue``, newest first; none where the project may ship none."""
    folder = BUNDLED / get_catalogue(catalogue).name
    held = [_bundled(path) for path in folder.glob(f"*{PROVENANCE_SUFFIX}")]
    return tuple(sorted(held, key=lambda snapshot: (snapshot.date, snapshot.id), reverse=True))


def _bundled(record: Path) -> Snapshot:
    path = record.with_name(record.name.removesuffix(PROVENANCE_SUFFIX) + ".parquet")
    return replace(snapshot_from_provenance(provenance_of(path), path), bundled=True)


def provenance_of(snapshot_path: Path) -> dict[str, Any]:
    """Provenance record that stands beside a snapshot's Parquet file."""
    text = snapshot_path.with_suffix(PROVENANCE_SUFFIX).read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(text)
    return record


def snapshot_from_provenance(facts: Mapping[str, Any], path: Path | None) -> Snapshot:
    """Snapshot that a provenance record describes; ``path`` is its Parquet file, if one is at hand."""
    return Snapshot(
        id=facts["id"],
        catalogue=facts["catalogue"],
        date=facts["date"],
        source=facts["source"],
        rows=facts["rows"],
        sha256=facts["file_sha256"],
        bundled=False,
        path=path,
        columns=tuple(facts["columns"]),
        uninformative=tuple(facts["uninformative"]),
        notes=tuple(DeliveryNote(**note) for note in facts["notes"]),
        counts=dict(facts["counts"]),
        private=bool(facts.get("private", False)),
    )


def catalogue_columns(catalogue: Catalogue, snapshot: Snapshot) -> tuple[Column, ...]:
    """Define each of the snapshot's columns, in its order; those that no table defines are locked as leaks.

    Where the catalogue has parts, ``<part>_<name>`` has the definition of that part's column ``name``.
    """
    known = {column.name: column for column in catalogue.columns}
    for part in map(get_catalogue, catalogue.parts):
        for column in part.columns:
            name = f"{part.name}_{column.name}"
            known.setdefault(name, replace(column, name=name, canonical="", source_names=()))
    return tuple(known.get(name) or unknown_column(name) for name in snapshot.columns)


def unknown_column(name: str) -> Column:
    """Definition of a column that no table holds: locked until it is judged."""
    description = f"Column {name} of the delivery, which no column table describes yet."
    return Column(name, name, "", description, Role.LEAK, UNKNOWN_REASON, kind="text", group="bookkeeping")


def presets_of(catalogue: Catalogue, snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return the catalogue's presets with only those columns that the snapshot holds and that vary in it."""
    usable = set(snapshot.columns) - set(snapshot.uninformative)
    return {preset: tuple(name for name in names if name in usable) for preset, names in catalogue.presets.items()}


def write_snapshot(
    delivery: Delivery,
    catalogue: Catalogue,
    *,
    id: str,
    date: str,
    source: str,
    folder: Path,
    facts: Mapping[str, object] = _NOTHING,
) -> Snapshot:
    """Write ``<id>.parquet`` and its provenance record into ``folder``: both, or nothing.

    Parameters
    ----------
    delivery : Delivery
        What to write.
    catalogue : Catalogue
        Whose table it is.
    id, date, source : str
        Name of the snapshot, day on which it was served (ISO 8601), and where it came from in a sentence.
    folder : Path
        Made if it is not there; a snapshot of the same id in it is replaced.
    facts : mapping
        Further entries of the provenance record, such as the source's sha256.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parquet, record = f"{id}.parquet", f"{id}{PROVENANCE_SUFFIX}"
    words = {"id": id, "catalogue": catalogue.name, "date": date, "source": source}
    with TemporaryDirectory(dir=folder, prefix=".draft-") as scratch:
        draft = Path(scratch)
        write_parquet(delivery.frame, draft / parquet)
        told = words | dict(facts) | _provenance(delivery, catalogue, draft / parquet)
        (draft / record).write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        # The record comes last: a table without one is not listed, so nobody reads half a snapshot.
        (draft / parquet).replace(folder / parquet)
        (draft / record).replace(folder / record)
    return snapshot_from_provenance(told, folder / parquet)


def _provenance(delivery: Delivery, catalogue: Catalogue, parquet: Path) -> dict[str, object]:
    frame = delivery.frame
    return {
        "file_sha256": hashlib.sha256(parquet.read_bytes()).hexdigest(),
        "table_sha256": table_sha256(frame),
        "rows": len(frame),
        "columns": list(frame.columns),
        "uninformative": uninformative_columns(frame),
        "unknown_columns": list(delivery.unknown_columns),
        "absent_columns": list(delivery.absent_columns),
        "notes": [asdict(note) for note in delivery.notes],
        "counts": _counts(frame, catalogue),
        "citation": catalogue.citation,
        "licence": catalogue.licence,
    }


def _counts(frame: pd.DataFrame, catalogue: Catalogue) -> dict[str, int]:
    if catalogue.target_column not in frame:
        return {}
    counted = frame[catalogue.target_column].dropna().astype("str").value_counts()
    return {str(word): int(counted[word]) for word in sorted(counted.index)}


def uninformative_columns(frame: pd.DataFrame) -> list[str]:
    """Columns that are empty or hold the same value in every row that has one."""
    return [str(name) for name in frame.columns if frame[name].nunique() <= 1]


def table_sha256(frame: pd.DataFrame) -> str:
    """Sha256 of the values themselves: as CSV text with the shortest exact form of each number."""
    return hashlib.sha256(frame.to_csv(index=False, lineterminator="\n").encode("utf-8")).hexdigest()


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write ``frame`` as zstd Parquet without library-specific metadata."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path, compression="zstd", compression_level=19)


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
    if snapshot.path is None:
        raise DamagedSnapshotError(f"Snapshot {snapshot.id} has no file at hand. Fetch it from where it is kept first.")
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
