"""What a task says of a table's rows: class, host star and name of each."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

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
