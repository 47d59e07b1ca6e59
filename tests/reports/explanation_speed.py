"""Measure how fast explanations are: ``python -m tests.reports.explanation_speed [family ...]``.

On Kepler DR25 (binary, default columns), with one thread: the table's rows, repeated to 10,000, against the fastest
public path to the same contributions (the booster's own, ``shap``'s TreeExplainer with path-dependent trees, its
LinearExplainer, or its permutation explainer with as many answers of the model for each row), both from the table's
cells to the predicted class and its contributions; ours checks the cells, adds up original columns and brings them to
both scales besides. Sampling families explain fewer rows. Then one row with words, and the answer alone, 95th of 100.
All in processor time, so that a busy machine does not count.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ML.classifiers import get_family
from ML.explanation import contribution_table, explain
from ML.training import TrainedModel
from tests.reports import kepler

ROWS = 10_000
SAMPLED_ROWS = 20
REPEATS = 3
AT_LEAST_S = 2.0
FAMILIES = (
    "lightgbm", "xgboost", "catboost", "hist_gradient_boosting", "gradient_boosting", "random_forest", "extra_trees",
    "decision_tree", "logistic_regression", "svm", "k_nearest_neighbours", "mlp",
)  # fmt: skip


def trained(family: str) -> TrainedModel:
    """Return the family as it comes, fitted on the whole table; the validation is not what is measured."""
    from ML.training import train

    return train(kepler.table("binary"), kepler.plan("binary", family, method="holdout", n_threads=1, engineered=False))


def public_path(model: TrainedModel, explained: int) -> Callable[[np.ndarray], Any]:
    """Return the fastest public way from encoded rows to contributions."""
    import shap

    estimator, family = model.pipeline[-1], model.plan.family
    if family == "lightgbm":
        return lambda X: estimator.booster_.predict(X, pred_contrib=True, num_threads=1)
    if family == "xgboost":
        from xgboost import DMatrix

        return lambda X: estimator.get_booster().predict(DMatrix(X, nthread=1), pred_contribs=True)
    if family == "catboost":
        from catboost import Pool

        return lambda X: estimator.model_.get_feature_importance(Pool(X), type="ShapValues", thread_count=1)
    if family == "logistic_regression":
        explainer = shap.LinearExplainer(estimator, shap.maskers.Independent(model.background))
        return explainer.shap_values
    if get_family(family).libraries == ("shap",) or hasattr(estimator, "tree_") or hasattr(estimator, "_predictors"):
        trees = shap.TreeExplainer(estimator, feature_perturbation="tree_path_dependent")
        return lambda X: trees.shap_values(X, check_additivity=False)
    masker = shap.maskers.Independent(model.background, max_samples=len(model.background))
    sampled = shap.PermutationExplainer(lambda X: estimator.predict_proba(X)[:, explained], masker, seed=0)
    # One round there and back is 2 × columns + 1 rows for each of the background: as many answers as ours.
    return lambda X: sampled(X, max_evals=2 * X.shape[1] + 1, silent=True)


def seconds(works: Sequence[Callable[[], Any]], repeats: int = REPEATS) -> list[float]:
    """Return the fastest of some runs of each, taken in turn; of what is over in a moment there are more [s]."""
    taken: list[list[float]] = [[] for _ in works]
    while len(taken[0]) < repeats or (repeats > 1 and sum(map(sum, taken)) < AT_LEAST_S):
        for work, times in zip(works, taken, strict=True):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
    return [min(times) for times in taken]


def p95(work: Callable[[pd.DataFrame], Any], rows: pd.DataFrame, times: int) -> float:
    """Return the 95th percentile of the milliseconds of single rows, after the first."""
    work(rows.iloc[[0]])
    taken = []
    for k in range(times):
        row = rows.iloc[[k % len(rows)]]
        start = time.process_time()
        work(row)
        taken.append(1000 * (time.process_time() - start))
    return float(np.percentile(taken, 95))


def measure(family: str, n_rows: int) -> str:
    """Return one line of the table."""
    model = trained(family)
    sampling = len(model.background) > 1
    frame = kepler.table("binary").features
    count, repeats = (SAMPLED_ROWS, 1) if sampling else (n_rows, REPEATS)
    rows = frame.iloc[np.arange(count) % len(frame)].reset_index(drop=True)
    theirs = public_path(model, 1)

    def public() -> Any:
        prepared = model.pipeline[:-1].transform(rows[model.feature_names])
        return model.pipeline[-1].predict_proba(prepared).argmax(axis=1), theirs(prepared)

    contribution_table(model, rows.iloc[:2])
    ours, other = seconds([lambda: contribution_table(model, rows), public], repeats)
    one = p95(lambda row: explain(model, row), rows, 20 if sampling else 100)
    answer = p95(model.predict, rows, 20 if sampling else 100)
    return (
        f"| {get_family(family).title} | {count:,} | {ours:.2f} | {other:.2f} | {ours / other:.2f} | {one:.1f} | "
        f"{answer:.1f} | {one / answer:.1f} |"
    )


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("families", nargs="*", default=list(FAMILIES))
    words.add_argument("--rows", type=int, default=ROWS)
    asked = words.parse_args()
    warnings.simplefilter("ignore")
    print("| family | rows | ours (s) | public (s) | ratio | one row p95 (ms) | answer p95 (ms) | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for family in asked.families:
        print(measure(family, asked.rows), flush=True)


if __name__ == "__main__":
    main()
