"""What it costs when a column no longer says anything: its values exchanged among validated rows.

Breiman 2001, Machine Learning 45, 5. Values are exchanged in the table itself, so engineered features follow. Columns
that tell the same cover for one another; hence the groups, whose columns are exchanged together, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

REPEATS = 3
"""Exchanges of every column, averaged."""
_FLOOR = 1e-9


def losses(probabilities: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return log-loss and wrongness (1 or 0) of each row, of shape (n_rows, 2)."""
    said = probabilities[np.arange(len(y)), y]
    wrong = probabilities.argmax(axis=1) != y
    return np.column_stack([-np.log(np.maximum(said, _FLOOR)), wrong.astype(float)])


def permuted_losses(
    pipeline: Any,
    X: pd.DataFrame,
    y: np.ndarray,
    sets: Sequence[Sequence[str]],
    seed: int,
    on_set: Callable[[], None],
) -> np.ndarray:
    """Return how much each row loses when a set of columns is exchanged.

    Parameters
    ----------
    pipeline : fitted Pipeline
    X : DataFrame of shape (n_rows, n_columns)
        Rows that the pipeline was not fitted on.
    y : ndarray of int of shape (n_rows,)
    sets : sequence of sequence of str
        Columns that are exchanged together.
    seed : int
    on_set : callable
        Called after each set; may raise to stop.

    Returns
    -------
    ndarray of shape (n_rows, n_sets, 2)
        Rise of log-loss and of wrongness, the mean of some exchanges.
    """
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(len(X)) for _ in range(REPEATS)]
    before, found = losses(np.asarray(pipeline.predict_proba(X)), y), []
    for names in sets:
        mixed = pd.concat([_exchanged(X, list(names), order) for order in orders], ignore_index=True)
        after = losses(np.asarray(pipeline.predict_proba(mixed)), np.tile(y, REPEATS))
        found.append(after.reshape(REPEATS, len(X), 2).mean(axis=0) - before)
        on_set()
    return np.stack(found, axis=1)


def _exchanged(X: pd.DataFrame, names: list[str], order: np.ndarray) -> pd.DataFrame:
    return X.assign(**{name: X[name].to_numpy()[order] for name in names})
