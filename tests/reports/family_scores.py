"""Score every family at its defaults: ``python -m tests.reports.family_scores [family ...] [--tasks binary]``.

Kepler DR25, default columns, five host folds of seed 42; metrics of all out-of-fold rows together, as the platform
shows them. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import time
import warnings

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, log_loss, roc_auc_score

from ML.classifiers import family_names, get_family
from tests.reports import kepler


def out_of_fold(task: str, family: str) -> np.ndarray:
    """Return probabilities of every row by a model that has seen no row of its host."""
    found = np.zeros((len(kepler.rows(task).y), len(kepler.plan(task).classes)))
    for fold in kepler.outer_folds(task):
        data = kepler.encode(task, fold, family)
        found[fold[1]] = kepler.fit(family, {}, data).predict_proba(data.X_new)
    return found


def scores(task: str, found: np.ndarray) -> list[float]:
    """Return accuracy, area (macro-F1 with three classes) and log-loss."""
    y, answers = kepler.rows(task).y, found.argmax(axis=1)
    second = roc_auc_score(y, found[:, 1]) if task == "binary" else f1_score(y, answers, average="macro")
    return [accuracy_score(y, answers), second, log_loss(y, found)]


def main() -> None:
    """Score and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("families", nargs="*", default=list(family_names()))
    words.add_argument("--tasks", nargs="*", default=list(kepler.TASKS))
    chosen = words.parse_args()
    warnings.simplefilter("ignore")
    heads = {"binary": "accuracy | AUC | log-loss", "three_class": "accuracy (3) | macro-F1 (3) | log-loss (3)"}
    print("| family | " + " | ".join(heads[task] for task in chosen.tasks) + " | CPU s |")
    print("|---" * (2 + 3 * len(chosen.tasks)) + "|")
    for name in chosen.families:
        start = time.process_time()
        cells = [f"{value:.4f}" for task in chosen.tasks for value in scores(task, out_of_fold(task, name))]
        print(
            f"| {get_family(name).title} | " + " | ".join(cells) + f" | {time.process_time() - start:.0f} |", flush=True
        )


if __name__ == "__main__":
    main()
