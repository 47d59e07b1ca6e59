"""scikit-learn's histogram boosting, on as many threads as it is given."""

from __future__ import annotations

from typing import Any, Self

from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits


class HistogramBoosting(HistGradientBoostingClassifier):
    """HistGradientBoostingClassifier that fits every row and tree, on at most ``n_jobs`` threads (None: all).

    Bins hold about the same number of rows, whatever the rows weigh: weights count where splits are judged.
    """

    def __init__(
        self,
        learning_rate: float = 0.1,
        max_iter: int = 100,
        max_leaf_nodes: int = 31,
        min_samples_leaf: int = 20,
        l2_regularization: float = 0.0,
        max_features: float = 1.0,
        warm_start: bool = False,
        random_state: int | None = None,
        n_jobs: int | None = None,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            max_iter=max_iter,
            max_leaf_nodes=max_leaf_nodes,
            min_samples_leaf=min_samples_leaf,
            l2_regularization=l2_regularization,
            max_features=max_features,
            warm_start=warm_start,
            random_state=random_state,
            categorical_features=None,
            # A part of the rows held back would split hosts between both sides.
            early_stopping=False,
        )
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Fit on X of shape (n_samples, n_columns) and classes y."""
        with threadpool_limits(self.n_jobs, user_api="openmp"):
            return super().fit(X, y, sample_weight=sample_weight)

    def _bin_data(self, X: Any, sample_weight: Any = None, is_training_data: bool = True) -> Any:
        # scikit-learn 1.9 sorts a column once for every border of a weighted bin: seconds for each part of a fit.
        return super()._bin_data(X, None, is_training_data=is_training_data)
