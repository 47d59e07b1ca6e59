"""One fold by FLAML, in an environment of its own: ``flaml_fold.py FOLD.npz ANSWERS.npy SECONDS SEED``."""

import sys

import numpy as np
import pandas as pd
from flaml import AutoML


def named(X):
    """Return a table with named columns, whose gaps the peer fills for families that know none."""
    return pd.DataFrame(X).add_prefix("column_")


def main(fold, answers, seconds, seed):
    """Fit on the fold's training rows for so many seconds, and write probabilities of the others."""
    held = np.load(fold)
    automl = AutoML()
    # Its own inner folds keep a star's rows together, as ours do.
    automl.fit(
        named(held["X"]),
        held["y"],
        task="classification",
        metric="log_loss",
        time_budget=float(seconds),
        n_jobs=2,
        seed=int(seed),
        eval_method="cv",
        split_type="group",
        groups=held["hosts"],
        verbose=0,
    )
    np.save(answers, automl.predict_proba(named(held["X_new"])))


if __name__ == "__main__":
    main(*sys.argv[1:])
