"""The plane of all objects: two columns of a snapshot, with the class of each object."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from backend.errors import InvalidFieldsError
from backend.services.profiles import UNDECIDED
from backend.services.snapshots import SnapshotShelf
from ML.catalogs.catalogue import Catalogue, Column, get_catalogue
from ML.catalogs.snapshots import catalogue_columns
from ML.labelling import label_rows

PLANES_KEPT = 8
USUAL_AXES = {"x": "orbital_period", "y": "planet_radius"}
"""Canonical names of the columns that span the plane where none are named."""


class PlaneService:
    """Shows where every object of a catalogue stands.

    Parameters
    ----------
    shelf : SnapshotShelf
    """

    def __init__(self, shelf: SnapshotShelf) -> None:
        self._shelf = shelf
        self._cached = lru_cache(maxsize=PLANES_KEPT)(self._compute)

    def points(self, name: str, x: str | None, y: str | None, snapshot_id: str | None = None) -> dict[str, Any]:
        """Return every object that has both values, with its class; refuses columns that hold no numbers."""
        catalogue = get_catalogue(name)
        snapshot = self._shelf.find(name, snapshot_id)
        columns = catalogue_columns(catalogue, snapshot)
        axes = {axis: _axis(catalogue, columns, axis, wanted) for axis, wanted in (("x", x), ("y", y))}
        points = self._cached(name, snapshot.id, snapshot.sha256, axes["x"].name, axes["y"].name)
        return {"snapshot": snapshot.id, **axes, "points": points}

    def _compute(self, name: str, snapshot_id: str, sha256: str, x: str, y: str) -> list[dict[str, Any]]:
        catalogue = get_catalogue(name)
        frame = self._shelf.load(self._shelf.find(name, snapshot_id))
        task = max(catalogue.tasks.values(), key=lambda task: len(task.classes))
        labels = label_rows(catalogue, task, frame).fillna(UNDECIDED)
        held = frame[[x, y]].notna().all(axis=1)
        values = (frame[catalogue.object_column], frame[x].astype(float), frame[y].astype(float), labels)
        cells = zip(*(column[held].tolist() for column in values), strict=True)
        return [{"object": str(row[0]), "x": row[1], "y": row[2], "label": row[3]} for row in cells]


def _axis(catalogue: Catalogue, columns: tuple[Column, ...], axis: str, wanted: str | None) -> Column:
    numbers = [column for column in columns if column.kind == "number"]
    chosen = [column for column in numbers if (wanted or USUAL_AXES[axis]) in {column.name, column.canonical}]
    if not chosen:
        message = (
            f"{axis} is {wanted!r}; expected a column of {catalogue.name} that holds numbers, such as "
            f"{', '.join(column.name for column in numbers[:3])}."
        )
        raise InvalidFieldsError(message, [{"field": axis, "message": message}])
    # The column of that very name goes before one that only means the same.
    return next((column for column in chosen if column.name == wanted), chosen[0])
