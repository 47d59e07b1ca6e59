"""Where finished folds are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np


class FoldStore(Protocol):
    """Keeps the probabilities of finished folds, so that a run that is taken over need not fit them again."""

    def load(self, fold: int) -> np.ndarray | None:
        """Return probabilities of shape (n_validated, n_classes) of a fold (from 1), or None."""

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        """Keep the probabilities of a finished fold."""


class _NoStore:
    def load(self, fold: int) -> None:
        return None

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        return None


NO_STORE: FoldStore = _NoStore()
"""Holds no fold and keeps none."""


@dataclass(frozen=True)
class NumberedFolds:
    """Keeps the folds of one validation behind those of the validations before it."""

    store: FoldStore
    before: int

    def load(self, fold: int) -> np.ndarray | None:
        """Return a fold's probabilities, or None."""
        return self.store.load(self.before + fold)

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        """Keep a fold's probabilities."""
        self.store.save(self.before + fold, probabilities)
