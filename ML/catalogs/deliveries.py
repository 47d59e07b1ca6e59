"""Deliveries: tables as an archive serves them, turned into one row per object in the catalogue's own columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from ML.catalogs.catalogue import Catalogue
from ML.catalogs.delivery_columns import ColumnReader
from ML.catalogs.delivery_notes import DeliveryNote, listed
from ML.catalogs.delivery_rows import one_row_per_object
from ML.catalogs.limits import TableLimits
from ML.catalogs.readers import ParsedTable, read_table
from ML.exceptions import UnreadableTableError, WrongDeliveryError

__all__ = ["Delivery", "DeliveryNote", "read_delivery", "read_delivery_file"]


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


def read_delivery_file(path: Path, filename: str, catalogue: Catalogue, limits: TableLimits | None = None) -> Delivery:
    """Read a file that an archive served: :func:`read_table`, then :func:`read_delivery`.

    Parameters
    ----------
    path : Path
        The file.
    filename : str
        Name to use in messages.
    catalogue : Catalogue
        What it should be a table of.
    limits : TableLimits, optional
        Bounds that keep memory small.

    Raises
    ------
    WrongDeliveryError
        It is no table (a web page, an error report, an empty or cut file), or not this catalogue's.
    TableTooLargeError
        Beyond a limit.
    """
    try:
        table = read_table(path, filename, limits)
    except UnreadableTableError as error:
        raise WrongDeliveryError(
            f"{catalogue.title}: a table was expected, but {error.message}", found=error.code, filename=filename
        ) from error
    delivery = read_delivery(table.frame, catalogue)
    return replace(delivery, notes=(*_reading_notes(table), *delivery.notes))


def _reading_notes(table: ParsedTable) -> list[DeliveryNote]:
    if not table.problem_count:
        return []
    first = table.problems[0]
    text = (
        f"{table.problem_count:,} cells or rows could not be taken as they stand; the first is "
        f"line {first.line}, column {first.column}: {first.message}"
    )
    return [DeliveryNote("unreadable_cells", table.problem_count, text)]


def read_delivery(frame: pd.DataFrame, catalogue: Catalogue) -> Delivery:
    """Turn a table as an archive serves it into one row per object in the catalogue's own columns.

    Source names become the catalogue's, values are converted to its units and typed by kind, sexagesimal positions
    become degrees where there are none, and of an object's rows the catalogue's rule chooses one. Columns that the
    catalogue does not define are kept at the end.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        As :func:`ML.catalogs.readers.read_table` returns it.
    catalogue : Catalogue
        What it should be a table of.

    Raises
    ------
    WrongDeliveryError
        No rows; no column for the verdict, the star or the object; most of the physics is missing; no verdict is one
        of the catalogue's; or rows of one object contradict each other.
    """
    reader = ColumnReader(catalogue)
    renamed, unknown = reader.read(frame)
    for check in _CHECKS:
        check(renamed, catalogue)
    kept, row_notes = one_row_per_object(renamed, catalogue)
    return Delivery(
        frame=kept,
        notes=(*reader.notes(), *row_notes, *_foreign_verdicts(kept, catalogue)),
        unknown_columns=unknown,
        absent_columns=tuple(column.name for column in catalogue.columns if column.name not in kept),
    )


# --- what makes a table the catalogue's -----------------------------------------------------------------------------


def _refuse_empty(frame: pd.DataFrame, catalogue: Catalogue) -> None:
    if frame.empty:
        raise WrongDeliveryError(f"{catalogue.title}: the table has no rows. Fetch it anew.", expected="rows", found=0)


def _refuse_lacking(frame: pd.DataFrame, catalogue: Catalogue) -> None:
    """Refuse a table without verdict, star or object, or without any column of a group that needs one."""
    read = [] if catalogue.derived else [catalogue.target_column]
    needed = [(name,) for name in (*read, catalogue.host_column, catalogue.object_column)]
    lacking = [group for group in (*needed, *catalogue.one_of) if not any(_has_values(frame, name) for name in group)]
    if lacking:
        words = ", ".join(" or ".join(group) for group in lacking)
        raise WrongDeliveryError(
            f"{catalogue.title}: the table lacks {words}; found are {listed(list(frame.columns))}. "
            "Check that the right table was fetched, with all its columns.",
            expected=[name for group in lacking for name in group],
            found=list(map(str, frame.columns)),
        )


def _has_values(frame: pd.DataFrame, name: str) -> bool:
    return name in frame and bool(frame[name].notna().any())


def _refuse_without_physics(frame: pd.DataFrame, catalogue: Catalogue) -> None:
    expected = catalogue.presets["physics"]
    missing = [name for name in expected if not _has_values(frame, name)]
    if 2 * len(missing) > len(expected):
        raise WrongDeliveryError(
            f"{catalogue.title}: {len(missing)} of {len(expected)} columns that every such table holds are missing or "
            f"empty: {listed(missing)}. Check that the right table was fetched, with all its columns.",
            expected=list(expected),
            found=list(map(str, frame.columns)),
        )


def _refuse_foreign_verdicts(frame: pd.DataFrame, catalogue: Catalogue) -> None:
    known = _known_verdicts(catalogue)
    if catalogue.derived or frame[catalogue.target_column].isin(known).any():
        return
    found = sorted(frame[catalogue.target_column].dropna().astype("str").unique())
    raise WrongDeliveryError(
        f"{catalogue.title}: no value of {catalogue.target_column} is a verdict of this catalogue; expected are "
        f"{', '.join(known)}, found {listed(found)}. Check that the table's columns are not shifted.",
        expected=known,
        found=found[:20],
    )


def _known_verdicts(catalogue: Catalogue) -> list[str]:
    return sorted({verdict for task in catalogue.tasks.values() for verdict in task.mapping})


def _foreign_verdicts(frame: pd.DataFrame, catalogue: Catalogue) -> list[DeliveryNote]:
    if catalogue.derived:
        return []
    verdicts = frame[catalogue.target_column].dropna()
    foreign = verdicts[~verdicts.isin(_known_verdicts(catalogue))]
    words = listed(sorted(foreign.unique()))
    text = (
        f"{len(foreign):,} objects have a {catalogue.target_column} that no task knows ({words}): they are undecided."
    )
    return [DeliveryNote("unknown_verdict", len(foreign), text)] if len(foreign) else []


_CHECKS: tuple[Callable[[pd.DataFrame, Catalogue], None], ...] = (
    _refuse_empty,
    _refuse_lacking,
    _refuse_without_physics,
    _refuse_foreign_verdicts,
)
