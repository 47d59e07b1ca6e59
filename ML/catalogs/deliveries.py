"""Deliveries: tables as an archive serves them, turned into one row per object in the catalogue's own columns."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """What was dropped, merged or converted on the way: a stable word, how many, and a sentence with the number."""

    code: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row per object, in the catalogue's own column names and units.

    Attributes
    ----------
    frame : pandas.DataFrame of shape (n_objects, n_columns)
        Columns of the catalogue in its order, then those that it does not know.
    notes : tuple of DeliveryNote
        What was dropped, merged or converted.
    unknown_columns : tuple of str
        Columns of ``frame`` that the catalogue does not define.
    absent_columns : tuple of str
        Columns that the catalogue defines and the delivery lacks.
    """

    frame: pd.DataFrame
    notes: tuple[DeliveryNote, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    absent_columns: tuple[str, ...] = ()
