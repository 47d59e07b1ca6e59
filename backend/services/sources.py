"""Where labelled rows come from: a catalogue's snapshot or a person's upload, behind one shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from backend.errors import InvalidFieldsError
from ML.catalogs.catalogue import Catalogue, Column, Role, get_catalogue
from ML.catalogs.snapshots import Snapshot, find_snapshot, load_snapshot
from ML.progress import Progress, ProgressCallback, ignore_progress

if TYPE_CHECKING:
    from backend.adapters.files import FileStore
    from backend.records import UploadRecord

HOST_NAMES = ("kepid", "hostname", "tid", "tic_id", "epic_hostname", "host_id", "host")
"""Columns that name a host star, in the order in which an upload is searched for one."""
OBJECT_NAMES = ("kepoi_name", "pl_name", "toi", "epic_candname", "name", "id")
POSITIVE_WORDS = ("PLANET", "CONFIRMED", "CP", "TRUE", "YES", "1")
"""Class names that are taken as the positive class of an uploaded table, in upper case."""
FEWEST_CLASSES, MOST_CLASSES = 2, 20


@dataclass(frozen=True, slots=True)
class Labels:
    """What a task says of a table's rows.

    Attributes
    ----------
    classes : tuple of str
    positive_class : str or None
    target, hosts, objects : pandas.Series of shape (n_rows,)
        Class (missing where undecided), host star and name of each row.
    flags : pandas.Series or None
        True where any false-positive flag is set, for the flag-rule baseline.
    hosts_known : bool
        False where no column names the host star, so that each row counts as a star of its own.
    """

    classes: tuple[str, ...]
    positive_class: str | None
    target: pd.Series
    hosts: pd.Series
    objects: pd.Series
    flags: pd.Series | None = None
    hosts_known: bool = True


class DataSource(Protocol):
    """A table with described columns."""

    name: str
    columns: tuple[Column, ...]
    presets: dict[str, tuple[str, ...]]

    def facts(self) -> dict[str, Any]:
        """Return what identifies the data: dataset, snapshot or upload, sha256."""

    def load(self, on_progress: ProgressCallback = ignore_progress) -> pd.DataFrame:
        """Return the whole table."""

    def label(self, frame: pd.DataFrame, selection: dict[str, Any]) -> Labels:
        """Return the labels of every row for the selected task."""


class CatalogueSource:
    """A catalogue's snapshot."""

    def __init__(self, catalogue: Catalogue, snapshot: Snapshot) -> None:
        self.catalogue = catalogue
        self.snapshot = snapshot
        self.name = catalogue.name
        self.columns = catalogue.columns
        self.presets = dict(catalogue.presets)

    def facts(self) -> dict[str, Any]:
        """Return dataset, snapshot, date and sha256."""
        held = self.snapshot
        return {"dataset": self.name, "snapshot": held.id, "date": held.date, "sha256": held.sha256}

    def load(self, on_progress: ProgressCallback = ignore_progress) -> pd.DataFrame:
        """Return the snapshot's table, checked against its sha256."""
        return load_snapshot(self.snapshot, on_progress)

    def label(self, frame: pd.DataFrame, selection: dict[str, Any]) -> Labels:
        """Return the labels of the task, and the vetting flags where the catalogue has some."""
        task = self.catalogue.tasks[selection["data_source"]["task"]]
        flag_names = [name for name in frame.columns if name.startswith("koi_fpflag_")]
        flags = frame[flag_names].fillna(0).gt(0).any(axis=1) if flag_names else None
        return Labels(
            task.classes,
            task.positive_class,
            task.label(frame[self.catalogue.target_column]),
            frame[self.catalogue.host_column],
            frame[self.catalogue.object_column],
            flags,
        )


class UploadSource:
    """A person's table, kept as Parquet."""

    def __init__(self, record: UploadRecord, files: FileStore) -> None:
        self._record = record
        self._files = files
        self.name = record.filename
        self.columns = tuple(column_from_json(entry) for entry in record.columns)
        usable = tuple(column.name for column in self.columns if column.role is Role.FEATURE)
        self.presets = {"default": usable, "everything": usable}
        self.targets = {entry["name"]: tuple(entry["classes"]) for entry in record.target_candidates}

    def facts(self) -> dict[str, Any]:
        """Return the upload's id, file name and sha256."""
        record = self._record
        return {"dataset": record.filename, "snapshot": record.id, "date": None, "sha256": record.sha256}

    def load(self, on_progress: ProgressCallback = ignore_progress) -> pd.DataFrame:
        """Return the stored table."""
        on_progress(Progress("reading", 0, self._record.rows, "rows"))
        with self._files.local_copy(self._record.path) as path:
            frame = pd.read_parquet(path)
        on_progress(Progress("reading", len(frame), len(frame), "rows"))
        return frame

    def label(self, frame: pd.DataFrame, selection: dict[str, Any]) -> Labels:
        """Return the target column's values as classes; rows with an empty target are undecided."""
        chosen = selection["features"]
        target = frame[chosen["target"]]
        text = target.map(class_name, na_action="ignore")
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


def class_name(value: object) -> str:
    """Return a target value as a class name: 1.0 and 1 are the same class."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def positive_of(classes: tuple[str, ...], chosen: str | None) -> str | None:
    """Return the positive class of a binary task: the chosen one, else the one that sounds like a planet."""
    if len(classes) != FEWEST_CLASSES:
        return None
    if chosen in classes:
        return chosen
    return next((name for word in POSITIVE_WORDS for name in classes if name.upper() == word), classes[-1])


def host_column(frame: pd.DataFrame, chosen: str | None) -> str | None:
    """Return the column that names the host star: the chosen one, else one with a known name."""
    return chosen or next((name for name in HOST_NAMES if name in frame.columns), None)


def named_rows(frame: pd.DataFrame, column: str | None) -> pd.Series:
    """Return a name for each row: the column's value, or the row's number where there is none."""
    numbers = pd.Series([f"row {number}" for number in range(1, len(frame) + 1)], index=frame.index, dtype="str")
    return numbers if column is None else frame[column].astype("str").where(frame[column].notna(), numbers)


def column_from_json(entry: dict[str, Any]) -> Column:
    """Rebuild a column from its stored form, without the profile that is stored beside it."""
    names = Column.__dataclass_fields__
    return Column(**{**{key: entry[key] for key in entry if key in names}, "role": Role(entry["role"])})


def open_source(data_source: dict[str, Any], uow: Any, files: FileStore) -> DataSource:
    """Return the source that a selection names.

    Parameters
    ----------
    data_source : dict
        The selection's ``data_source`` part.
    uow : UnitOfWork
    files : FileStore
    """
    if data_source["data_source"] == "upload":
        return UploadSource(uow.uploads.get(data_source["upload_id"]), files)
    catalogue = get_catalogue(data_source["dataset"])
    return CatalogueSource(catalogue, find_snapshot(catalogue.name, data_source.get("snapshot")))
