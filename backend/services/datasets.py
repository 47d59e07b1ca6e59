"""Catalogues: what is held, what each column means and holds, and the plane of all objects."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from backend.adapters.files import FileStore
from backend.errors import InvalidFieldsError
from backend.services.columns import column_json
from backend.services.profiles import SnapshotProfiles
from ML.catalogs.catalogue import Catalogue, Column, catalogue_names, get_catalogue
from ML.catalogs.snapshots import Snapshot, find_snapshot, load_snapshot, snapshots

UNDECIDED = "UNDECIDED"
PLANES_KEPT = 8


class DatasetService:
    """Lists and describes catalogues.

    Parameters
    ----------
    files : FileStore
        Keeps what the columns of each snapshot hold, so that it is computed once.
    """

    def __init__(self, files: FileStore) -> None:
        self._profiles = SnapshotProfiles(files)
        self._plane = lru_cache(maxsize=PLANES_KEPT)(_plane)

    def page(self, page: int = 1, per_page: int = 50) -> dict[str, Any]:
        """Return one page of the catalogues with the class counts of their newest snapshot."""
        names = catalogue_names()
        shown = [self._summary(get_catalogue(name), None) for name in names[(page - 1) * per_page : page * per_page]]
        return {"datasets": shown, "page": page, "per_page": per_page, "total": len(names)}

    def describe(self, name: str, snapshot_id: str | None = None, preview: int = 0) -> dict[str, Any]:
        """Return one catalogue with its columns, presets and first rows.

        Raises
        ------
        UnknownCatalogueError, UnknownSnapshotError
            The message names what is held.
        """
        catalogue = get_catalogue(name)
        snapshot = find_snapshot(name, snapshot_id)
        facts = self._profiles.of(catalogue, snapshot)
        return {
            **self._summary(catalogue, snapshot),
            "snapshot": snapshot.id,
            "target_column": catalogue.target_column,
            "host_column": catalogue.host_column,
            "object_column": catalogue.object_column,
            "columns": [column_json(column, facts["profiles"].get(column.name, {})) for column in catalogue.columns],
            "presets": {preset: list(names) for preset, names in catalogue.presets.items()},
            "preview": facts["preview"][:preview],
        }

    def points(self, name: str, x: str, y: str, snapshot_id: str | None = None) -> dict[str, Any]:
        """Return every object that has both values, with its class; refuses columns that hold no numbers."""
        catalogue = get_catalogue(name)
        snapshot = find_snapshot(name, snapshot_id)
        columns = {axis: _number_column(catalogue, axis, wanted) for axis, wanted in (("x", x), ("y", y))}
        return {"snapshot": snapshot.id, **columns, "points": self._plane(catalogue.name, snapshot, x, y)}

    def _summary(self, catalogue: Catalogue, snapshot: Snapshot | None) -> dict[str, Any]:
        shown = snapshot or find_snapshot(catalogue.name)
        counts = self._profiles.of(catalogue, shown)["tasks"]
        words = ("name", "title", "description", "citation", "licence", "source_url")
        return {
            **{word: getattr(catalogue, word) for word in words},
            "rows": shown.rows,
            "classes": list(dict.fromkeys(label for task in catalogue.tasks.values() for label in task.classes)),
            "snapshots": list(snapshots(catalogue.name)),
            "tasks": [_task_json(task, counts[task.name]) for task in catalogue.tasks.values()],
        }


def _task_json(task: Any, counts: dict[str, Any]) -> dict[str, Any]:
    facts = {"name": task.name, "title": task.title, "classes": list(task.classes)}
    return {**facts, "positive_class": task.positive_class, **counts}


def _number_column(catalogue: Catalogue, axis: str, name: str) -> Column:
    held = {column.name: column for column in catalogue.columns if column.kind == "number"}
    if name not in held:
        message = (
            f"{axis} is {name!r}; expected a column of {catalogue.name} that holds numbers, such as "
            f"{', '.join(catalogue.presets['physics'][:3])}."
        )
        raise InvalidFieldsError(message, [{"field": axis, "message": message}])
    return held[name]


def _plane(name: str, snapshot: Snapshot, x: str, y: str) -> list[dict[str, Any]]:
    catalogue = get_catalogue(name)
    named = (catalogue.object_column, catalogue.target_column)
    frame = load_snapshot(snapshot, columns=list(dict.fromkeys((*named, x, y))))
    task = max(catalogue.tasks.values(), key=lambda task: len(task.classes))
    labels = task.label(frame[catalogue.target_column]).fillna(UNDECIDED)
    held = frame[[x, y]].notna().all(axis=1)
    values = (frame[catalogue.object_column], frame[x].astype(float), frame[y].astype(float), labels)
    cells = zip(*(column[held].tolist() for column in values), strict=True)
    return [{"object": str(row[0]), "x": row[1], "y": row[2], "label": row[3]} for row in cells]
