"""The labelled objects most like one, planets and false positives alike, with the numbers that make them alike.

References
----------
Dixon, J. K. 1979, IEEE Trans. Systems, Man, and Cybernetics 9, 617 (distances over the columns that both rows hold,
scaled up to all columns). Widths are interquartile ranges over 1.349, which is a standard deviation for normal data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ML.exceptions import InvalidFieldsError

COLUMNS = (
    "orbital_period",
    "transit_duration",
    "transit_depth",
    "planet_radius",
    "insolation_flux",
    "stellar_effective_temperature",
    "stellar_surface_gravity",
    "stellar_radius",
)
"""What is compared where nothing else is asked for."""

LABELLED = ("CONFIRMED", "FALSE POSITIVE")

NOT_LOGGED = frozenset({"stellar_surface_gravity", "stellar_luminosity", "stellar_metallicity", "impact_parameter"})
"""Columns that are compared as they are: logarithms already, or with meaningful zeros. Magnitudes are as well."""

LEAST_SHARED = 0.5
"""A neighbour must hold at least this share of the columns that the object itself holds."""

_NORMAL_IQR = 1.349


@dataclass(frozen=True, slots=True)
class Compared:
    """One column of a comparison: the object's and the neighbour's values, and their difference in widths."""

    name: str
    value: float | None
    theirs: float | None
    difference: float | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A labelled object.

    Attributes
    ----------
    object_name, host_id, label : str
        Empty where the table does not tell.
    distance : float
        Root mean square of the differences, in widths of the columns.
    shared : int
        Columns that both hold.
    same_host : bool
        Whether it orbits the same star, and so shares the star's numbers.
    compared : tuple of Compared
    """

    object_name: str
    host_id: str
    label: str
    distance: float
    shared: int
    same_host: bool
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Who is nearest.

    Attributes
    ----------
    nearest : tuple of Neighbour
        The nearest of any label, nearest first.
    by_label : dict of str to tuple of Neighbour
        The nearest of each label.
    counts : dict of str to int
        How many of ``nearest`` have each label.
    columns : tuple of str
        What was compared: the columns that the object and the table hold.
    candidates : int
        Labelled rows that were looked at.
    """

    nearest: tuple[Neighbour, ...]
    by_label: dict[str, tuple[Neighbour, ...]]
    counts: dict[str, int]
    columns: tuple[str, ...]
    candidates: int


def neighbours(
    table: pd.DataFrame,
    target: Mapping[str, Any],
    columns: Sequence[str] = COLUMNS,
    k: int = 10,
    *,
    labels: Sequence[str] = LABELLED,
    label_column: str = "disposition",
    per_label: int = 3,
) -> Neighbourhood:
    """Find the labelled objects nearest to one in the logarithms of its physical columns.

    Parameters
    ----------
    table : DataFrame
        Canonical columns, a column of labels, and ``object_name`` and ``host_id`` where known. Rows without one of
        the labels are passed over.
    target : mapping of str to float, str or None
        The object, with its ``object_name`` and ``host_id`` where known. Its own row is left out: by name, or where
        it has none, rows that equal it in every column compared.
    columns : sequence of str
        What to compare.
    k : int
        How many of the nearest.
    labels : sequence of str
    label_column : str
    per_label : int
        How many of each label.

    Returns
    -------
    Neighbourhood
        Ties are broken by name: the same table gives the same answer in any order of its rows.

    Raises
    ------
    InvalidFieldsError
        The table has no such column of labels, or nothing to compare.
    """
    if label_column not in table:
        raise _invalid("label_column", f"There is no column {label_column!r} with labels among the table's columns.")
    names = tuple(name for name in columns if name in table and _number(target.get(name)) is not None)
    if not names:
        raise _invalid("columns", f"Nothing to compare: object and table share none of {', '.join(columns)}.")
    labelled = table[table[label_column].isin(list(labels))]
    differences = _differences(labelled, target, names)
    order = _order(labelled, differences, _others(labelled, target, differences))

    def told(rows: np.ndarray) -> tuple[Neighbour, ...]:
        return tuple(_neighbour(labelled, target, names, differences, row, label_column) for row in rows)

    theirs = labelled[label_column].to_numpy()[order]
    nearest, by_label = told(order[:k]), {label: told(order[theirs == label][:per_label]) for label in labels}
    counts = {label: int((theirs[:k] == label).sum()) for label in labels}
    return Neighbourhood(nearest, by_label, counts, names, len(labelled))


def _invalid(field: str, message: str) -> InvalidFieldsError:
    return InvalidFieldsError(message, [{"field": field, "message": message}])


def _number(value: Any) -> float | None:
    number = np.nan if value is None else float(value)
    return number if np.isfinite(number) else None


def _scaled(name: str, values: Any) -> np.ndarray:
    """Return a column on the scale on which it is compared; NaN where it has no place there."""
    numbers = np.asarray(values, dtype=float)
    if name in NOT_LOGGED or name.endswith("_magnitude"):
        return np.where(np.isfinite(numbers), numbers, np.nan)
    return np.log10(np.where(np.isfinite(numbers) & (numbers > 0), numbers, np.nan))


def _differences(labelled: pd.DataFrame, target: Mapping[str, Any], names: tuple[str, ...]) -> np.ndarray:
    """Differences in widths, of shape (n_rows, n_columns); NaN where either does not hold the column."""
    theirs = np.column_stack([_scaled(name, labelled[name]) for name in names])
    own = np.array([float(_scaled(name, target[name])) for name in names])
    return (theirs - own) / _widths(theirs)


def _widths(values: np.ndarray) -> np.ndarray:
    """Robust width of each column; 1 where all rows are the same, and for a table without rows."""
    held = [column[np.isfinite(column)] for column in values.T]
    spans = [np.subtract(*np.percentile(column, [75, 25])) / _NORMAL_IQR if column.size else 0.0 for column in held]
    return np.array([span if span > 0 else 1.0 for span in spans])


def _shared(differences: np.ndarray) -> np.ndarray:
    return np.isfinite(differences).sum(axis=1)


def _distances(differences: np.ndarray) -> np.ndarray:
    shared = _shared(differences)
    return np.sqrt(np.nansum(differences**2, axis=1) / np.where(shared > 0, shared, np.nan))


def _others(labelled: pd.DataFrame, target: Mapping[str, Any], differences: np.ndarray) -> np.ndarray:
    """Rows that are not the object itself."""
    name = target.get("object_name")
    if name and "object_name" in labelled:
        return (labelled["object_name"] != name).to_numpy()
    return ~(differences == 0).all(axis=1)


def _order(labelled: pd.DataFrame, differences: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Positions of the rows that count, nearest first."""
    counts = np.flatnonzero(others & (_shared(differences) >= LEAST_SHARED * differences.shape[1]))
    names = labelled["object_name"].astype(str) if "object_name" in labelled else labelled.index.astype(str)
    return counts[np.lexsort((np.asarray(names, dtype=str)[counts], _distances(differences)[counts]))]


def _neighbour(
    labelled: pd.DataFrame,
    target: Mapping[str, Any],
    names: tuple[str, ...],
    differences: np.ndarray,
    row: int,
    label_column: str,
) -> Neighbour:
    facts = labelled.iloc[row]
    host = _word(facts.get("host_id"))
    return Neighbour(
        object_name=_word(facts.get("object_name")),
        host_id=host,
        label=str(facts[label_column]),
        distance=float(_distances(differences[row : row + 1])[0]),
        shared=int(_shared(differences[row : row + 1])[0]),
        same_host=bool(host) and host == _word(target.get("host_id")),
        compared=tuple(
            Compared(name, _number(target[name]), _number(facts[name]), _number(differences[row, at]))
            for at, name in enumerate(names)
        ),
    )


def _word(value: Any) -> str:
    if value is None or pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
