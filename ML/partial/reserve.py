"""The training rows that a model carries along, so that a model of fewer columns can be fitted when one is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ML.training_rows import TrainingRows

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Column

MOST_ROWS = 20_000
MOST_CELLS = 4_000_000
"""Rows and cells that are kept at most; of a larger table whole hosts are drawn."""

MOST_FOLDS = 5


@dataclass(frozen=True)
class TrainingReserve:
    """Training rows in the columns of a model.

    Attributes
    ----------
    X : DataFrame of shape (n_rows, n_columns)
        Numbers as float32, categories as text; missing cells are NaN.
    y : ndarray of int8 of shape (n_rows,)
        Class of each row, as its position among the model's classes.
    hosts : ndarray of int32 of shape (n_rows,)
        Host of each row.
    fold : ndarray of int8 of shape (n_rows,)
        Fold, from 1, in which a row is validated; 0 for rows that are only trained on.
    """

    X: pd.DataFrame
    y: np.ndarray
    hosts: np.ndarray
    fold: np.ndarray

    def rows_of(self, features: tuple[Column, ...]) -> TrainingRows:
        """Return the rows in some of the columns, ready to be fitted."""
        names = np.arange(len(self.y))
        held = self.X[[column.name for column in features]]
        numbers = {column.name: held[column.name].astype(float) for column in features if column.kind == "number"}
        return TrainingRows(
            held.assign(**numbers), self.y.astype(int), self.hosts, self.hosts, names, None, features, []
        )


def keep_rows(rows: TrainingRows, fold_number: np.ndarray, seed: int) -> TrainingReserve:
    """Keep the training rows, or of a large table as many whole hosts as may be kept.

    Parameters
    ----------
    rows : TrainingRows
    fold_number : ndarray of int of shape (n_rows,)
        Fold, from 1, in which each row was validated; 0 for none.
    seed : int
        Of the draw of hosts.
    """
    chosen = _drawn(rows.hosts, min(MOST_ROWS, max(1, MOST_CELLS // rows.X.shape[1])), seed)
    X = rows.X.iloc[chosen].reset_index(drop=True)
    numbers = {str(name): X[name].astype(np.float32) for name in X if pd.api.types.is_numeric_dtype(X[name])}
    held = fold_number[chosen]
    folds = np.where(held > 0, (held - 1) % MOST_FOLDS + 1, 0)
    return TrainingReserve(
        X.assign(**numbers), rows.y[chosen].astype(np.int8), rows.hosts[chosen].astype(np.int32), folds.astype(np.int8)
    )


def _drawn(hosts: np.ndarray, most: int, seed: int) -> np.ndarray:
    if len(hosts) <= most:
        return np.arange(len(hosts))
    names, codes, counts = np.unique(hosts, return_inverse=True, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(names))
    kept = np.zeros(len(names), dtype=bool)
    kept[order[np.cumsum(counts[order]) <= most]] = True
    return np.flatnonzero(kept[codes])
