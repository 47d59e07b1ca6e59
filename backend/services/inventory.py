"""Everything that is kept, file by file: of which kind it is, and which row it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backend.adapters.files import FileStore, StoredFile

DATA_KINDS = ("uploads", "predictions", "snapshots", "profiles")
"""Folders of the store of tables; profiles are computed again where they are missing."""
MODEL_KINDS = ("runs", "studies", "registry")
"""Folders of the store of models."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file that is kept."""

    store: FileStore
    kind: str
    owner: str
    file: StoredFile

    def delete(self) -> None:
        """Remove it."""
        self.store.delete(self.file.path)


class Inventory:
    """Walks both stores.

    Parameters
    ----------
    files, models : FileStore
        Of tables, and of models.
    """

    def __init__(self, files: FileStore, models: FileStore) -> None:
        self.stores = {"data": (files, DATA_KINDS), "models": (models, MODEL_KINDS)}

    def __iter__(self) -> Iterator[Item]:
        for store, kinds in self.stores.values():
            for kind in kinds:
                yield from (Item(store, kind, owner_of(file.path), file) for file in store.listing(kind))


def owner_of(path: str) -> str:
    """Return the id of the row that a path belongs to: the part after its kind, without a file's ending."""
    return path.split("/")[1].split(".", maxsplit=1)[0]
