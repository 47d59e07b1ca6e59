"""Unfitted estimators of every family. Each training library is imported only when its estimator is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ML.classifiers import get_family
from ML.classifiers.tables.settings import SHARES

Builder = Callable[[Mapping[str, Any], int, int], Any]

_HISTOGRAM_NAMES = {"n_estimators": "max_iter", "num_leaves": "max_leaf_nodes"}


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
    for member in getattr(estimator, "members_", ()):
        limit_threads(member, n_threads)
    if "n_jobs" in estimator.get_params() and type(estimator).__name__ != "LogisticRegression":
        estimator.set_params(n_jobs=n_threads)


def _renamed(params: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in params.items()}


def _trees(params: Mapping[str, Any]) -> dict[str, Any]:
    """Say "no limit" and shares of the columns as scikit-learn takes them."""
    said = {"max_depth": params["max_depth"] or None}
    if "max_features" in params:
        said["max_features"] = SHARES[params["max_features"]]
    return {**params, **said}


def _lightgbm(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from lightgbm import LGBMClassifier

    renamed = _renamed(params, {"feature_fraction": "colsample_bytree"})
    # deterministic and force_row_wise make the trees independent of the number of threads.
    fixed: dict[str, Any] = {"deterministic": True, "force_row_wise": True, "verbose": -1}
    return LGBMClassifier(random_state=seed, n_jobs=n_threads, **fixed, **renamed)


def _xgboost(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from xgboost import XGBClassifier

    return XGBClassifier(tree_method="hist", random_state=seed, n_jobs=n_threads, verbosity=0, **params)


def _catboost(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from ML.classifiers.symmetric_boosting import SymmetricBoosting

    return SymmetricBoosting(random_state=seed, n_jobs=n_threads, **params)


def _hist_gradient_boosting(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from ML.classifiers.histogram_boosting import HistogramBoosting

    return HistogramBoosting(random_state=seed, n_jobs=n_threads, **_renamed(params, _HISTOGRAM_NAMES))


def _gradient_boosting(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(random_state=seed, **params)


def _adaboost(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from ML.classifiers.margins import BoostedVotes

    return BoostedVotes(random_state=seed, **_trees(params))


def _random_forest(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(random_state=seed, n_jobs=n_threads, **_trees(params))


def _extra_trees(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from sklearn.ensemble import ExtraTreesClassifier

    return ExtraTreesClassifier(random_state=seed, n_jobs=n_threads, **_trees(params))


def _decision_tree(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=seed, **_trees(params))


def _logistic_regression(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from sklearn.linear_model import LogisticRegression

    share = {"l2": 0.0, "l1": 1.0, "elasticnet": params["l1_share"]}[params["penalty"]]
    # Only saga takes L1 with several classes; what it gains below this tolerance shows in no metric.
    solver: dict[str, Any] = {"solver": "lbfgs"} if share == 0 else {"solver": "saga", "tol": 1e-3}
    return LogisticRegression(l1_ratio=share, C=params["C"], max_iter=params["max_iter"], random_state=seed, **solver)


def _svm(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from ML.classifiers.margins import SupportVectorMachine

    return SupportVectorMachine(random_state=seed, **params)


def _k_nearest_neighbours(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from ML.classifiers.neighbours import NeighbourVotes

    return NeighbourVotes(**params)


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


def _ensemble(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from ML.classifiers.ensemble import WeightedEnsemble

    members = [name for name in get_family("ensemble").members if params[name]]
    how = {name: params[name] for name in ("weighting", "folds")}
    return WeightedEnsemble(members, random_state=seed, n_jobs=n_threads, **how)


def _auto(params: Mapping[str, Any], seed: int, n_threads: int) -> Any:
    from ML.classifiers.auto import AutoEnsemble

    return AutoEnsemble(random_state=seed, n_jobs=n_threads, **params)


_BUILDERS: dict[str, Builder] = {
    "lightgbm": _lightgbm,
    "catboost": _catboost,
    "xgboost": _xgboost,
    "hist_gradient_boosting": _hist_gradient_boosting,
    "gradient_boosting": _gradient_boosting,
    "adaboost": _adaboost,
    "random_forest": _random_forest,
    "extra_trees": _extra_trees,
    "decision_tree": _decision_tree,
    "logistic_regression": _logistic_regression,
    "svm": _svm,
    "k_nearest_neighbours": _k_nearest_neighbours,
    "mlp": _mlp,
    "ensemble": _ensemble,
    "auto": _auto,
}
