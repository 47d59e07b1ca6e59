"""What changed between two snapshots of a catalogue: new objects, gone ones, and changed verdicts."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

import pandas as pd

from backend.errors import InvalidFieldsError
from backend.services.labels import class_name
from backend.services.snapshots import SnapshotShelf
from ML.catalogs.catalogue import Catalogue, get_catalogue
from ML.catalogs.snapshots import Snapshot
from ML.labelling import label_rows

CHANGES = ("changed", "new", "gone")
"""In the order in which they are listed."""
DIFFS_KEPT = 8


class DiffService:
    """Compares snapshots by object.

    Parameters
    ----------
    shelf : SnapshotShelf
    """

    def __init__(self, shelf: SnapshotShelf) -> None:
        self._shelf = shelf
        self._compared = lru_cache(maxsize=DIFFS_KEPT)(self._compare)

    def page(
        self,
        name: str,
        older: str | None = None,
        newer: str | None = None,
        change: str | None = None,
        page: int = 1,
        per_page: int = 50,
    ) -> dict[str, Any]:
        """Return counts, transitions between verdicts, and one page of the objects that differ.

        Parameters
        ----------
        older, newer : str or None
            Ids of snapshots; the newest held and the one before it where they are left out.
        change : str or None
            Only ``"new"``, ``"gone"`` or ``"changed"`` objects.

        Raises
        ------
        UnknownCatalogueError, UnknownSnapshotError, SnapshotMissingError
        InvalidFieldsError
            Nothing is held to compare with.
        """
        catalogue = get_catalogue(name)
        to = self._shelf.find(name, newer)
        before = self._shelf.find(name, older) if older else self._previous(catalogue, to)
        compared = self._compared(name, before.id, before.sha256, to.id, to.sha256)
        differing = compared[compared["change"] != "same"]
        shown = differing if change is None else differing[differing["change"] == change]
        counts = Counter(compared["change"])
        return {
            "dataset": name,
            "from": before.id,
            "to": to.id,
            "counts": {word: counts[word] for word in ("new", "gone", "changed", "same")},
            "transitions": transitions(differing),
            "rows": _rows(shown.iloc[(page - 1) * per_page : page * per_page]),
            "page": page,
            "per_page": per_page,
            "total": len(shown),
        }

    def _previous(self, catalogue: Catalogue, to: Snapshot) -> Snapshot:
        held = [snapshot for snapshot in self._shelf.held(catalogue.name) if snapshot.id != to.id]
        older = [snapshot for snapshot in held if snapshot.date <= to.date] or held
        if not older:
            message = (
                f"{catalogue.title} has only the snapshot {to.id!r}; a comparison needs two. "
                f"POST /api/datasets/{catalogue.name}/refresh fetches the newest table."
            )
            raise InvalidFieldsError(message, [{"field": "from", "message": message}])
        return older[0]

    def _compare(self, name: str, older_id: str, _older_sha256: str, newer_id: str, _newer_sha256: str) -> pd.DataFrame:
        catalogue = get_catalogue(name)
        versions = [self._verdicts(catalogue, self._shelf.find(name, one)) for one in (older_id, newer_id)]
        return compare(*versions)

    def _verdicts(self, catalogue: Catalogue, snapshot: Snapshot) -> pd.DataFrame:
        """Object, host and verdict of each row: computed where the catalogue computes it, else as it stands."""
        named = [catalogue.object_column, catalogue.host_column]
        if catalogue.derived:
            frame = self._shelf.load(snapshot)
            verdict = label_rows(catalogue, next(iter(catalogue.tasks.values())), frame)
        else:
            frame = self._shelf.load(snapshot, columns=list(dict.fromkeys([*named, catalogue.target_column])))
            verdict = frame[catalogue.target_column]
        columns = {"object": plain(frame[named[0]]), "host": plain(frame[named[1]]), "verdict": verdict.astype("str")}
        return pd.DataFrame({**columns, "verdict": columns["verdict"].where(verdict.notna())}).drop_duplicates("object")


def compare(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """Join two versions by object.

    Parameters
    ----------
    older, newer : pandas.DataFrame
        Columns ``object`` (distinct), ``host`` and ``verdict``.

    Returns
    -------
    pandas.DataFrame
        Columns ``object``, ``host``, ``change`` (``"new"``, ``"gone"``, ``"changed"`` or ``"same"``), ``from`` and
        ``to``; changed ones first, then new, then gone ones, each in order of their names.
    """
    joined = older.merge(newer, on="object", how="outer", suffixes=("_from", "_to"), indicator="side")
    joined["host"] = joined["host_to"].fillna(joined["host_from"])
    joined = joined.rename(columns={"verdict_from": "from", "verdict_to": "to"})
    differs = joined["from"].fillna("") != joined["to"].fillna("")
    words = joined["side"].astype("str").map({"left_only": "gone", "right_only": "new"})
    joined["change"] = words.fillna(differs.map({True: "changed", False: "same"}))
    order = joined["change"].map({word: place for place, word in enumerate((*CHANGES, "same"))})
    sorted_rows = joined.assign(order=order).sort_values(["order", "object"], kind="stable", ignore_index=True)
    return sorted_rows[["object", "host", "change", "from", "to"]]


def transitions(differing: pd.DataFrame) -> list[dict[str, Any]]:
    """Return how many objects went from which verdict to which, most first; None is "no verdict"."""
    changed = differing[differing["change"] == "changed"]
    pairs = Counter((_word(old), _word(new)) for old, new in zip(changed["from"], changed["to"], strict=True))
    return [{"from": old, "to": new, "count": number} for (old, new), number in pairs.most_common()]


def plain(names: pd.Series) -> pd.Series:
    """Return names as text; 1001.0 and "1001" are the same name."""
    return names.map(class_name).astype("str")


def _rows(shown: pd.DataFrame) -> list[dict[str, Any]]:
    rows = shown.astype("object").where(shown.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _word(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
