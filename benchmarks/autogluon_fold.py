"""One fold by AutoGluon, in an environment of its own: ``autogluon_fold.py FOLD.npz ANSWERS.npy SECONDS SEED``."""

import sys
import tempfile

import numpy as np
import pandas as pd
from autogluon.tabular import TabularPredictor
from sklearn.model_selection import GroupKFold

INNER_FOLDS = 8


def inner_folds(hosts, seed):
    """Return the fold of each row: its own inner folds keep a star's rows together, as ours do."""
    folds = np.zeros(len(hosts), dtype=int)
    splitter = GroupKFold(INNER_FOLDS, shuffle=True, random_state=seed)
    for number, (_, held_out) in enumerate(splitter.split(folds, groups=hosts)):
        folds[held_out] = number
    return folds


def main(fold, answers, seconds, seed):
    """Fit on the fold's training rows for so many seconds, and write probabilities of the others."""
    held = np.load(fold)
    table = pd.DataFrame(held["X"]).add_prefix("column_")
    table["label"], table["fold"] = held["y"], inner_folds(held["hosts"], int(seed))
    new = pd.DataFrame(held["X_new"]).add_prefix("column_")
    with tempfile.TemporaryDirectory() as folder:
        predictor = TabularPredictor("label", eval_metric="log_loss", path=folder, groups="fold", verbosity=0)
        predictor.fit(
            table, presets="best_quality", time_limit=float(seconds), num_cpus=2, num_gpus=0, dynamic_stacking=False
        )
        found = predictor.predict_proba(new)
    np.save(answers, found[sorted(found.columns)].to_numpy())


if __name__ == "__main__":
    main(*sys.argv[1:])
