"""Search better defaults: ``python -m tests.reports.family_search extra_trees --trials 40 [--fix n_estimators=300]``.

Looks only at training rows of the first of the five reported folds, by three inner host folds, on two tasks of Kepler
DR25; judges by the geometric mean of both log-losses. Prints the best trials; a person rounds them into the tables.
"""

from __future__ import annotations

import argparse
import json
import warnings
from typing import Any

import numpy as np
import optuna
from sklearn.metrics import log_loss

from ML.classifiers import get_family
from ML.classifiers.search import Search
from tests.reports import kepler


def suggest(trial: optuna.Trial, name: str, search: Search) -> Any:
    """Draw one hyperparameter."""
    if search.kind == "categorical":
        return trial.suggest_categorical(name, search.choices)
    log = search.kind.startswith("log")
    if search.kind.endswith("int"):
        return trial.suggest_int(name, int(search.low), int(search.high), log=log)
    return trial.suggest_float(name, search.low, search.high, log=log)


def loss(family: str, params: dict[str, Any], tasks: list[str], trial: optuna.Trial | None = None) -> float:
    """Return the geometric mean over tasks of the mean log-loss over inner folds."""
    losses = []
    for task in tasks:
        parts = []
        for fold in kepler.inner_folds(task):
            data = kepler.encode(task, fold, family)
            model = kepler.fit(family, params, data)
            parts.append(log_loss(data.y_new, model.predict_proba(data.X_new)))
        losses.append(float(np.mean(parts)))
    if trial is not None:
        trial.set_user_attr("losses", [round(value, 4) for value in losses])
    return float(np.exp(np.mean(np.log(losses))))


def main() -> None:
    """Search and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("family")
    words.add_argument("--trials", type=int, default=40)
    words.add_argument("--fix", nargs="*", default=[], metavar="NAME=VALUE")
    words.add_argument("--tasks", nargs="*", default=list(kepler.TASKS))
    chosen = words.parse_args()
    fixed = {name: json.loads(value) for name, value in (pair.split("=", 1) for pair in chosen.fix)}
    family = get_family(chosen.family)
    space = {name: search for name, search in family.search_space().items() if name not in fixed}
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=kepler.SEED))
    study.enqueue_trial({name: family.defaults()[name] for name in space})

    def objective(trial: optuna.Trial) -> float:
        drawn = {name: suggest(trial, name, search) for name, search in space.items()}
        return loss(family.name, {**drawn, **fixed}, chosen.tasks, trial)

    study.optimize(objective, n_trials=chosen.trials)
    print(f"{family.name}: the first trial is the default as it stands; fixed {fixed}")
    first = study.trials[0]
    for trial in [first, *sorted(study.trials, key=lambda held: held.value)[:6]]:
        settings = {
            name: float(f"{value:.3g}") if isinstance(value, float) else value for name, value in trial.params.items()
        }
        print(
            f"{trial.value:.5f} {trial.user_attrs['losses']} trial {trial.number:3d} {json.dumps(settings)}", flush=True
        )


if __name__ == "__main__":
    main()
