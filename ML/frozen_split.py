"""A split that an earlier run kept: which object is validated in which fold, to be used again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ML.exceptions import InvalidFieldsError
from ML.splitting import Fold

_LEAST_FOUND = 0.5


@dataclass(frozen=True, slots=True)
class FrozenSplit:
    """Validates the same objects in the same folds, whatever the seed, the columns or the version of the table.

    Attributes
    ----------
    folds : mapping of str to int
        Fold, from 1, in which an object is validated. Objects that are not named are only trained on.
    """

    folds: Mapping[str, int]

    @property
    def count(self) -> int:
        """Number of folds."""
        return len(set(self.folds.values()))

    def positions(self, objects: np.ndarray, hosts: np.ndarray, group_by_host: bool) -> list[Fold]:
        """Positions of the training and the validation rows of each fold.

        Parameters
        ----------
        objects, hosts : ndarray of shape (n_rows,)
            Name of each decided row, and its star.
        group_by_host : bool
            Whether no row of a validated star is trained on, named by the split or not.

        Raises
        ------
        InvalidFieldsError
            The rows are not those that the split was made of.
        """
        numbers = np.array([self.folds.get(str(name), 0) for name in objects], dtype=int)
        self._check(numbers)
        return [self._fold(numbers == number, hosts, group_by_host) for number in sorted(set(self.folds.values()))]

    def _fold(self, tested: np.ndarray, hosts: np.ndarray, group_by_host: bool) -> Fold:
        barred = np.isin(hosts, hosts[tested]) if group_by_host else tested
        return np.flatnonzero(~barred), np.flatnonzero(tested)

    def _check(self, numbers: np.ndarray) -> None:
        found, lacking = int((numbers > 0).sum()), sorted(set(self.folds.values()) - set(numbers.tolist()))
        if found >= _LEAST_FOUND * len(self.folds) and not lacking:
            return
        message = (
            f"The kept split names {len(self.folds):,} objects, of which {found:,} are among the decided rows here. "
            "Choose the data that it was made of, or a split of its own."
        )
        raise InvalidFieldsError(message, [{"field": "split_of", "message": message}])
