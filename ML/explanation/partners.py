"""Which other column changes what a column's values mean: the colour of a dependence plot.

Among rows with similar values of the column, its contributions differ only by what the others hold. The partner is the
column whose ranks go with these differences most, as ``shap.approximate_interactions`` has it, but for all at once.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

_BINS = 10
_FEWEST_ROWS = 40
_WEAKEST = 0.1


def strongest_partners(values: np.ndarray, contributions: np.ndarray) -> list[int | None]:
    """Return the partner of each column.

    Parameters
    ----------
    values, contributions : ndarray of shape (n_rows, n_columns)
        What each row holds, NaN where it holds nothing, and what it contributes.

    Returns
    -------
    list of int or None
        Position of the partner; None where no column goes with the differences, or rows are few.
    """
    if len(values) < _FEWEST_ROWS:
        return [None] * values.shape[1]
    ranks = rankdata(np.where(np.isnan(values), -np.inf, values), axis=0)
    return [_partner(ranks, contributions[:, k], k) for k in range(values.shape[1])]


def _partner(ranks: np.ndarray, parts: np.ndarray, own: int) -> int | None:
    bins = np.array_split(np.argsort(ranks[:, own], kind="stable"), _BINS)
    strength = np.mean([_going_together(ranks[rows], parts[rows]) for rows in bins], axis=0)
    strength[own] = 0.0
    best = int(np.argmax(strength))
    return best if strength[best] > _WEAKEST else None


def _going_together(ranks: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Absolute correlation of the contributions with each column's ranks, 0 where either does not vary."""
    left, right = ranks - ranks.mean(axis=0), parts - parts.mean()
    size = np.sqrt((left**2).sum(axis=0) * (right**2).sum())
    return np.asarray(np.divide(np.abs(left.T @ right), size, out=np.zeros(len(size)), where=size > 0))
