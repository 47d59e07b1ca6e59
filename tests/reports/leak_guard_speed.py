"""How fast the guard is: ``python -m tests.reports.leak_guard_speed [columns] [rows]``, 2,000 and 20,000 by default.

Everything is timed in one run and told as ratios, so that the machine and its load cancel out. The yardstick is sorting
every column once; the other way, a small decision tree per column in the same folds, is timed on a few columns and
scaled to all.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_predict
from sklearn.tree import DecisionTreeClassifier

from ML.catalogs.catalogue import Column, Role
from ML.leaks import find_with_target, find_without_target, measure_columns
from ML.leaks.sampling import draw_sample

TREES_TIMED = 20


def made_up(n_columns: int, n_rows: int) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Return noise with a tenth of the cells empty and a tenth of the columns words, classes, and hosts of two rows."""
    rng = np.random.default_rng(0)
    cells = rng.normal(size=(n_rows, n_columns))
    cells[rng.random(cells.shape) < 0.1] = np.nan
    names = [f"c{number}" for number in range(n_columns)]
    frame = pd.DataFrame(cells, columns=names)
    words = {name: rng.choice(list("abcdefgh"), n_rows) for name in names[::10]}
    target = pd.Series(rng.choice(["FALSE POSITIVE", "PLANET"], n_rows), name="verdict")
    return frame.assign(**words), target, pd.Series(rng.integers(n_rows // 2, size=n_rows))


def seconds(work: Callable[[], object]) -> float:
    """Processor time of ``work``: other programs on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(n_columns: int = 2_000, n_rows: int = 20_000) -> None:
    """Time everything and print ratios."""
    frame, target, hosts = made_up(n_columns, n_rows)
    columns = [Column(name, name, "", "", Role.FEATURE, kind="number") for name in frame]
    numbers = frame.select_dtypes("number")
    sample = draw_sample(target, hosts, frame, seed=42, most_rows=n_rows)
    folds = [(np.flatnonzero(sample.fold != k), np.flatnonzero(sample.fold == k)) for k in range(sample.n_folds)]
    tree = DecisionTreeClassifier(max_leaf_nodes=50, random_state=0)

    def trees() -> None:
        for name in numbers.columns[:TREES_TIMED]:
            cross_val_predict(tree, numbers[[name]].fillna(-99), sample.y, cv=folds, method="predict_proba")

    find_with_target(frame.iloc[:200, :2], columns[:2], target[:200], hosts[:200])  # imports are not the guard's work
    yardstick = seconds(lambda: [np.sort(numbers[name].to_numpy()) for name in numbers]) * n_columns / numbers.shape[1]
    timed = {
        "sorting every column once": yardstick,
        "find_without_target": seconds(lambda: find_without_target(frame, columns)),
        "measure_columns": seconds(lambda: measure_columns(frame, columns, target, hosts)),
        "find_with_target, all in all": seconds(lambda: find_with_target(frame, columns, target, hosts)),
        "one decision tree per column": seconds(trees) * n_columns / TREES_TIMED,
    }
    print(f"{n_columns:,} columns x {n_rows:,} rows")
    for name, spent in timed.items():
        print(f"{name:30} {spent / yardstick:8.1f} x sorting   {spent:8.2f} s of processor time")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
