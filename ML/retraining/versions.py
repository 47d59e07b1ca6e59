"""Is a version of a table worth having? Models of the old and the new version on the same held-out stars.

In each fold both models answer the same held-out objects of the old version. No row of a held-out star trains either of
them, whichever version it comes from, so objects that the new version adds around such a star teach it nothing there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ML.catalogs.delivery_columns import as_text
from ML.classifiers import get_family
from ML.comparison import paired_differences
from ML.cross_validation import NO_STORE, FoldStore, completed_plan, fit_rows, fit_steps, new_pipeline, one_blas_thread
from ML.evaluation import evaluate, point_metrics
from ML.exceptions import UntrainableTableError
from ML.progress import FoldScore, ProgressCallback, ignore_progress
from ML.results import Estimate, Evaluation, Warnings, remark
from ML.retraining.outcome import HEADLINE, Outcome, VersionComparison
from ML.splitting import Fold, grouped_folds, split_hash
from ML.trained_model import TrainingPlan
from ML.training_progress import TrainingProgress
from ML.training_rows import LabelledTable, TrainingRows, training_rows

_ARMS = ("base", "extended")


def compare_versions(
    base: LabelledTable,
    extended: LabelledTable,
    plan: TrainingPlan,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
) -> VersionComparison:
    """Compare models of two versions of a table on the same held-out stars.

    Parameters
    ----------
    base, extended : LabelledTable
        The old and the new version.
    plan : TrainingPlan
        What was chosen; folds keep all rows of a star together, whatever it says of that. Features that one of the
        versions lacks are left out of both models, with a remark.
    on_progress : callable
        Told the steps of all fits in the phase ``"folds"``, then the phase ``"comparing"``; may raise to stop, and
        what it raises comes out unchanged.
    fold_store : FoldStore or None
        Finished fits, two for each fold: base, then extended.

    Returns
    -------
    VersionComparison

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan or a version cannot be used; the message names the remedy.
    """
    usable, remarks = _shared_plan(base, extended, completed_plan(plan))
    training_rows(base, usable)  # refuses what the old version alone cannot train
    both = _stacked(base, extended)
    rows = training_rows(both, usable)
    split = int(base.target.notna().sum())
    with one_blas_thread():
        return _Study(rows, usable, split, TrainingProgress(on_progress), fold_store or NO_STORE, remarks).run()


def _shared_plan(base: LabelledTable, extended: LabelledTable, plan: TrainingPlan) -> tuple[TrainingPlan, Warnings]:
    held = tuple(column for column in plan.features if all(_holds(part, column.name) for part in (base, extended)))
    lacking = [column.name for column in plan.features if column not in held]
    text = f"Not held by both versions, so left out of both models: {', '.join(lacking)}."
    return replace(plan, features=held), [remark("features_not_shared", text)] if lacking else []


def _holds(table: LabelledTable, name: str) -> bool:
    return name in table.features.columns and bool(table.features[name][table.target.notna()].notna().any())


def _stacked(base: LabelledTable, extended: LabelledTable) -> LabelledTable:
    """Both versions in one table, the base first, so that columns are typed and chosen alike."""
    names = [name for name in base.features.columns if name in extended.features.columns]
    features = [version.features[names] for version in (base, extended)]
    words = {
        part: pd.concat([as_text(getattr(version, part)) for version in (base, extended)], ignore_index=True)
        for part in ("target", "hosts", "objects")
    }
    return LabelledTable(pd.concat(features, ignore_index=True), **words)


@dataclass
class _Study:
    """Rows before ``split`` are the base's, the others the extended version's."""

    rows: TrainingRows
    plan: TrainingPlan
    split: int
    progress: TrainingProgress
    store: FoldStore
    remarks: Warnings

    def run(self) -> VersionComparison:
        self.remarks += self.rows.warnings
        self.fold_number = np.zeros(self.split, dtype=int)
        self.probabilities = np.full((len(_ARMS), self.split, len(self.plan.classes)), np.nan)
        self.validate()
        return self.compare()

    def validate(self) -> None:
        steps = fit_steps(self.rows, self.plan)
        folds = self.folds()
        unit = get_family(self.plan.family).unit
        self.progress.begin("folds", len(folds) * len(_ARMS) * steps, unit, "Splitting by host")
        for number, (train, test) in enumerate(folds, start=1):
            self.fold_number[test] = number
            for arm, chosen in enumerate((train, self.allowed(test))):
                done = (number - 1) * len(_ARMS) + arm
                self.progress.say(f"Fold {number} of {len(folds)}: the {_ARMS[arm]} version")
                self.probabilities[arm, test] = self.answer(done + 1, chosen, test, done * steps)
                self.progress.reach((done + 1) * steps)
            self.progress.scores.append(self.score(number, test))

    def folds(self) -> list[Fold]:
        names = np.array(self.plan.classes, dtype=object)[self.rows.y[: self.split]]
        return grouped_folds(
            names.astype(str),
            self.rows.hosts[: self.split],
            method=self.plan.method,
            folds=self.plan.folds,
            test_size=self.plan.test_size,
            seed=self.plan.seed,
        )

    def allowed(self, test: np.ndarray) -> np.ndarray:
        """Rows of the extended version that share neither star nor object with the held-out ones."""
        later = np.arange(self.split, len(self.rows.y))
        apart = ~np.isin(self.rows.hosts[later], self.rows.hosts[test])
        chosen = later[apart & ~np.isin(self.rows.objects[later], self.rows.objects[test])]
        absent = sorted(set(range(len(self.plan.classes))) - set(self.rows.y[chosen].tolist()))
        if absent:
            names = ", ".join(self.plan.classes[code] for code in absent)
            raise UntrainableTableError(
                f"Without the held-out stars, the extended version has no {names}. Choose more folds, or extend the "
                "catalogue by objects of that class around other stars."
            )
        return chosen

    def answer(self, number: int, chosen: np.ndarray, test: np.ndarray, steps_before: int) -> np.ndarray:
        """Probabilities of the held-out rows by a model of the chosen ones."""
        held = self.store.load(number)
        if held is not None and held.shape == (len(test), len(self.plan.classes)) and np.isfinite(held).all():
            return held
        pipeline = new_pipeline(self.rows, self.plan)
        counted = self.progress.counting_from(steps_before)
        fit_rows(pipeline, self.rows, self.plan, chosen, counted, self.remarks)
        answered = np.asarray(pipeline.predict_proba(self.rows.X.iloc[test]), dtype=float)
        self.store.save(number, answered)
        return answered

    def score(self, number: int, test: np.ndarray) -> FoldScore:
        """Metrics of the extended version's model, as the fold's score."""
        plan, extended = self.plan, self.probabilities[1][test]
        metrics = point_metrics(self.rows.y[test], extended, plan.classes, plan.positive_class)
        return FoldScore(number, {name: value for name, value in metrics.items() if value is not None})

    def compare(self) -> VersionComparison:
        tested = np.flatnonzero(self.fold_number)
        hosts = self.rows.hosts[tested]
        self.progress.begin("comparing", 3, "comparisons", "Drawing stars anew, the same for both versions")
        judged = [self.judge(tested, arm) for arm in range(len(_ARMS))]
        difference = self.difference(tested)
        gained, lost = self.turned(tested)
        outcome = Outcome(difference[HEADLINE], gained, lost, len(tested), len(np.unique(hosts)))
        changes = self.changes()
        return VersionComparison(
            base=judged[0].metrics,
            extended=judged[1].metrics,
            difference=difference,
            verdict=outcome.verdict,
            text=outcome.sentence(),
            gained=gained,
            lost=lost,
            p_value=outcome.p_value,
            rows=outcome.rows,
            hosts=outcome.hosts,
            folds=int(self.fold_number.max()),
            trained_rows={"base": self.split, "extended": len(self.rows.y) - self.split},
            **changes,
            classes=self.plan.classes,
            confusion_matrices={name: part.confusion_matrix for name, part in zip(_ARMS, judged, strict=True)},
            split_hash=split_hash(self.rows.objects[: self.split], self.fold_number.tolist()),
            warnings=[*self.remarks, *_relabelled(changes["relabelled_rows"])],
        )

    def judge(self, tested: np.ndarray, arm: int) -> Evaluation:
        truth, hosts, plan = self.rows.y[tested], self.rows.hosts[tested], self.plan
        judged = evaluate(
            truth,
            self.probabilities[arm, tested],
            plan.classes,
            plan.positive_class,
            hosts,
            seed=plan.seed,
            on_step=self.progress.still_working,
        )
        self.progress.reach(arm + 1)
        return judged

    def difference(self, tested: np.ndarray) -> dict[str, Estimate]:
        """Metrics of the extended version's model minus those of the base's."""
        base, extended = (arm[tested] for arm in self.probabilities)
        found = paired_differences(
            self.rows.y[tested],
            extended,
            base,
            self.plan.classes,
            self.plan.positive_class,
            self.rows.hosts[tested],
            seed=self.plan.seed,
            on_step=self.progress.still_working,
        )
        self.progress.reach(3)
        return found

    def turned(self, tested: np.ndarray) -> tuple[int, int]:
        """Objects that only the extended version's model gets right, and only the base's."""
        base, extended = (arm[tested].argmax(axis=1) == self.rows.y[tested] for arm in self.probabilities)
        return int((extended & ~base).sum()), int((base & ~extended).sum())

    def changes(self) -> dict[str, int]:
        """Count the decided rows in which the versions differ, object by object."""
        position = {name: row for row, name in enumerate(self.rows.objects[: self.split])}
        later = np.arange(self.split, len(self.rows.y))
        before = np.array([position.get(name, -1) for name in self.rows.objects[later]], dtype=int)
        known, old = later[before >= 0], before[before >= 0]
        cells, other = self.rows.X.iloc[known].reset_index(drop=True), self.rows.X.iloc[old].reset_index(drop=True)
        same = ((cells == other) | (cells.isna() & other.isna())).all(axis=1)
        return {
            "new_rows": int((before < 0).sum()),
            "changed_rows": int((~same).sum()),
            "relabelled_rows": int((self.rows.y[known] != self.rows.y[old]).sum()),
        }


def _relabelled(count: int) -> Warnings:
    text = f"Known objects of another class in the extended version are judged by the base's: {count:,}."
    return [remark("relabelled_objects", text)] if count else []
