"""Labelled rows of an upload as a version of a catalogue: what would be new, what would change, what cannot be taken.

Nothing is overwritten silently: the difference is shown, hashed and confirmed before :func:`extend` makes the version.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Catalogue, Column, get_catalogue
from ML.catalogs.deliveries import Delivery
from ML.catalogs.delivery_notes import DeliveryNote, listed
from ML.catalogs.extension_diff import Cell, ExtendedRow, ExtensionDiff, content_sha256, hashed
from ML.catalogs.extension_rows import ColumnChoice, RejectedRow, RowChecks, UploadColumns, choose_columns, read_values
from ML.catalogs.extension_stars import KnownObjects, Places
from ML.catalogs.mapping_apply import as_words
from ML.catalogs.uploads import describe_columns
from ML.exceptions import InvalidFieldsError

__all__ = ["ExtendedRow", "ExtensionDiff", "RejectedRow", "extend", "propose_extension"]

SAME_NUMBER = 1e-6
"""Numbers that differ by less than this share are the same one, written with fewer digits."""


def propose_extension(
    base: pd.DataFrame,
    catalogue: Catalogue,
    upload: pd.DataFrame,
    *,
    column_map: Mapping[str, str],
    units: Mapping[str, str],
    target: str,
    class_map: Mapping[str, str],
    host: str | None = None,
    object_name: str | None = None,
    columns: Sequence[Column] | None = None,
) -> ExtensionDiff:
    """Compare the labelled rows of an upload with a catalogue.

    Parameters
    ----------
    base : pandas.DataFrame of shape (n_objects, n_columns)
        The catalogue's table.
    catalogue : Catalogue
        Whose table it is.
    upload : pandas.DataFrame of shape (n_rows, n_upload_columns)
        The uploaded table.
    column_map : mapping of str to str
        Name in the catalogue (or in the common schema) by the upload's name. Columns of the same name need no entry.
    units : mapping of str to str
        Unit in which the upload holds a column, where it is not the catalogue's.
    target : str
        Column of the upload with the classes.
    class_map : mapping of str to str
        Disposition by the upload's class; empty if the classes are dispositions. Other classes are left out.
    host, object_name : str, optional
        Columns of the upload that name the star and the object; else those that are mapped or called so.
    columns : sequence of Column, optional
        Definitions of the upload's columns; else they are described anew.

    Returns
    -------
    ExtensionDiff

    Raises
    ------
    InvalidFieldsError
        Columns, units or classes that cannot be used; ``details["fields"]`` lists each.
    """
    _refuse_derived(catalogue)
    described = describe_columns(upload) if columns is None else tuple(columns)
    choice = ColumnChoice(column_map, units, target, object_name, host)
    chosen = choose_columns(base, catalogue, described, choice)
    verdicts = _verdicts(upload[target], class_map, catalogue)
    return _compare(base.reset_index(drop=True), catalogue, upload, chosen, verdicts)


def extend(base: pd.DataFrame, diff: ExtensionDiff) -> Delivery:
    """Make the version that a difference describes.

    Parameters
    ----------
    base : pandas.DataFrame of shape (n_objects, n_columns)
        The table that the difference was taken of.
    diff : ExtensionDiff
        What was confirmed.

    Returns
    -------
    Delivery
        The rows of ``base`` in their order, changed where the difference says so, then the new ones. Values that the
        upload does not give stay as they are, or are missing in new rows.

    Raises
    ------
    InvalidFieldsError
        ``base`` is not the table that the difference was taken of.
    """
    if content_sha256(base) != diff.base_sha256:
        message = "The catalogue has changed since the difference was shown. Look at it again, then confirm it."
        raise InvalidFieldsError(message, [{"field": "confirm", "message": message}])
    new = int((diff.positions < 0).sum())
    columns = {name: _extended(base[name], diff.table.get(name), diff.positions, new) for name in base.columns}
    known = [column.name for column in get_catalogue(diff.catalogue).columns]
    return Delivery(
        frame=pd.DataFrame(columns),
        notes=(_extension_note(diff), *diff.notes),
        unknown_columns=tuple(name for name in base.columns if name not in known),
        absent_columns=tuple(name for name in known if name not in base.columns),
    )


def _extended(cells: pd.Series, given: pd.Series | None, positions: np.ndarray, new: int) -> pd.Series:
    """One column with its changed cells in place and the new ones at the end."""
    held = cells.astype("object").where(cells.notna(), None).to_numpy()
    values = np.concatenate([held, np.full(new, None, dtype=object)])
    if given is not None:
        where = np.where(positions >= 0, positions, len(cells) + np.cumsum(positions < 0) - 1)
        told = given.notna().to_numpy()
        values[where[told]] = given.to_numpy(dtype=object)[told]
    if not pd.api.types.is_numeric_dtype(cells.dtype):
        return pd.Series(values, dtype=cells.dtype)
    numbers = pd.Series(values, dtype=object)
    whole = pd.api.types.is_integer_dtype(cells.dtype) and all(
        value is not None and value == int(value) for value in values
    )
    return numbers.astype(cells.dtype) if whole else pd.to_numeric(numbers).astype("float64")


def _extension_note(diff: ExtensionDiff) -> DeliveryNote:
    new, changed = diff.counts["new"], diff.counts["update"]
    text = f"Objects that an upload added: {new:,}; known ones that it changed: {changed:,}."
    return DeliveryNote("extended", new + changed, text)


# --- Classes ----------------------------------------------------------------------------------------------------


def _refuse_derived(catalogue: Catalogue) -> None:
    if catalogue.derived:
        message = (
            f"The classes of {catalogue.title} are computed from its columns, so labelled rows cannot extend it. "
            "Choose a catalogue of candidates, or train on the upload alone."
        )
        raise InvalidFieldsError(message, [{"field": "dataset", "message": message}])


def _verdicts(cells: pd.Series, class_map: Mapping[str, str], catalogue: Catalogue) -> np.ndarray:
    """Disposition of each row; None where it has no class, or one that is left out."""
    words = as_words(cells)
    known = sorted({verdict for task in catalogue.tasks.values() for verdict in task.mapping})
    held = sorted(words.dropna().unique())
    chosen = dict(class_map) or {word: word for word in held if word in known}
    problems = _class_problems(chosen, held, known)
    if problems:
        fields = [{"field": field, "message": message} for field, message in problems]
        raise InvalidFieldsError(" ".join(message for _, message in problems), fields)
    return np.array([chosen.get(word) for word in words.fillna("")], dtype=object)


def _class_problems(chosen: Mapping[str, str], held: Sequence[str], known: Sequence[str]) -> list[tuple[str, str]]:
    """Nothing that is mapped occurs, or a class is mapped to what is no disposition."""
    if not set(chosen) & set(held):
        mapped = f"None of the mapped classes ({listed(list(chosen))}) occurs" if chosen else "No class is mapped"
        message = f"{mapped}. Say which of {listed(held) or 'none'} is which of {', '.join(known)}."
        return [("class_map", message)]
    return [
        (f"class_map.{name}", f"{verdict!r} is no disposition of the catalogue; map {name!r} to {', '.join(known)}.")
        for name, verdict in chosen.items()
        if verdict not in known
    ]


# --- Comparison -------------------------------------------------------------------------------------------------


def _compare(
    base: pd.DataFrame, catalogue: Catalogue, upload: pd.DataFrame, columns: UploadColumns, verdicts: np.ndarray
) -> ExtensionDiff:
    labelled = np.flatnonzero([verdict is not None for verdict in verdicts])
    checks = RowChecks(as_words(upload[columns.object]).fillna("").tolist(), _lines(upload))
    places = KnownObjects(base, catalogue).place(upload, columns, labelled, checks)
    values = read_values(upload, columns, base, labelled, checks).assign(**{catalogue.target_column: verdicts})
    taken, repeated = _one_row_each(checks.accepted(labelled), places, values, checks, columns.object)
    comparison = _Comparison(base, catalogue, values.iloc[taken], places, checks.lines)
    left_out = len(upload) - len(labelled)
    notes = _notes(upload, columns, left_out, repeated)
    return hashed(comparison.diff([fault for _, fault in sorted(checks.rejected.items())], left_out, notes))


@dataclass(slots=True)
class _Comparison:
    """The values of the rows that are taken, beside what the catalogue holds of their objects."""

    base: pd.DataFrame
    catalogue: Catalogue
    values: pd.DataFrame
    places: Places
    lines: Sequence[int]

    def diff(self, rejected: Sequence[RejectedRow], left_out: int, notes: Sequence[DeliveryNote]) -> ExtensionDiff:
        differs = self.differences()
        cells = differs.to_numpy(dtype=bool)
        changing = differs.index.to_numpy()[cells.any(axis=1)]
        names = [differs.columns[told].tolist() for told in cells[cells.any(axis=1)]]
        rows = tuple(self.row(row, told) for row, told in zip(changing.tolist(), names, strict=True))
        return ExtensionDiff(
            catalogue=self.catalogue.name,
            counts=_counts(rows, rejected) | {"unchanged": len(self.values) - len(rows), "left_out": left_out},
            transitions=_transitions(rows),
            rows=rows,
            rejected=tuple(rejected),
            notes=tuple(notes),
            base_sha256=content_sha256(self.base),
            table=self.table(changing.tolist(), differs),
            positions=self.places.position[changing],
        )

    def differences(self) -> pd.DataFrame:
        """Whether each cell says something that the catalogue does not say."""
        known = self.places.position[self.values.index]
        before = self.base[list(self.values.columns)].iloc[np.maximum(known, 0)]
        differs = {name: _differs(before[name], self.values[name]) for name in self.values.columns}
        new = (known < 0)[:, None] & self.values.notna().to_numpy()
        return pd.DataFrame(differs, index=self.values.index, dtype=bool) | new

    def row(self, row: int, columns: list[str]) -> ExtendedRow:
        """Describe what the extension does to one object."""
        target, position = self.catalogue.target_column, int(self.places.position[row])
        held = None if position < 0 else self.base.iloc[position]
        told = [] if held is None else [name for name in columns if name != target]
        return ExtendedRow(
            line=self.lines[row],
            object=self.places.object[row],
            host=str(self.places.host[row]),
            change="new" if held is None else "update",
            was=None if held is None or pd.isna(held[target]) else str(held[target]),
            becomes=str(self.values.at[row, target]),
            changed={name: [_cell(self.base.at[position, name]), _cell(self.values.at[row, name])] for name in told},
        )

    def table(self, rows: list[int], differs: pd.DataFrame) -> pd.DataFrame:
        """Cells that the extension writes, one row for each of ``rows``; all others are missing."""
        written = self.values.loc[rows].astype("object")
        written = written.where(differs.loc[rows] & written.notna(), None)
        known = self.places.position[rows] >= 0
        objects, hosts = ([cells[row] for row in rows] for cells in (self.places.object, self.places.host))
        for name, told in ((self.catalogue.object_column, objects), (self.catalogue.host_column, hosts)):
            written[name] = pd.Series(told, index=written.index, dtype="object").mask(known, None)
        return written.reset_index(drop=True)


def _counts(rows: Sequence[ExtendedRow], rejected: Sequence[RejectedRow]) -> dict[str, int]:
    changes = Counter(row.change for row in rows)
    conflicts = sum(fault.code == "conflict" for fault in rejected)
    return {"new": changes["new"], "update": changes["update"], "conflict": conflicts, "rejected": len(rejected)}


def _notes(upload: pd.DataFrame, columns: UploadColumns, left_out: int, repeated: int) -> list[DeliveryNote]:
    pairs = [(name, column.name) for name, (column, _) in columns.values.items()]
    taken = [own if own == name else f"{own} ({name})" for own, name in pairs]
    used = {*columns.values, columns.target, columns.object, columns.host}
    unused = [str(name) for name in upload.columns if name not in used]
    texts = (
        ("left_out", left_out, f"Rows without a class, or of one that is not mapped, are left out: {left_out:,}."),
        (
            "repeated",
            repeated,
            f"Rows that say what another row says of their object are taken once: {repeated:,}.",
        ),
        ("taken_columns", len(taken), f"Values are taken from {listed(taken)}."),
        ("unused_columns", len(unused), f"Not taken, since they are not mapped: {listed(unused)}."),
    )
    return [DeliveryNote(code, count, text) for code, count, text in texts if count]


def _lines(upload: pd.DataFrame) -> list[int]:
    return upload.index.tolist() if upload.index.name == "line" else list(range(2, len(upload) + 2))


def _one_row_each(
    rows: np.ndarray, places: Places, values: pd.DataFrame, checks: RowChecks, column: str
) -> tuple[np.ndarray, int]:
    """First of the rows that say the same of an object, and how many repeat it; rows in contradiction are rejected."""
    groups: dict[int | str, list[int]] = {}
    for row in rows.tolist():
        groups.setdefault(places.identity(row), []).append(row)
    for members in groups.values():
        if len(members) > 1 and _contradict(members, values, places):
            lines = listed([checks.lines[row] for row in members])
            for row in members:
                name = places.object[row]
                reason = f"Lines {lines} say different things of {name}. Keep the one that is right."
                checks.reject(row, column, name, "conflict", reason)
    kept = [group for group in groups.values() if group[0] not in checks.rejected]
    return np.array(sorted(group[0] for group in kept), dtype=int), sum(len(group) - 1 for group in kept)


def _contradict(members: list[int], values: pd.DataFrame, places: Places) -> bool:
    return len(values.iloc[members].drop_duplicates()) > 1 or len({places.host[row] for row in members}) > 1


def _differs(before: pd.Series, after: pd.Series) -> np.ndarray:
    """Where ``after`` holds a value that ``before`` does not hold."""
    told = after.notna().to_numpy()
    if pd.api.types.is_numeric_dtype(before.dtype) and pd.api.types.is_numeric_dtype(after.dtype):
        old, new = before.to_numpy(dtype=float, na_value=np.nan), after.to_numpy(dtype=float, na_value=np.nan)
        return np.asarray(told & ~np.isclose(new, old, rtol=SAME_NUMBER, atol=0.0))
    same = as_words(before).fillna("").to_numpy(dtype=object) == as_words(after).fillna("").to_numpy(dtype=object)
    return np.asarray(told & ~same)


def _cell(value: Any) -> Cell:
    """Return a cell as JSON can hold it."""
    plain = value.item() if isinstance(value, np.generic) else value
    return None if plain is None or plain is pd.NA or (isinstance(plain, float) and math.isnan(plain)) else plain


def _transitions(rows: Sequence[ExtendedRow]) -> tuple[dict[str, Any], ...]:
    counted = Counter((row.was, row.becomes) for row in rows if row.was != row.becomes)
    ordered = sorted(counted.items(), key=lambda entry: (-entry[1], str(entry[0])))
    return tuple({"from": before, "to": after, "count": count} for (before, after), count in ordered)
