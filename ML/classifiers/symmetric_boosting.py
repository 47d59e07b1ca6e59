"""CatBoost behind scikit-learn's promise: counted, cancelled without a trace, on as many threads as it is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
from catboost import CatBoostClassifier, Pool

from ML.classifiers.own import OwnClassifier

OnStep = Callable[[int, int], None]


class SymmetricBoosting(OwnClassifier):
    """CatBoost, which writes no files and predicts with no more threads than it was given.

    Parameters
    ----------
    n_estimators : int
        Trees.
    learning_rate : float
    depth : int
        Questions that each tree asks.
    l2_leaf_reg : float
        Penalty on leaf values.
    colsample_bylevel : float
        Share of the columns that each question may choose from.
    border_count : int
        Bins per column.
    random_strength : float
        Noise on the scores of splits.
    random_state : int or None
    n_jobs : int
        Threads.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    model_ : catboost.CatBoostClassifier
        Fitted on classes coded 0, 1, …
    """

    takes_gaps = True

    def __init__(
        self,
        n_estimators: int = 1000,
        learning_rate: float = 0.04,
        depth: int = 6,
        l2_leaf_reg: float = 3.0,
        colsample_bylevel: float = 1.0,
        border_count: int = 254,
        random_strength: float = 1.0,
        random_state: int | None = None,
        n_jobs: int = 1,
    ) -> None:
        self.n_estimators = n_estimators
        self.learning_rate = learning_rate
        self.depth = depth
        self.l2_leaf_reg = l2_leaf_reg
        self.colsample_bylevel = colsample_bylevel
        self.border_count = border_count
        self.random_strength = random_strength
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any, sample_weight: Any = None, on_step: OnStep | None = None) -> Self:
        """Fit on X of shape (n_samples, n_columns) and classes y; ``on_step`` is told (completed, total)."""
        X, codes, weight, _ = self._checked(X, y, sample_weight)
        report = _Report(on_step, self.n_estimators)
        self.model_ = self._unfitted(len(self.classes_))
        self.model_.fit(Pool(X, codes, weight=weight), callbacks=[report])
        if report.raised is not None:
            raise report.raised
        return self

    def _unfitted(self, n_classes: int) -> CatBoostClassifier:
        return CatBoostClassifier(
            iterations=self.n_estimators,
            learning_rate=self.learning_rate,
            depth=self.depth,
            l2_leaf_reg=self.l2_leaf_reg,
            rsm=self.colsample_bylevel,
            border_count=self.border_count,
            random_strength=self.random_strength,
            loss_function="Logloss" if n_classes == 2 else "MultiClass",  # noqa: PLR2004
            random_seed=self.random_state,
            thread_count=self.n_jobs,
            allow_writing_files=False,
            logging_level="Silent",
        )

    def _probabilities(self, X: np.ndarray) -> np.ndarray:
        return self.model_.predict_proba(X, thread_count=self.n_jobs)

    def raw_parts(self, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return exact SHAP values, (n_samples, n_outputs, n_columns + 1), and raw outputs, (n_samples, n_outputs)."""
        parts = self.model_.get_feature_importance(Pool(X), type="ShapValues", thread_count=self.n_jobs)
        raw = self.model_.predict(X, prediction_type="RawFormulaVal", thread_count=self.n_jobs)
        return np.asarray(parts).reshape(len(X), -1, X.shape[1] + 1), np.asarray(raw).reshape(len(X), -1)


class _Report:
    """Counts trees; an exception is kept and the fit stopped, because CatBoost would wrap it."""

    def __init__(self, on_step: OnStep | None, total: int) -> None:
        self.on_step = on_step
        self.total = total
        self.raised: BaseException | None = None

    def after_iteration(self, info: Any) -> bool:
        """Report one more tree; False stops the fit."""
        if self.on_step is None:
            return True
        try:
            self.on_step(info.iteration, self.total)
        except BaseException as raised:
            self.raised = raised
        return self.raised is None
