"""Catalogues: what is held, and what each column means and holds."""

from __future__ import annotations

from typing import Any

from backend.adapters.files import FileStore
from backend.errors import SnapshotMissingError
from backend.services.columns import column_json
from backend.services.profiles import SnapshotProfiles, counts_by_disposition
from backend.services.snapshots import SnapshotShelf, how_to_get_one
from ML.catalogs.catalogue import Catalogue, catalogue_names, get_catalogue
from ML.catalogs.snapshots import Snapshot, catalogue_columns, presets_of


class DatasetService:
    """Lists and describes catalogues.

    Parameters
    ----------
    shelf : SnapshotShelf
    files : FileStore
        Keeps what the columns of each snapshot hold, so that it is computed once.
    """

    def __init__(self, shelf: SnapshotShelf, files: FileStore) -> None:
        self._shelf = shelf
        self._profiles = SnapshotProfiles(shelf, files)

    def page(self, page: int = 1, per_page: int = 50) -> dict[str, Any]:
        """Return one page of the catalogues with the class counts of their newest snapshot."""
        names = catalogue_names()
        shown = [self._newest(get_catalogue(name)) for name in names[(page - 1) * per_page : page * per_page]]
        return {"datasets": shown, "page": page, "per_page": per_page, "total": len(names)}

    def profile_all(self) -> None:
        """Compute what is not kept yet of the newest snapshot of each catalogue that holds one."""
        for name in catalogue_names():
            if self._shelf.held(name):
                self._profiles.of(get_catalogue(name), self._shelf.find(name))

    def describe(self, name: str, snapshot_id: str | None = None, preview: int = 0) -> dict[str, Any]:
        """Return one catalogue with its columns, presets, findings of the leak guard and first rows.

        A catalogue of which nothing is held is described by its definition, with the way to get a first snapshot.

        Raises
        ------
        UnknownCatalogueError, UnknownSnapshotError
            The message names what is held.
        """
        catalogue = get_catalogue(name)
        try:
            snapshot = self._shelf.find(name, snapshot_id)
        except SnapshotMissingError:
            return {**self._summary(catalogue, None), **_definition(catalogue)}
        facts = self._profiles.of(catalogue, snapshot)
        columns = catalogue_columns(catalogue, snapshot)
        held = {column.name for column in columns}
        return {
            **self._summary(catalogue, snapshot),
            **_definition(catalogue),
            "snapshot": snapshot.id,
            "columns": [column_json(column, facts["profiles"].get(column.name, {})) for column in columns],
            "presets": {preset: list(names) for preset, names in presets_of(catalogue, snapshot).items()},
            "findings": facts["findings"],
            "notes": list(snapshot.notes),
            "absent_columns": [column.name for column in catalogue.columns if column.name not in held],
            "preview": facts["preview"][:preview],
        }

    def _newest(self, catalogue: Catalogue) -> dict[str, Any]:
        held = self._shelf.held(catalogue.name)
        return self._summary(catalogue, held[0] if held else None)

    def _summary(self, catalogue: Catalogue, shown: Snapshot | None) -> dict[str, Any]:
        words = ("name", "title", "description", "citation", "licence", "source_url")
        return {
            **{word: getattr(catalogue, word) for word in words},
            "rows": shown.rows if shown else 0,
            "available": shown is not None,
            "remedy": "" if shown else how_to_get_one(catalogue.name),
            "classes": list(dict.fromkeys(label for task in catalogue.tasks.values() for label in task.classes)),
            "snapshots": list(self._shelf.held(catalogue.name)),
            "archive_tables": list(catalogue.archive_tables),
            "tasks": [_task_json(task, self._counts(catalogue, task, shown)) for task in catalogue.tasks.values()],
        }

    def _counts(self, catalogue: Catalogue, task: Any, shown: Snapshot | None) -> dict[str, Any]:
        if shown is None:
            return {"counts": dict.fromkeys(task.classes, 0), "undecided": 0}
        if not catalogue.derived:
            return counts_by_disposition(task, shown)
        return self._profiles.counts(catalogue, task, shown)


def _definition(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "snapshot": None,
        "target_column": catalogue.target_column,
        "host_column": catalogue.host_column,
        "object_column": catalogue.object_column,
        "columns": [column_json(column, {}) for column in catalogue.columns],
        "presets": {preset: list(names) for preset, names in catalogue.presets.items()},
        "findings": [],
        "notes": [],
        "absent_columns": [],
        "preview": [],
    }


def _task_json(task: Any, counts: dict[str, Any]) -> dict[str, Any]:
    facts = {"name": task.name, "title": task.title, "classes": list(task.classes)}
    return {**facts, "positive_class": task.positive_class, **counts}
