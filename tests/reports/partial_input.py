"""What becomes of an answer when fields are missing: filled with zero, left empty, filled with medians, or reduced.

``python -m tests.reports.partial_input`` trains on four fifths of Kepler DR25's stars and asks about the others, with
seeded random sets of fields given; it writes the tables of ``docs/prediction.md`` between its marks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from ML.evaluation import point_metrics
from ML.partial import PartialInputs
from ML.partial.gaps import MOST_LACKING
from ML.trained_model import TrainedModel
from ML.training import train
from ML.training_rows import TrainingRows
from ML.transfer.missions import rows_of
from tests.reports import kepler
from tests.reports.pages import rewrite

PAGE = Path(__file__).parents[2] / "docs" / "prediction.md"
BASIC = ("koi_period", "koi_duration", "koi_depth", "koi_prad", "koi_steff", "koi_srad")
SIZES, SETS = (3, 6, 12, 24, 48), 4
BANDS = ((0.0, 0.02), (0.02, 0.05), (0.05, 0.1), (0.1, 0.2), (0.2, 0.5))
WAYS = ("zero", "empty", "median", "reduced")
TASKS = (("binary", "lightgbm"), ("binary", "random_forest"), ("three_class", "lightgbm"))


class Case:
    """A model of four fifths of the stars, the rows of the others, and LightGBM on raw cells for what NaN does."""

    def __init__(self, task: str, family: str) -> None:
        fit, test = kepler.outer_folds(task)[0]
        held, table = kepler.rows(task), kepler.table(task)
        decided = np.flatnonzero(table.target.notna().to_numpy())
        chosen = np.zeros(len(table.target), dtype=bool)
        chosen[decided[fit]] = True
        self.model: TrainedModel = train(rows_of(table, chosen), kepler.plan(task, family, n_threads=2))
        self.partial = PartialInputs(self.model)
        self.X, self.y = held.X.iloc[test].reset_index(drop=True), held.y[test]
        self.raw = self._raw(held, fit)
        self.full = self.model.probabilities(self.X)

    def _raw(self, held: TrainingRows, fit: np.ndarray) -> Any:
        from lightgbm import LGBMClassifier

        settings = {"random_state": kepler.SEED, "n_jobs": 2, "verbosity": -1}
        return LGBMClassifier(**settings).fit(held.X.iloc[fit].to_numpy(dtype=float), held.y[fit])

    def answers(self, given: Iterable[str]) -> dict[str, np.ndarray]:
        """Probabilities of the asked rows, when only some fields are given, in each way."""
        names = list(given)
        gone = self.X.copy()
        gone.loc[:, [name for name in gone if name not in names]] = np.nan
        zero = gone.fillna({name: 0.0 for name in gone if name not in names})
        return {
            "zero": self.model.probabilities(zero),
            "empty": self.raw.predict_proba(gone.to_numpy(dtype=float)),
            "median": self.model.probabilities(gone),
            "reduced": self.partial.reduced(tuple(n for n in self.partial.gaps.names if n in names)).probabilities(
                gone
            ),
        }

    def reduced(self, given: list[str]) -> TrainedModel:
        """Return the model of the given fields."""
        return self.partial.reduced(tuple(name for name in self.partial.gaps.names if name in given))

    def numbers(self, given: Iterable[str]) -> dict[str, dict[str, float]]:
        """Share of flipped answers, accuracy and log-loss of each way."""
        raw_full = self.raw.predict_proba(self.X.to_numpy(dtype=float)).argmax(axis=1)
        return {
            way: self.judged(found, raw_full if way == "empty" else self.full.argmax(axis=1))
            for way, found in self.answers(given).items()
        }

    def judged(self, found: np.ndarray, before: np.ndarray) -> dict[str, float]:
        """Compare with the answers from all fields, and with the truth."""
        metrics = point_metrics(self.y, found, self.model.classes, self.model.plan.positive_class)
        told = {name: float(metrics[name] or 0.0) for name in ("accuracy", "log_loss")}
        return {"flipped": float((found.argmax(axis=1) != before).mean()), **told}


def field_sets(case: Case) -> dict[str, list[tuple[str, ...]]]:
    """Return the six basic fields, and random sets of several sizes."""
    rng, names = np.random.default_rng(kepler.SEED), np.array(case.partial.gaps.names)
    drawn = {str(size): [tuple(rng.choice(names, size, replace=False)) for _ in range(SETS)] for size in SIZES}
    return {"the basic 6": [BASIC], **drawn}


def gap_sets(case: Case) -> dict[str, list[tuple[str, ...]]]:
    """Return sets that lack a few random fields, by the share of the importance that they lack."""
    rng, gaps = np.random.default_rng(kepler.SEED), case.partial.gaps
    found: dict[str, list[tuple[str, ...]]] = {f"{100 * low:.0f} to {100 * high:.0f} %": [] for low, high in BANDS}
    for _ in range(2_000):
        missing = rng.random(len(gaps.names)) < rng.uniform(0, 0.6)
        share = float(gaps.shares[missing].sum())
        band = next((words for words, (low, high) in zip(found, BANDS, strict=True) if low < share <= high), None)
        if band is not None and len(found[band]) < SETS:
            found[band].append(tuple(np.array(gaps.names)[~missing]))
    return found


def table_of(case: Case, sets: dict[str, list[tuple[str, ...]]], first: str) -> list[str]:
    """Return the mean over the sets of each kind, as a table."""
    lines = [
        f"| {first} | " + " | ".join(f"{way}: flipped | accuracy | log-loss" for way in WAYS) + " |",
        "|---|" + "--:|" * (3 * len(WAYS)),
    ]
    for words, chosen in sets.items():
        found = [case.numbers(given) for given in chosen]
        cells = [
            f"{100 * _mean(found, way, 'flipped'):.1f} % | {_mean(found, way, 'accuracy'):.3f} | "
            f"{_mean(found, way, 'log_loss'):.3f}"
            for way in WAYS
        ]
        lines.append(f"| {words} | " + " | ".join(cells) + " |")
    return lines


def _mean(found: list[dict[str, dict[str, float]]], way: str, name: str) -> float:
    return float(np.mean([numbers[way][name] for numbers in found]))


def interval_widths(case: Case) -> str:
    """Say how wide the interval of the score is with all fields and with the basic six."""
    if case.model.plan.positive_class is None:
        return ""
    few = case.X.copy()
    few.loc[:, [name for name in few if name not in BASIC]] = np.nan
    whole, reduced = (
        np.mean([answer.prediction.interval[1] - answer.prediction.interval[0] for answer in answers])  # type: ignore[index]
        for answers in (case.partial.answer(case.X.iloc[:500], helpful=False),
                        case.partial.answer(few.iloc[:500], helpful=False))
    )  # fmt: skip
    return f"Mean width of the score's 95 % interval: {whole:.3f} with all fields, {reduced:.3f} with the basic six."


def report() -> list[str]:
    """Measure everything; returns the lines."""
    lines: list[str] = []
    for task, family in TASKS:
        case = Case(task, family)
        whole = case.judged(case.full, case.full.argmax(axis=1))
        lines += [f"### {task}, {family}", "", f"With all {case.X.shape[1]} fields: accuracy {whole['accuracy']:.3f}, "
                  f"log-loss {whole['log_loss']:.3f} on {len(case.y):,} held-out objects.", ""]  # fmt: skip
        lines += [*table_of(case, field_sets(case), "fields given"), "", interval_widths(case), ""]
        if (task, family) == TASKS[0]:
            lines += ["Few fields missing, by the share of the importance that they carry "
                      f"(reduced models answer above {100 * MOST_LACKING:.0f} %):", "",
                      *table_of(case, gap_sets(case), "lacking"), ""]  # fmt: skip
        print("\n".join(lines), file=sys.stderr, flush=True)
    return lines


def main() -> None:
    """Measure, and write the page."""
    rewrite(PAGE, report())


if __name__ == "__main__":
    main()
