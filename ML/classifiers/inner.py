"""Folds inside the training rows, for what has to be learned from predictions of rows that were not fitted on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ML.exceptions import UntrainableTableError
from ML.splitting import Fold, grouped_folds, host_codes

_FEWEST = 2


def inner_folds(codes: np.ndarray, groups: np.ndarray | None, folds: int, seed: int) -> list[Fold]:
    """Split training rows by group, with fewer folds where a class has fewer groups.

    Parameters
    ----------
    codes : ndarray of int of shape (n_samples,)
        Class of each row.
    groups : ndarray of shape (n_samples,) or None
        Host of each row; None splits row by row.
    folds : int
        Most folds.
    seed : int
        Seed of the shuffle.

    Returns
    -------
    list of (ndarray, ndarray)
        Positions to fit on and to predict; empty where some class has one group only.
    """
    units = np.arange(len(codes)) if groups is None else host_codes(groups)
    fewest = int(pd.Series(units).groupby(codes).nunique().min())
    if fewest < _FEWEST:
        return []
    try:
        return grouped_folds(codes, units, folds=min(folds, fewest), seed=seed)
    except UntrainableTableError:
        # Groups that hold several classes can leave a fold without one of them.
        return []
