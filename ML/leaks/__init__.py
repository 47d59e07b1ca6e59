"""The leak guard: what in a table would give the answer away, by known roles and by measurement.

Known catalogues bring the role and the reason of each column. Any column is measured besides: how well it alone tells
the classes apart on stars that it has not seen, by value and by emptiness, whether it names rows or stars, whether rows
stand in the table twice, and whether its name is that of a verdict. Nothing depends on the order of the rows or on the
unit of a column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from ML.catalogs.catalogue import Column
from ML.leaks.findings import Finding
from ML.leaks.guard import column_findings, honest_columns, row_findings, table_findings, value_findings
from ML.leaks.sampling import draw_sample
from ML.leaks.separation import Area, OnStep, Separation, measure_separation

__all__ = ["Area", "Finding", "Separation", "find_with_target", "find_without_target", "measure_columns"]

MOST_ROWS = 20_000
"""Rows on which a column is measured; beyond, an area under the curve changes in the third digit only."""


def find_without_target(frame: pd.DataFrame, columns: Sequence[Column]) -> tuple[Finding, ...]:
    """Find what can be found before a target is chosen.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        The table.
    columns : sequence of Column
        Definitions of its columns; columns of the table without one are left aside.

    Returns
    -------
    tuple of Finding
        ``known_leak``, ``known_identifier``, ``near_unique``, ``constant``, ``target_like_name`` by column in table
        order, then ``duplicate_rows``.
    """
    held = [column for column in columns if column.name in frame.columns]
    return (*_in_table_order(column_findings(frame, held), held), *row_findings(frame))


def measure_columns(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    target: pd.Series,
    groups: pd.Series,
    *,
    seed: int = 42,
    most_rows: int = MOST_ROWS,
    on_step: OnStep | None = None,
) -> dict[str, Separation]:
    """Measure how well each column alone tells the classes apart on stars that it has not seen.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        The table.
    columns : sequence of Column
        Columns to measure; the target itself, and columns that the table lacks, are left out.
    target : Series of shape (n_rows,)
        Class of each row, in the order of the table; missing where undecided.
    groups : Series of shape (n_rows,)
        Host of each row; a row without one stands for itself.
    seed : int
        Seed of the draw and of the folds.
    most_rows : int
        Rows to measure on; of a larger table, whole hosts are drawn.
    on_step : callable
        Called with (completed, total) columns; may raise to stop.

    Returns
    -------
    dict of str to Separation
        By column, in table order; empty where fewer than two classes are decided.
    """
    frame, target, groups = _aligned(frame, target, groups)
    sample = draw_sample(target, groups, frame, seed=seed, most_rows=most_rows)
    names = [column.name for column in columns if column.name in frame.columns and column.name != target.name]
    measured = measure_separation(frame, names, sample, on_step or _no_step) if len(sample.classes) > 1 else []
    return dict(zip(names, measured, strict=False))


def find_with_target(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    target: pd.Series,
    groups: pd.Series,
    *,
    seed: int = 42,
    most_rows: int = MOST_ROWS,
    on_step: OnStep | None = None,
    objects: pd.Series | None = None,
    measured: Mapping[str, Separation] | None = None,
) -> tuple[Finding, ...]:
    """Find everything: what :func:`find_without_target` finds, and what separates the classes.

    Parameters
    ----------
    frame, columns, target, groups, seed, most_rows, on_step
        As in :func:`measure_columns`; the name of ``target`` is that of the column it was read from.
    objects : Series of shape (n_rows,) or None
        Name of each row's object; an object in several rows is a finding.
    measured : mapping of str to Separation or None
        What :func:`measure_columns` returned for the same table, to save measuring again.

    Returns
    -------
    tuple of Finding
        Those of columns in table order, then those of the whole table.
    """
    frame, target, groups = _aligned(frame, target, groups)
    held = [column for column in columns if column.name in frame.columns and column.name != target.name]
    if measured is None:
        measured = measure_columns(frame, held, target, groups, seed=seed, most_rows=most_rows, on_step=on_step)
    sample = draw_sample(target, groups, frame, seed=seed, most_rows=most_rows)
    found = column_findings(frame, held, str(target.name or ""), groups) + value_findings(frame, sample, measured)
    honest = honest_columns(held, {entry.column for entry in found if entry.locks})
    rows = row_findings(frame, objects)
    table = table_findings(frame, honest, groups, sample, _still_working(on_step, len(measured)))
    return (*_in_table_order(found, held), *rows, *table)


def _in_table_order(found: Sequence[Finding], columns: Sequence[Column]) -> list[Finding]:
    order: dict[str | None, int] = {column.name: position for position, column in enumerate(columns)}
    return sorted(found, key=lambda entry: order[entry.column])


def _no_step(completed: int, total: int) -> None:
    """Do nothing between steps."""


def _still_working(on_step: OnStep | None, total: int) -> Callable[[], None]:
    """Return a callback that reports the same counts again, so that a cancelled job stops there."""
    return lambda: (on_step or _no_step)(total, total)


def _aligned(frame: pd.DataFrame, target: pd.Series, groups: pd.Series) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    return frame.reset_index(drop=True), target.reset_index(drop=True), groups.reset_index(drop=True)
