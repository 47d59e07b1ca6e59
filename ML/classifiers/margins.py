"""Classifiers that give a margin, not a probability: made probable by Platt scaling inside the training rows.

The margin of every training row is predicted by a model that was not fitted on its group; a logistic regression of the
classes on these margins then turns margins into probabilities (Platt 1999, Advances in Large Margin Classifiers, 61).
The margin itself comes from one model of all rows.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, Self

import numpy as np
from sklearn.ensemble import AdaBoostClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from ML.classifiers.inner import inner_folds
from ML.classifiers.own import OwnClassifier
from ML.exceptions import UntrainableTableError

OnStep = Callable[[int, int], None]


def _ignore(completed: int, total: int) -> None:
    """Report to nobody."""


class PlattClassifier(OwnClassifier):
    """A margin made probable; what gives the margin is the subclass's.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    margin_ : fitted classifier with ``decision_function``
        Fitted on every row, with classes coded 0, 1, …
    scale_ : float
        Root mean square of the margins of the rows that were not fitted on.
    link_ : LogisticRegression
        From margins divided by ``scale_`` to classes.
    n_calibrated_ : int
        Rows by which ``link_`` was learned from models that had not seen them; 0 where some class had too few
        groups for inner folds, and margins of the fitted rows had to do.
    """

    folds: int
    random_state: int | None

    @abstractmethod
    def _margin(self, X: np.ndarray) -> Any:
        """Return the unfitted model of the margin for a table like X."""

    @abstractmethod
    def _steps(self) -> int:
        """Return how many steps one fit of the margin counts."""

    @abstractmethod
    def _fit_margin(
        self, model: Any, X: np.ndarray, codes: np.ndarray, weight: np.ndarray | None, report: Callable[[int], None]
    ) -> None:
        """Fit the model of the margin, reporting the steps done."""

    def planned_steps(self) -> int:
        """Return how many steps a fit reports at most: those of every inner fold and of the last fit."""
        return self._steps() * (self.folds + 1)

    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: Any = None,
        groups: np.ndarray | None = None,
        on_step: OnStep = _ignore,
    ) -> Self:
        """Fit margin and probabilities.

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
        X, codes, weight, kept = self._checked(X, y, sample_weight)
        hosts = None if groups is None else np.asarray(groups)[kept]
        folds = inner_folds(codes, hosts, self.folds, _seed(self.random_state))
        margins = self._inner_margins(X, codes, weight, folds, on_step)
        self.margin_ = self._fitted(X, codes, weight, len(folds), on_step)
        self.n_calibrated_ = len(codes) if folds else 0
        self._link(margins if folds else _columns(self.margin_, X), codes, weight)
        return self

    def _inner_margins(
        self, X: np.ndarray, codes: np.ndarray, weight: np.ndarray | None, folds: list[Any], on_step: OnStep
    ) -> np.ndarray:
        width = 1 if len(self.classes_) == 2 else len(self.classes_)  # noqa: PLR2004
        margins = np.zeros((len(codes), width))
        for number, (train, test) in enumerate(folds):
            held = None if weight is None else weight[train]
            margins[test] = _columns(self._fitted(X[train], codes[train], held, number, on_step), X[test])
        return margins

    def _fitted(self, X: np.ndarray, codes: np.ndarray, weight: np.ndarray | None, number: int, on_step: OnStep) -> Any:
        model, total, before = self._margin(X), self.planned_steps(), number * self._steps()
        self._fit_margin(model, X, codes, weight, lambda done: on_step(before + done, total))
        return model

    def _link(self, margins: np.ndarray, codes: np.ndarray, weight: np.ndarray | None) -> None:
        self.scale_ = float(np.sqrt(np.mean(margins**2))) or 1.0
        self.link_ = LogisticRegression(max_iter=1000).fit(margins / self.scale_, codes, sample_weight=weight)

    def _probabilities(self, X: np.ndarray) -> np.ndarray:
        return self.link_.predict_proba(_columns(self.margin_, X) / self.scale_)

    def output_weights(self) -> tuple[np.ndarray, np.ndarray]:
        """Return weights of the margins, (n_classes, n_margins), and shifts, (n_classes,), of each class's log-odds."""
        weights, shifts = self.link_.coef_ / self.scale_, self.link_.intercept_
        if len(weights) == 1:
            return np.vstack([-weights, weights]), np.hstack([-shifts, shifts])
        return weights, shifts


def _seed(random_state: int | None) -> int:
    return 0 if random_state is None else int(random_state)


def _columns(model: Any, X: np.ndarray) -> np.ndarray:
    margins = np.asarray(model.decision_function(X), dtype=float)
    return margins.reshape(len(X), -1)


class SupportVectorMachine(PlattClassifier):
    """A support vector machine with probabilities.

    Parameters
    ----------
    C : float
        Price of a row on the wrong side.
    kernel : {"rbf", "linear"}
    sharpness : float
        Width of the rbf kernel: gamma = sharpness / (n_columns × variance of the table).
    folds : int
        Most inner folds.
    random_state : int or None
        Seed of the inner folds.
    """

    def __init__(
        self,
        C: float = 1.0,
        kernel: str = "rbf",
        sharpness: float = 1.0,
        folds: int = 5,
        random_state: int | None = None,
    ) -> None:
        self.C = C
        self.kernel = kernel
        self.sharpness = sharpness
        self.folds = folds
        self.random_state = random_state

    def _margin(self, X: np.ndarray) -> SVC:
        gamma = self.sharpness / (X.shape[1] * (X.var() or 1.0))
        return SVC(C=self.C, kernel=self.kernel, gamma=gamma, cache_size=300)

    def _steps(self) -> int:
        return 1

    def _fit_margin(
        self, model: Any, X: np.ndarray, codes: np.ndarray, weight: np.ndarray | None, report: Callable[[int], None]
    ) -> None:
        # libsvm reports nothing while it works, so a whole fit is the smallest step.
        model.fit(X, codes, sample_weight=weight)
        report(1)


class _CountedAdaBoost(AdaBoostClassifier):
    """Reports after each tree."""

    def _boost(self, iboost: int, *rest: Any) -> Any:
        answer = super()._boost(iboost, *rest)
        self.report(iboost + 1)
        return answer


class BoostedVotes(PlattClassifier):
    """AdaBoost (SAMME) of small trees with probabilities.

    Parameters
    ----------
    n_estimators : int
        Most trees.
    learning_rate : float
        Shrinks the say of each tree.
    max_depth : int
        Depth of a tree.
    max_features : str, float or None
        Columns that a split may choose from, as scikit-learn takes them.
    folds : int
        Most inner folds.
    random_state : int or None
        Seed of trees and inner folds.
    """

    def __init__(
        self,
        n_estimators: int = 50,
        learning_rate: float = 1.0,
        max_depth: int = 1,
        max_features: str | float | None = None,
        folds: int = 3,
        random_state: int | None = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.learning_rate = learning_rate
        self.max_depth = max_depth
        self.max_features = max_features
        self.folds = folds
        self.random_state = random_state

    def _margin(self, X: np.ndarray) -> _CountedAdaBoost:
        tree = DecisionTreeClassifier(max_depth=self.max_depth, max_features=self.max_features)
        seed = _seed(self.random_state)
        return _CountedAdaBoost(
            tree, n_estimators=self.n_estimators, learning_rate=self.learning_rate, random_state=seed
        )

    def _steps(self) -> int:
        return self.n_estimators

    def _fit_margin(
        self, model: Any, X: np.ndarray, codes: np.ndarray, weight: np.ndarray | None, report: Callable[[int], None]
    ) -> None:
        model.report = report
        try:
            model.fit(X, codes, sample_weight=weight)
        except ValueError as cause:
            if "worse than random" not in str(cause):
                raise
            message = "AdaBoost's first tree is no better than chance. Choose other columns, or another family."
            raise UntrainableTableError(message) from cause
        finally:
            del model.report
