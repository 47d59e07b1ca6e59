"""Several families that answer together: a weighted mean of their probabilities.

The weights are found greedily on predictions of training rows that the predicting model was not fitted on, by adding
again and again the family that lowers the log-loss most (Caruana et al. 2004, ICML). Families without weight are let
go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

import numpy as np

from ML.classifiers.estimators import build_estimator
from ML.classifiers.fitting import OnStep, total_steps
from ML.classifiers.inner import inner_folds
from ML.classifiers.members import MemberRows, WeightedMembers, greedy_weights, log_losses, medians

__all__ = ["WeightedEnsemble", "greedy_weights"]


def _ignore(completed: int, total: int) -> None:
    """Report to nobody."""


class WeightedEnsemble(WeightedMembers):
    """A weighted mean of the probabilities of several families.

    Parameters
    ----------
    members : sequence of str
        Names of the families.
    settings : mapping of str to mapping, or None
        Hyperparameters of members that differ from the family's defaults.
    weighting : {"greedy", "equal"}
        Weights found on inner folds, or the same for all without any inner fold.
    folds : int
        Most inner folds.
    random_state : int or None
        Seed of members and inner folds.
    n_jobs : int
        Threads that one member's fit may use; members are fitted one after the other.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    weights_ : dict of str to float
        Weight of every member, 0 for those that were let go; they add up to 1.
    member_names_ : tuple of str
        Members with a weight.
    members_ : list of fitted classifiers
        The same members, fitted on every row.
    inner_losses_ : dict of str to float
        Log-loss of each member, and of ``"ensemble"``, on rows that were not fitted on; empty without inner folds.
    """

    def __init__(
        self,
        members: Sequence[str] = ("lightgbm", "catboost"),
        settings: Mapping[str, Mapping[str, Any]] | None = None,
        weighting: str = "greedy",
        folds: int = 5,
        random_state: int | None = None,
        n_jobs: int = 1,
    ) -> None:
        self.members = members
        self.settings = settings
        self.weighting = weighting
        self.folds = folds
        self.random_state = random_state
        self.n_jobs = n_jobs

    def planned_steps(self) -> int:
        """Return how many steps a fit reports at most: those of every member on every inner fold and on all rows."""
        return sum(self._member_steps().values()) * (self._most_folds() + 1)

    def _most_folds(self) -> int:
        return 0 if self.weighting == "equal" else self.folds

    def _member_steps(self) -> dict[str, int]:
        return {name: total_steps(self._member(name)) for name in self.members}

    def _member(self, name: str) -> Any:
        chosen = (self.settings or {}).get(name, {})
        return build_estimator(name, chosen, self.random_state or 0, self.n_jobs)

    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: Any = None,
        groups: np.ndarray | None = None,
        on_step: OnStep = _ignore,
    ) -> Self:
        """Find the weights on inner folds, then fit the members that have one on every row.

        Parameters
        ----------
        X : array of shape (n_samples, n_columns)
        y : array of shape (n_samples,)
        sample_weight : array of shape (n_samples,) or None
        groups : ndarray of shape (n_samples,) or None
            Host of each row: rows of one host are never on both sides of an inner fold.
        on_step : callable
            Told (completed, total); what it raises comes out unchanged.
        """
        rows = self._checked(X, y, sample_weight)
        hosts = None if groups is None else np.asarray(groups)[rows.kept]
        self.fill_ = medians(rows.X)
        work = _Work(self, MemberRows(rows, self.fill_, hosts, len(self.classes_)), on_step)
        self.weights_, self.inner_losses_ = self._weigh(work)
        self.member_names_ = tuple(name for name, weight in self.weights_.items() if weight > 0)
        everything = np.arange(len(rows.codes))
        self.members_ = [work.fit(name, everything) for name in self.member_names_]
        return self

    def _weigh(self, work: _Work) -> tuple[dict[str, float], dict[str, float]]:
        seed, most, rows = self.random_state or 0, self._most_folds(), work.table.rows
        folds = inner_folds(rows.codes, work.table.hosts, most, seed) if most and len(self.members) > 1 else []
        if not folds:
            return dict.fromkeys(self.members, 1 / len(self.members)), {}
        found = np.array([work.predict(name, folds) for name in self.members])
        weights, loss = greedy_weights(found, rows.codes, rows.weight)
        losses = dict(zip(self.members, log_losses(found, rows.codes, rows.weight), strict=True))
        return dict(zip(self.members, weights.tolist(), strict=True)), {**losses, "ensemble": loss}


class _Work:
    """Fits of members on parts of the rows, counted on one scale."""

    def __init__(self, ensemble: WeightedEnsemble, table: MemberRows, on_step: OnStep) -> None:
        self.ensemble, self.table, self.on_step = ensemble, table, on_step
        self.steps, self.total, self.done = ensemble._member_steps(), ensemble.planned_steps(), 0

    def fit(self, name: str, chosen: np.ndarray) -> Any:
        member = self.table.fit(name, self.ensemble._member(name), chosen, self._counting())
        self.done += self.steps[name]
        return member

    def _counting(self) -> Callable[[int, int], None]:
        before = self.done
        return lambda completed, _: self.on_step(before + completed, self.total)

    def predict(self, name: str, folds: list[Any]) -> np.ndarray:
        return self.table.held_out(name, folds, lambda train: self.fit(name, train))
