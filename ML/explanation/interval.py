"""95 % intervals of means over rows, by drawing hosts anew."""

from __future__ import annotations

import numpy as np

from ML.results import Estimate

_RESAMPLES = 400
_ENDS = (2.5, 97.5)


class HostMeans:
    """Means of columns over rows, with intervals from one set of resampled hosts for all.

    Parameters
    ----------
    hosts : ndarray of shape (n_rows,)
        Host of each row.
    seed : int
    """

    def __init__(self, hosts: np.ndarray, seed: int) -> None:
        unique, self._codes = np.unique(hosts, return_inverse=True)
        size = len(unique)
        draws = np.random.default_rng(seed).integers(size, size=(_RESAMPLES, size))
        self._weights = np.stack([np.bincount(draw, minlength=size) for draw in draws]).astype(float)
        self._rows = np.bincount(self._codes, minlength=size).astype(float)

    def of(self, values: np.ndarray) -> list[Estimate]:
        """Return mean and interval of each column of ``values``, of shape (n_rows, n_columns)."""
        sums = np.zeros((len(self._rows), values.shape[1]))
        np.add.at(sums, self._codes, values)
        drawn = (self._weights @ sums) / (self._weights @ self._rows)[:, None]
        low, high = np.percentile(drawn, _ENDS, axis=0)
        means = values.mean(axis=0)
        return [Estimate(*map(float, parts)) for parts in zip(means, low, high, strict=True)]
