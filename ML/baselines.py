"""What a classifier must beat: the commonest class, the pattern of empty cells alone, and the catalogue's own flags."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ML.evaluation import point_metrics
from ML.results import METRIC_NAMES
from ML.splitting import Fold

Metrics = dict[str, float | None]
_RULE_METRICS = ("accuracy", "balanced_accuracy", "macro_f1")
_MASK_MODEL = {"n_estimators": 60, "learning_rate": 0.1, "num_leaves": 15, "extra_trees": False}


def majority(y: np.ndarray, classes: Sequence[str], positive_class: str | None) -> Metrics:
    """Metrics of always answering with the shares of the classes."""
    shares = np.bincount(y, minlength=len(classes)) / len(y)
    return point_metrics(y, np.tile(shares, (len(y), 1)), classes, positive_class)


def mask_only(
    missing: np.ndarray,
    y: np.ndarray,
    folds: Sequence[Fold],
    classes: Sequence[str],
    positive_class: str | None,
    *,
    seed: int,
    on_step: Callable[[], None],
) -> Metrics:
    """Cross-validated metrics of a small boosted forest that sees only which cells are empty.

    Parameters
    ----------
    missing : ndarray of bool of shape (n_samples, n_columns)
        Which cells are empty.
    y : ndarray of int of shape (n_samples,)
        True classes.
    folds : sequence of (ndarray, ndarray)
        The same folds as the model's.
    on_step : callable
        Called for every tree; may raise to stop.

    Returns
    -------
    dict
        The headline metrics; all None where the pattern is the same in every row.
    """
    pattern = missing[:, missing.any(axis=0) & ~missing.all(axis=0)].astype(float)
    if pattern.shape[1] == 0:
        return dict.fromkeys(METRIC_NAMES)
    probabilities = np.full((len(y), len(classes)), np.nan)
    for fold in folds:
        probabilities[fold[1]] = _mask_probabilities(pattern, y, fold, seed, on_step)
    tested = np.isfinite(probabilities[:, 0])
    return point_metrics(y[tested], probabilities[tested], classes, positive_class)


def _mask_probabilities(
    pattern: np.ndarray, y: np.ndarray, fold: Fold, seed: int, on_step: Callable[[], None]
) -> np.ndarray:
    from ML.classifiers.estimators import build_estimator
    from ML.classifiers.fitting import fit_with_progress

    train, test = fold
    estimator = build_estimator("lightgbm", _MASK_MODEL, seed, 1)
    fit_with_progress(estimator, pattern[train], y[train], None, lambda completed, total: on_step())
    return estimator.predict_proba(pattern[test])


def flag_rule(flags: np.ndarray, y: np.ndarray, folds: Sequence[Fold], classes: Sequence[str]) -> Metrics:
    """Metrics of answering with the commonest class among flagged, and among unflagged, training rows.

    A rule gives no probability, so only accuracy, balanced accuracy and macro-F1 are defined.
    """
    answers = np.full(len(y), -1)
    for train, test in folds:
        rule = [_commonest(y[train], flags[train] == flag, len(classes)) for flag in (False, True)]
        answers[test] = np.take(rule, flags[test].astype(int))
    tested = answers >= 0
    metrics = point_metrics(y[tested], np.eye(len(classes))[answers[tested]], classes, None)
    return {name: metrics[name] if name in _RULE_METRICS else None for name in METRIC_NAMES}


def _commonest(y: np.ndarray, chosen: np.ndarray, n_classes: int) -> int:
    return int(np.argmax(np.bincount(y[chosen] if chosen.any() else y, minlength=n_classes)))
