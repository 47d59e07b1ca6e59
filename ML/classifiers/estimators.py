"""Unfitted estimators of every family. Each training library is imported only when its estimator is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ML.classifiers import get_family

Builder = Callable[[Mapping[str, Any], int, int], Any]


def build_estimator(family: str, params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    """Return the unfitted estimator of a family.

    Parameters
    ----------
    family : str
        Name of the family.
    params : mapping
        Hyperparameters that differ from the defaults; checked against the family's schema.
    seed : int
        Seed of every random choice in the fit.
    n_threads : int
        Threads that the fit may use; it never starts processes.

    Returns
    -------
    scikit-learn classifier
        To be fitted on numbers without gaps and on classes coded 0, 1, …

    Raises
    ------
    UnknownFamilyError, InvalidFieldsError
        The family or a hyperparameter cannot be used.
    """
    complete = get_family(family).validate(params)
    return _BUILDERS[family](complete, seed, n_threads)


def limit_threads(estimator: Any, n_threads: int) -> None:
    """Let a fitted estimator predict with at most ``n_threads`` threads."""
    if "n_jobs" in estimator.get_params() and type(estimator).__name__ != "LogisticRegression":
        estimator.set_params(n_jobs=n_threads)


def _lightgbm(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from lightgbm import LGBMClassifier

    renamed = {("colsample_bytree" if name == "feature_fraction" else name): value for name, value in params.items()}
    # deterministic and force_row_wise make the trees independent of the number of threads.
    fixed: dict[str, Any] = {"deterministic": True, "force_row_wise": True, "verbose": -1}
    return LGBMClassifier(random_state=seed, n_jobs=n_threads, **fixed, **renamed)


def _xgboost(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from xgboost import XGBClassifier

    return XGBClassifier(tree_method="hist", random_state=seed, n_jobs=n_threads, verbosity=0, **params)


def _random_forest(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    translated = {
        **params,
        "max_depth": params["max_depth"] or None,
        "max_features": None if params["max_features"] == "all" else params["max_features"],
    }
    return RandomForestClassifier(random_state=seed, n_jobs=n_threads, **translated)


def _logistic_regression(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(solver="lbfgs", random_state=seed, **params)


def _mlp(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier(
        hidden_layer_sizes=(params["hidden_units"],) * params["hidden_layers"],
        alpha=params["alpha"],
        learning_rate_init=params["learning_rate"],
        max_iter=params["epochs"],
        batch_size=params["batch_size"],
        random_state=seed,
    )


_BUILDERS: dict[str, Builder] = {
    "lightgbm": _lightgbm,
    "xgboost": _xgboost,
    "random_forest": _random_forest,
    "logistic_regression": _logistic_regression,
    "mlp": _mlp,
}
