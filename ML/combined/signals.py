"""Which rows of one star show the same planet: those whose periods agree."""

from __future__ import annotations

import numpy as np
import pandas as pd

PERIOD_TOLERANCE = 0.005
"""Relative. Missions' periods of one planet differ by up to 0.0018 in these tables, while the closest known neighbours,
Kepler-36 b and c, differ by 0.17 (Carter et al. 2012, Science 337, 556): planets any nearer disturb each other."""


def number_signals(stars: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """Number the signals: rows of one star with the same period share one; a row without a period is its own.

    Parameters
    ----------
    stars : ndarray of int of shape (n_rows,)
    periods : ndarray of float of shape (n_rows,) [days]

    Returns
    -------
    ndarray of int of shape (n_rows,)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithm = np.log(periods)
    order = np.lexsort((logarithm, stars))
    step = np.diff(logarithm[order], prepend=np.nan)
    same = (np.diff(stars[order], prepend=-1) == 0) & (step <= np.log1p(PERIOD_TOLERANCE))
    signals = np.empty(len(stars), dtype=int)
    signals[order] = np.cumsum(~same)
    return signals


def count_by_star(stars: np.ndarray, signals: np.ndarray) -> np.ndarray:
    """Return the number of different signals of each row's star, of shape (n_rows,)."""
    counts = pd.Series(signals).groupby(stars).nunique()
    return counts.loc[stars].to_numpy(dtype=float)


def other_names(signals: np.ndarray, missions: pd.Series, names: pd.Series) -> pd.Series:
    """Names that other missions gave to each row's planet, joined by ``"; "``; missing where no other has it."""
    told = pd.DataFrame({"signal": signals, "mission": missions.to_numpy(), "name": names.to_numpy()})
    several = told.groupby("signal")["mission"].transform("nunique") > 1
    pairs = told[several].reset_index().merge(told[several], on="signal", suffixes=("", "_other"))
    pairs = pairs[pairs["mission"] != pairs["mission_other"]]
    joined = pairs.groupby("index")["name_other"].agg("; ".join)
    return joined.reindex(told.index).astype("str").set_axis(names.index)
