"""Training: validate in folds, fit on all decided rows, measure what each column contributes."""

from __future__ import annotations

import platform
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

import numpy as np
import pandas as pd
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ML import baselines
from ML.classifiers import get_family
from ML.classifiers.contributions import attribute, background_rows
from ML.classifiers.estimators import limit_threads
from ML.classifiers.fitting import OnStep, total_steps
from ML.evaluation import evaluate, point_metrics
from ML.preprocessing import build_pipeline, fit_pipeline, input_columns, sum_by_origin
from ML.progress import FoldScore, ProgressCallback, ignore_progress
from ML.results import Evaluation, FeatureImportance, Warnings, remark
from ML.splitting import Fold, grouped_folds, split_hash
from ML.trained_model import TrainedModel, TrainingPlan, probability_columns
from ML.training_progress import TrainingProgress
from ML.training_rows import LabelledTable, TrainingRows, training_rows

__all__ = ["FoldStore", "LabelledTable", "TrainedModel", "TrainingPlan", "train"]

_LIBRARIES = {
    "lightgbm": ("lightgbm",),
    "xgboost": ("xgboost", "xgboost-cpu"),
    "random_forest": ("shap",),
    "logistic_regression": (),
    "mlp": (),
}
_IMPORTANCE_REPORTS = 20


class FoldStore(Protocol):
    """Keeps the probabilities of finished folds, so that a run that is taken over need not fit them again."""

    def load(self, fold: int) -> np.ndarray | None:
        """Return probabilities of shape (n_validated, n_classes) of a fold (from 1), or None."""

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        """Keep the probabilities of a finished fold."""


class _NoStore:
    def load(self, fold: int) -> None:
        return None

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        return None


def train(
    table: LabelledTable,
    plan: TrainingPlan,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
) -> TrainedModel:
    """Train and validate a classifier.

    Parameters
    ----------
    table : LabelledTable
        Objects with classes; undecided ones are left aside.
    plan : TrainingPlan
        What was chosen.
    on_progress : callable
        Told the counts of the phases ``"folds"``, ``"final_fit"`` and ``"importance"``; may raise to stop, and what
        it raises comes out unchanged.
    fold_store : FoldStore or None
        Finished folds; those it holds are not fitted again.

    Returns
    -------
    TrainedModel

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan or the table cannot be used; the message names the remedy.
    """
    complete = replace(plan, hyperparameters=get_family(plan.family).validate(plan.hyperparameters))
    rows = training_rows(table, complete)
    # One BLAS thread: sums in another order would change the last digits with the number of threads.
    with threadpool_limits(1, user_api="blas"):
        return _Training(rows, complete, TrainingProgress(on_progress), fold_store or _NoStore()).run()


@dataclass
class _Training:
    rows: TrainingRows
    plan: TrainingPlan
    progress: TrainingProgress
    store: FoldStore

    def run(self) -> TrainedModel:
        self.remarks: Warnings = list(self.rows.warnings)
        self.fold_number = np.zeros(len(self.rows.y), dtype=int)
        self.probabilities = np.full((len(self.rows.y), len(self.plan.classes)), np.nan)
        folds = self.validate()
        evaluation = self.evaluate(folds)
        pipeline, prepared = self.fit_finally()
        background = background_rows(pipeline[-1], prepared, self.plan.seed)
        importance = self.importance(pipeline, prepared, background)
        return TrainedModel(
            plan=self.plan,
            pipeline=pipeline,
            columns=self.rows.columns(),
            evaluation=evaluation,
            importance=importance,
            out_of_fold=self.out_of_fold(),
            background=background,
            data_hash=self.rows.data_hash(),
            split_hash=split_hash(self.rows.objects, self.fold_number.tolist()),
            versions=_versions(self.plan.family),
            fit_facts=self.progress.facts(self.plan.n_threads),
            warnings=self.remarks,
        )

    def validate(self) -> list[Fold]:
        """Predict every fold's rows by a pipeline that has not seen them."""
        steps = total_steps(self.pipeline()[-1])
        planned = self.plan.folds if self.plan.method == "cv" else 1
        self.progress.begin("folds", planned * steps, get_family(self.plan.family).unit, "Splitting by host")
        folds = self.split()
        for number, (train, test) in enumerate(folds, start=1):
            self.progress.say(f"Fold {number} of {len(folds)}")
            done = (number - 1) * steps
            held = self.stored(number, len(test))
            fitted = held if held is not None else self.fit_fold(train, test, self.counting_from(done))
            if held is None:
                self.store.save(number, fitted)
            self.probabilities[test], self.fold_number[test] = fitted, number
            self.progress.scores.append(self.score(number, test))
            self.progress.reach(number * steps)
        return folds

    def split(self) -> list[Fold]:
        plan = self.plan
        names = np.array(plan.classes, dtype=object)[self.rows.y]
        return grouped_folds(
            names.astype(str),
            self.rows.hosts,
            method=plan.method,
            folds=plan.folds,
            test_size=plan.test_size,
            group_by_host=plan.group_by_host,
            seed=plan.seed,
        )

    def stored(self, number: int, n_rows: int) -> np.ndarray | None:
        held = self.store.load(number)
        usable = held is not None and held.shape == (n_rows, len(self.plan.classes)) and np.isfinite(held).all()
        return held if usable else None

    def fit_fold(self, train: np.ndarray, test: np.ndarray, on_step: OnStep) -> np.ndarray:
        pipeline = self.pipeline()
        self.fit(pipeline, train, on_step)
        return np.asarray(pipeline.predict_proba(self.rows.X.iloc[test]), dtype=float)

    def fit(self, pipeline: Pipeline, chosen: np.ndarray, on_step: OnStep) -> np.ndarray:
        y = self.rows.y[chosen]
        with _convergence_noted(self.remarks):
            prepared = fit_pipeline(pipeline, self.rows.X.iloc[chosen], y, self.weights(y), on_step)
        # A forest adds up its trees' votes as threads deliver them: with one, always in the same order.
        limit_threads(pipeline[-1], 1)
        return prepared

    def weights(self, y: np.ndarray) -> np.ndarray | None:
        """Weigh each class alike: n / (classes × rows of the class)."""
        if self.plan.imbalance == "none":
            return None
        counts = np.bincount(y, minlength=len(self.plan.classes))
        return len(y) / (len(counts) * counts[y])

    def counting_from(self, done: int) -> OnStep:
        return lambda completed, total: self.progress.reach(done + completed)

    def score(self, number: int, test: np.ndarray) -> FoldScore:
        plan = self.plan
        metrics = point_metrics(self.rows.y[test], self.probabilities[test], plan.classes, plan.positive_class)
        return FoldScore(number, {name: value for name, value in metrics.items() if value is not None})

    def evaluate(self, folds: list[Fold]) -> Evaluation:
        self.progress.say("Measuring baselines")
        compared = self.baselines(folds)
        self.progress.say("Drawing intervals")
        tested = self.fold_number > 0
        return evaluate(
            self.rows.y[tested],
            self.probabilities[tested],
            self.plan.classes,
            self.plan.positive_class,
            self.rows.hosts[tested],
            seed=self.plan.seed,
            folds=self.progress.scores,
            baselines=compared,
            on_step=self.progress.still_working,
        )

    def baselines(self, folds: list[Fold]) -> dict[str, dict[str, float | None]]:
        rows, classes, positive = self.rows, self.plan.classes, self.plan.positive_class
        missing = rows.X.isna().to_numpy()
        compared = {
            "majority": baselines.majority(rows.y[self.fold_number > 0], classes, positive),
            "mask_only": baselines.mask_only(
                missing, rows.y, folds, classes, positive, seed=self.plan.seed, on_step=self.progress.still_working
            ),
        }
        if not missing.any():
            self.remarks.append(remark("no_missing_cells", "No cell is empty, so there is no mask-only baseline."))
        if rows.flags is not None:
            compared["flag_rule"] = baselines.flag_rule(rows.flags, rows.y, folds, classes)
        return compared

    def fit_finally(self) -> tuple[Pipeline, np.ndarray]:
        """Fit on every decided row."""
        pipeline = self.pipeline()
        total = total_steps(pipeline[-1])
        self.progress.begin("final_fit", total, get_family(self.plan.family).unit, "Fitting on all decided rows")
        return pipeline, self.fit(pipeline, np.arange(len(self.rows.y)), self.counting_from(0))

    def importance(self, pipeline: Pipeline, prepared: np.ndarray, background: np.ndarray) -> list[FeatureImportance]:
        """Average absolute contributions to the predicted class over a seeded sample of rows."""
        rng = np.random.default_rng(self.plan.seed)
        sample = rng.permutation(len(prepared))[: get_family(self.plan.family).importance_rows]
        self.progress.begin("importance", len(sample), "rows", "Measuring what each column contributes")
        total = np.zeros(len(input_columns(pipeline)))
        size = max(1, len(sample) // _IMPORTANCE_REPORTS)
        for start in range(0, len(sample), size):
            rows = prepared[sample[start : start + size]]
            chosen = pipeline[-1].predict_proba(rows).argmax(axis=1)
            parts = attribute(pipeline[-1], rows, chosen, background).values
            total += np.abs(sum_by_origin(pipeline, parts)).sum(axis=0)
            self.progress.reach(start + len(rows))
        return _ranked(input_columns(pipeline), total / len(sample))

    def pipeline(self) -> Pipeline:
        plan = self.plan
        return build_pipeline(
            self.rows.features,
            plan.family,
            plan.hyperparameters,
            seed=plan.seed,
            n_threads=plan.n_threads,
            engineered=plan.engineered,
        )

    def out_of_fold(self) -> pd.DataFrame:
        tested = self.fold_number > 0
        names = np.array(self.plan.classes, dtype=object)
        facts = {
            "object": self.rows.objects[tested],
            "host": self.rows.host_names[tested],
            "truth": names[self.rows.y[tested]],
            "fold": self.fold_number[tested],
        }
        scores = zip(probability_columns(self.plan.classes), self.probabilities[tested].T, strict=True)
        return pd.DataFrame({**facts, **dict(scores)})


def _ranked(names: list[str], means: np.ndarray) -> list[FeatureImportance]:
    whole = means.sum() or 1.0
    order = np.argsort(-means, kind="stable")
    return [FeatureImportance(names[k], float(means[k]), float(means[k] / whole)) for k in order]


@contextmanager
def _convergence_noted(remarks: Warnings) -> Iterator[None]:
    """Turn a ConvergenceWarning into a remark; every other warning goes its way."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        yield
    for entry in caught:
        if not issubclass(entry.category, ConvergenceWarning):
            warnings.warn_explicit(entry.message, entry.category, entry.filename, entry.lineno)
        elif not any(known["code"] == "not_converged" for known in remarks):
            text = "The fit stopped before it had settled. Raise the number of iterations, or lower C."
            remarks.append(remark("not_converged", text))


def _versions(family: str) -> dict[str, str]:
    libraries = ("scikit-learn", "numpy", "pandas", *_LIBRARIES[family])
    return {"python": platform.python_version(), **_held(libraries)}


def _held(libraries: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in libraries:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
