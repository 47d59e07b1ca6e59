"""Where labelled rows come from: a catalogue's snapshot or a person's upload, behind one shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from backend.adapters.files import FileStore
from backend.errors import InvalidFieldsError
from backend.services.guard import LeakGuard, locked
from backend.services.labels import (
    FEWEST_CLASSES,
    MOST_CLASSES,
    OBJECT_NAMES,
    Labels,
    class_name,
    host_column,
    named_rows,
    positive_of,
)
from backend.services.snapshots import SnapshotShelf
from backend.unit_of_work import Transactions
from ML.catalogs.catalogue import Catalogue, Column, Role, get_catalogue
from ML.catalogs.snapshots import Snapshot, catalogue_columns, presets_of
from ML.labelling import flag_rule, label_rows
from ML.progress import Progress, ProgressCallback, ignore_progress

if TYPE_CHECKING:
    from backend.records import UploadRecord


class DataSource(Protocol):
    """A table with described columns."""

    name: str
    rows: int
    columns: tuple[Column, ...]
    presets: dict[str, tuple[str, ...]]

    def facts(self) -> dict[str, Any]:
        """Return what identifies the data: dataset, snapshot or upload, sha256."""

    def load(self, on_progress: ProgressCallback = ignore_progress) -> pd.DataFrame:
        """Return the whole table."""

    def label(self, frame: pd.DataFrame, selection: dict[str, Any]) -> Labels:
        """Return the labels of every row for the selected task."""


class CatalogueSource:
    """A catalogue's snapshot.

    Parameters
    ----------
    catalogue : Catalogue
    snapshot : Snapshot
    shelf : SnapshotShelf
        Loads it.
    """

    def __init__(self, catalogue: Catalogue, snapshot: Snapshot, shelf: SnapshotShelf) -> None:
        self.catalogue = catalogue
        self.snapshot = snapshot
        self._shelf = shelf
        self.name = catalogue.name
        self.rows = snapshot.rows
        self.columns = catalogue_columns(catalogue, snapshot)
        self.presets = presets_of(catalogue, snapshot)

    def facts(self) -> dict[str, Any]:
        """Return dataset, snapshot, date and sha256."""
        held = self.snapshot
        return {"dataset": self.name, "snapshot": held.id, "date": held.date, "sha256": held.sha256}

    def load(self, on_progress: ProgressCallback = ignore_progress) -> pd.DataFrame:
        """Return the snapshot's table, checked against its sha256, without the cells that a mission does not trust."""
        frame = self._shelf.load(self.snapshot, on_progress)
        if not self.catalogue.parts:
            return frame
        from ML.combined import withhold

        return withhold(frame)

    def label(self, frame: pd.DataFrame, selection: dict[str, Any]) -> Labels:
        """Return the labels of the task, and the vetting flags where the catalogue has some."""
        task = self.catalogue.tasks[selection["data_source"]["task"]]
        return Labels(
            task.classes,
            task.positive_class,
            label_rows(self.catalogue, task, frame),
            frame[self.catalogue.host_column],
            frame[self.catalogue.object_column],
            flag_rule(self.catalogue, frame),
        )


class UploadSource:
    """A person's table, kept as Parquet, in the columns and units that the person mapped it to.

    Parameters
    ----------
    record : UploadRecord
    files : FileStore
    column_map, units : dict of str to str
        Canonical name and unit of the person's own columns; the others stay as they are.
    findings : sequence of dict
        What the leak guard measured; columns that it locks are leaks here.
    """

    def __init__(
        self,
        record: UploadRecord,
        files: FileStore,
        column_map: dict[str, str] | None = None,
        units: dict[str, str] | None = None,
        findings: Sequence[dict[str, Any]] = (),
    ) -> None:
        self._record = record
        self._files = files
        self._own_columns = locked([column_from_json(entry) for entry in record.columns], findings)
        self._mapping = (column_map or {}, units or {})
        self.name = record.filename
        self.rows = record.rows
        self.columns = self._mapped(pd.DataFrame({column.name: [] for column in self._own_columns}))[1]
        usable = tuple(column.name for column in self.columns if column.role is Role.FEATURE)
        self.presets = {"default": usable, "everything": usable}
        self.targets = {entry["name"]: tuple(entry["classes"]) for entry in record.target_candidates}

    def _mapped(self, frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Column, ...]]:
        from ML.catalogs.mapping import apply_mapping

        column_map, units = self._mapping
        if not column_map:
            return frame, self._own_columns
        return apply_mapping(frame, self._own_columns, column_map, units)

    def facts(self) -> dict[str, Any]:
        """Return the upload's id, file name and sha256."""
        record = self._record
        return {"dataset": record.filename, "snapshot": record.id, "date": None, "sha256": record.sha256}

    def load(self, on_progress: ProgressCallback = ignore_progress) -> pd.DataFrame:
        """Return the stored table, mapped."""
        on_progress(Progress("reading", 0, self._record.rows, "rows"))
        with self._files.local_copy(self._record.path) as path:
            frame = pd.read_parquet(path)
        on_progress(Progress("reading", len(frame), len(frame), "rows"))
        return self._mapped(frame)[0]

    def check_cells(self) -> None:
        """Refuse a mapping that some cell cannot follow, such as a logarithm of a negative number."""
        if self._mapping[0]:
            self.load()

    def label(self, frame: pd.DataFrame, selection: dict[str, Any]) -> Labels:
        """Return the target column's values as classes; rows with an empty target are undecided."""
        chosen = selection["features"]
        text = frame[chosen["target"]].map(class_name, na_action="ignore")
        classes = tuple(sorted(text.dropna().unique()))
        if not FEWEST_CLASSES <= len(classes) <= MOST_CLASSES:
            message = (
                f"Column {chosen['target']!r} holds {len(classes)} different values; "
                f"a target needs {FEWEST_CLASSES} to {MOST_CLASSES}. Choose another target column."
            )
            raise InvalidFieldsError(message, [{"field": "target", "message": message}])
        host = host_column(frame, chosen.get("host"))
        return Labels(
            classes,
            positive_of(classes, chosen.get("positive_class")),
            text,
            named_rows(frame, host),
            named_rows(frame, next((name for name in OBJECT_NAMES if name in frame.columns), None)),
            hosts_known=host is not None,
        )


def column_from_json(entry: dict[str, Any]) -> Column:
    """Rebuild a column from its stored form, without the profile that is stored beside it."""
    names = set(Column.__dataclass_fields__) - {"source_names"}
    return Column(**{**{key: entry[key] for key in entry if key in names}, "role": Role(entry["role"])})


class Sources:
    """Opens what a selection names; must stand outside a write transaction, as a first use may fetch a snapshot."""

    def __init__(self, transactions: Transactions, files: FileStore, shelf: SnapshotShelf, guard: LeakGuard) -> None:
        self._transactions = transactions
        self._files = files
        self._shelf = shelf
        self._guard = guard

    def held(self, catalogue: str) -> tuple[Snapshot, ...]:
        """Return the snapshots of a catalogue that everybody may choose, newest first."""
        return self._shelf.held(catalogue)

    def snapshot(self, catalogue: str, snapshot_id: str | None = None) -> Snapshot:
        """Return a snapshot of a catalogue, the newest held if none is named."""
        return self._shelf.find(catalogue, snapshot_id)

    def open(self, selection: dict[str, Any]) -> DataSource:
        """Return the source of a selection (or of a run's configuration) that has a ``data_source``."""
        chosen, features = selection["data_source"], selection.get("features") or {}
        if chosen["data_source"] != "upload":
            catalogue = get_catalogue(chosen["dataset"])
            return CatalogueSource(catalogue, self._shelf.find(catalogue.name, chosen.get("snapshot")), self._shelf)
        with self._transactions.read() as uow:
            record = uow.uploads.get(chosen["upload_id"])
        target = features.get("target")
        known = target in {entry["name"] for entry in record.target_candidates}
        findings = self._guard.of(record, target, features.get("host")) if known else ()
        return UploadSource(record, self._files, features.get("column_map"), features.get("units"), findings)

    def check_cells(self, selection: dict[str, Any]) -> None:
        """Refuse an own table's mapping that some of its cells cannot follow; the training would be refused by them."""
        source = self.open(selection)
        if isinstance(source, UploadSource):
            source.check_cells()
