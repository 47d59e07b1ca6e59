"""Rows to measure on, drawn by host with the classes as even as they allow, and the fold of each host.

Hosts are ordered by a seeded hash of their name, so the order of the rows changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

FOLDS = 5

FEW_ROWS = 20
"""Rows up to which a share of distinct values says nothing."""


@dataclass(frozen=True)
class Sample:
    """Decided rows that were drawn.

    Attributes
    ----------
    rows : ndarray of int of shape (n_samples,)
        Positions in the table, ascending.
    y : ndarray of int of shape (n_samples,)
        Class of each, as its position in ``classes``.
    fold : ndarray of int of shape (n_samples,)
        0, 1, …; all rows of one host stand in the same fold.
    hosts : ndarray of int of shape (n_samples,)
        Number of the host.
    classes : tuple of str
        Names of the classes, sorted.
    seed : int
        Seed of the draw.
    """

    rows: np.ndarray
    y: np.ndarray
    fold: np.ndarray
    hosts: np.ndarray
    classes: tuple[str, ...]
    seed: int
    n_folds: int = FOLDS


def draw_sample(target: pd.Series, groups: pd.Series, frame: pd.DataFrame, *, seed: int, most_rows: int) -> Sample:
    """Draw at most about ``most_rows`` decided rows, whole hosts at a time.

    Parameters
    ----------
    target : Series of shape (n_rows,)
        Class of each row; missing where undecided.
    groups : Series of shape (n_rows,)
        Host of each row; a row without one stands for itself.
    frame : DataFrame of shape (n_rows, n_columns)
        Names the rows without a host by what they hold.
    seed : int
        Seed of the order in which hosts are drawn.
    most_rows : int
        Rows that are enough; classes with few rows keep all of theirs.
    """
    decided = np.flatnonzero(target.notna().to_numpy())
    y, names = pd.factorize(target.iloc[decided].astype("str"), sort=True)
    hosts = host_order(groups.iloc[decided], frame.iloc[decided], seed)
    chosen = _drawn(y, hosts, most_rows)
    kept = np.unique(hosts[chosen], return_inverse=True)[1]
    return Sample(decided[chosen], y[chosen], kept % FOLDS, kept, tuple(map(str, names)), seed)


def host_order(groups: pd.Series, frame: pd.DataFrame, seed: int) -> np.ndarray:
    """Rank of each row's host in an order that depends on its name and the seed alone: int of shape (n_rows,)."""
    key = f"{seed % 10**16:016d}"
    names = pd.util.hash_array(groups.astype("str").to_numpy(dtype=object), hash_key=key)
    lonely = groups.isna().to_numpy()
    if lonely.any():
        names[lonely] = pd.util.hash_pandas_object(frame[lonely], index=False, hash_key=key).to_numpy()
    return np.unique(names, return_inverse=True)[1]


def _drawn(y: np.ndarray, hosts: np.ndarray, most_rows: int) -> np.ndarray:
    """Whether a row is drawn: each class takes hosts in order until its even share of the rows is full."""
    if len(y) <= most_rows:
        return np.ones(len(y), dtype=bool)
    counts = np.bincount(y)
    rarity = counts.argsort(kind="stable").argsort()[y]
    stratum = np.full(hosts.max() + 1, len(counts))
    np.minimum.at(stratum, hosts, rarity)
    rows = np.bincount(hosts)
    table = pd.DataFrame({"stratum": stratum, "rows": rows})
    so_far = table.groupby("stratum")["rows"].cumsum() - rows
    quota = _even_shares(table.groupby("stratum")["rows"].sum(), most_rows)
    return (so_far < table["stratum"].map(quota)).to_numpy()[hosts]


def _even_shares(rows: pd.Series, most_rows: int) -> pd.Series:
    """Rows of each stratum: what it has where that is less than an even share, else an even share of what is left."""
    shares, left = {}, float(most_rows)
    for done, (name, held) in enumerate(rows.sort_values(kind="stable").items()):
        shares[name] = min(float(held), left / (len(rows) - done))
        left -= shares[name]
    return pd.Series(shares)
