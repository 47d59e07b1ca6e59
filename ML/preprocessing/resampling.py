"""Synthetic rows for rarer classes, made from the training rows of one fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ML.preprocessing.scaling import SquashedScale
from ML.results import Warnings, remark

_NEIGHBOURS = 5
_FEWEST = 2


class MadeRows(NamedTuple):
    """Synthetic rows, their classes, and the real row of the same class that each is nearest to."""

    X: np.ndarray
    y: np.ndarray
    nearest: np.ndarray


@dataclass
class Smote:
    """Adds rows between neighbours of a class until every class is as common as the commonest (SMOTE, SMOTENC).

    Neighbours are sought on the squashed scale, where no column drowns the others; category codes are taken from the
    neighbours by majority. A class with one row has no neighbours: it stays as it is, with a remark.

    Parameters
    ----------
    seed : int
    remarks : list of dict
        Gets ``smote_skipped``, once, where a class is too small.
    """

    seed: int
    remarks: Warnings = field(default_factory=list)

    def make(self, X: np.ndarray, y: np.ndarray, categorical: Sequence[int]) -> MadeRows | None:
        """Make rows from X of shape (n_samples, n_columns) without gaps; None where no class lacks any.

        ``categorical`` are the positions of columns that hold codes.
        """
        counts = np.bincount(y)
        wanted = {int(k): int(counts.max()) for k in np.flatnonzero((counts >= _FEWEST) & (counts < counts.max()))}
        self._note(counts)
        if not wanted:
            return None
        neighbours = min(_NEIGHBOURS, int(counts[list(wanted)].min()) - 1)
        return _between(X, y, list(categorical), wanted, neighbours, self.seed)

    def _note(self, counts: np.ndarray) -> None:
        small = int(((counts > 0) & (counts < _FEWEST)).sum())
        if small and not any(entry["code"] == "smote_skipped" for entry in self.remarks):
            text = (
                "In some fit a class had a single training row, which has no neighbour to make rows with; "
                "no synthetic rows were made for it."
            )
            self.remarks.append(remark("smote_skipped", text))


def _between(
    X: np.ndarray, y: np.ndarray, categorical: list[int], wanted: dict[int, int], neighbours: int, seed: int
) -> MadeRows:
    from imblearn.over_sampling import SMOTE, SMOTEN, SMOTENC

    numeric = [position for position in range(X.shape[1]) if position not in set(categorical)]
    scale = SquashedScale().fit(X[:, numeric]) if numeric else None
    Z = X.copy()
    if scale is not None:
        Z[:, numeric] = scale.transform(X[:, numeric])
    settings = {"sampling_strategy": wanted, "k_neighbors": neighbours, "random_state": seed}
    if not categorical:
        sampler = SMOTE(**settings)
    elif numeric:
        sampler = SMOTENC(categorical_features=categorical, **settings)
    else:
        sampler = SMOTEN(**settings)
    resampled, classes = sampler.fit_resample(Z, y)
    # imbalanced-learn appends what it makes to the rows that it was given.
    made, codes = np.array(resampled[len(Z) :], dtype=float), np.asarray(classes[len(Z) :], dtype=int)
    nearest = _nearest(Z, y, made, codes)
    if scale is not None:
        made[:, numeric] = scale.inverse_transform(made[:, numeric])
    return MadeRows(made, codes, nearest)


def _nearest(Z: np.ndarray, y: np.ndarray, made: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Position of the closest real row of its class for each made row: the host that it stands closest to."""
    from sklearn.neighbors import NearestNeighbors

    found = np.zeros(len(made), dtype=int)
    for k in np.unique(codes):
        own = np.flatnonzero(y == k)
        asked = codes == k
        found[asked] = own[NearestNeighbors(n_neighbors=1).fit(Z[own]).kneighbors(made[asked])[1][:, 0]]
    return found
