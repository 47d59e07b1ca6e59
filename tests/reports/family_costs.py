"""Measure what a fit of each family costs: ``python -m tests.reports.family_costs [family ...]``.

Processor seconds of one thread, on the training rows of the first fold of Kepler DR25 (binary), the least of three
fits; then with half of the rows, of the columns and of the trees, from which the powers of ``CostLaw`` are read.
"""

from __future__ import annotations

import argparse
import math
import time
import warnings
from typing import Any

from ML.classifiers import family_names, get_family
from tests.reports import kepler

REPEATS = 3


def seconds(family: str, params: dict[str, Any], data: kepler.Encoded) -> float:
    """Return the processor time of the fastest of some fits."""
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        kepler.fit(family, params, data, n_threads=1)
        taken.append(time.process_time() - start)
    return min(taken)


def measure(family: str) -> tuple[float, dict[str, float]]:
    """Return the seconds of a fit, and the powers by which they grow."""
    data = kepler.encode("binary", kepler.outer_folds("binary")[0], family)
    whole = seconds(family, {}, data)
    halves = {
        "rows": ({}, data._replace(X=data.X[::2], y=data.y[::2], hosts=data.hosts[::2])),
        "columns": ({}, data._replace(X=data.X[:, ::2])),
    }
    for name in set(getattr(get_family(family).cost_law, "settings", {})):
        value = get_family(family).defaults()[name]
        halves[name] = ({name: type(value)(value / 2)}, data)
    return whole, {name: math.log2(whole / seconds(family, *half)) for name, half in halves.items()}


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    single = [name for name in family_names() if name not in ("ensemble", "auto")]
    words.add_argument("families", nargs="*", default=single)
    chosen = words.parse_args().families
    warnings.simplefilter("ignore")
    kepler.fit("lightgbm", {"n_estimators": 10}, kepler.encode("binary", kepler.outer_folds("binary")[0], "lightgbm"))
    unit = None
    print("| family | seconds | LightGBM = 1 | powers |\n|---|---|---|---|")
    for name in dict.fromkeys(["lightgbm", *chosen]):
        whole, powers = measure(name)
        unit = unit or whole
        shown = ", ".join(f"{key} {power:.2f}" for key, power in powers.items())
        print(f"| {get_family(name).title} | {whole:.2f} | {whole / unit:.2f} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
