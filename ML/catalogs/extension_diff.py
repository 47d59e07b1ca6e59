"""What an extension of a catalogue would do, ready to be shown, hashed and confirmed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from ML.catalogs.delivery_notes import DeliveryNote
from ML.catalogs.extension_rows import RejectedRow

Cell = str | float | None


@dataclass(frozen=True, slots=True)
class ExtendedRow:
    """An object that the extension adds or changes.

    Attributes
    ----------
    line : int
        Where it stands in the upload.
    object, host : str
        Names as the catalogue writes them.
    change : {"new", "update"}
        Whether the catalogue holds it already.
    was, becomes : str or None
        Disposition in the catalogue and in the upload.
    changed : dict of str to list of two cells
        What the catalogue holds in a column (None if nothing) and what the upload says; empty for a new object.
    """

    line: int
    object: str
    host: str
    change: str
    was: str | None
    becomes: str
    changed: dict[str, list[Cell]] = field(default_factory=dict)


@dataclass(frozen=True)
class ExtensionDiff:
    """What an extension would do.

    Attributes
    ----------
    catalogue : str
        Name of the catalogue.
    counts : dict of str to int
        Rows that are ``new``, an ``update``, ``unchanged``, in ``conflict``, ``rejected`` (conflicts included) and
        ``left_out``.
    transitions : tuple of dict
        ``{"from", "to", "count"}`` of dispositions that change; from None for new objects.
    rows : tuple of ExtendedRow
        New and changed objects, in the upload's order.
    rejected : tuple of RejectedRow
        Rows that cannot be taken, in the upload's order.
    notes : tuple of DeliveryNote
        What was left out or merged.
    base_sha256, sha256 : str
        Of the catalogue's table, and of all the above: equal hashes mean that the same would happen.
    table : pandas.DataFrame of shape (n_rows, n_columns)
        Values of ``rows`` under the catalogue's names and in its units.
    positions : ndarray of int of shape (n_rows,)
        Row of the catalogue that each of ``rows`` changes; -1 for a new object.
    """

    catalogue: str
    counts: dict[str, int]
    transitions: tuple[dict[str, Any], ...]
    rows: tuple[ExtendedRow, ...]
    rejected: tuple[RejectedRow, ...]
    notes: tuple[DeliveryNote, ...]
    base_sha256: str
    table: pd.DataFrame
    positions: np.ndarray
    sha256: str = ""

    def summary(self) -> dict[str, Any]:
        """Return all but the rows, ready for JSON."""
        facts = {"diff_sha256": self.sha256, "catalogue": self.catalogue, "counts": self.counts}
        notes = [asdict(note) for note in self.notes]
        return {**facts, "transitions": list(self.transitions), "notes": notes, "base_sha256": self.base_sha256}

    def rows_json(self, start: int = 0, stop: int | None = None) -> list[dict[str, Any]]:
        """Return some of the rows, ready for JSON."""
        return [asdict(row) for row in self.rows[start:stop]]

    def rejected_json(self, start: int = 0, stop: int | None = None) -> list[dict[str, Any]]:
        """Return some of the rejected rows, ready for JSON."""
        return [asdict(row) for row in self.rejected[start:stop]]


def hashed(diff: ExtensionDiff) -> ExtensionDiff:
    """Return the difference with the hash of all that it would do."""
    facts = {**diff.summary(), "rows": diff.rows_json(), "rejected": diff.rejected_json()}
    text = json.dumps(facts, sort_keys=True, allow_nan=False)
    return replace(diff, sha256=hashlib.sha256(text.encode()).hexdigest())


def content_sha256(frame: pd.DataFrame) -> str:
    """Sha256 of a table's names and cells, fast enough to be computed for each preview."""
    digest = hashlib.sha256("\t".join(map(str, frame.columns)).encode())
    digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return digest.hexdigest()
