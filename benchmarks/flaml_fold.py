"""One fold by FLAML, in an environment of its own: ``python flaml_fold.py FOLD.npz ANSWERS.npy SECONDS SEED``."""

import sys

import numpy as np
from flaml import AutoML


def main(fold, answers, seconds, seed):
    """Fit on the fold's training rows for so many seconds, and write probabilities of the others."""
    held = np.load(fold)
    automl = AutoML()
    # Its own inner folds keep a star's rows together, as ours do.
    automl.fit(
        held["X"],
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
    np.save(answers, automl.predict_proba(held["X_new"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
