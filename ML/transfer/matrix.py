"""Train on one mission, test on another: every pair, with the columns that both hold.

Beside each cell stands what a model of the tested mission itself reaches with the same columns on the same rows, so
that the drop is the price of the other mission and not that of the fewer columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import permutations

import numpy as np

from ML.classifiers.estimators import limit_threads
from ML.classifiers.fitting import fit_with_progress
from ML.comparison import paired_differences
from ML.cross_validation import (
    NO_STORE,
    CrossValidation,
    FoldStore,
    completed_plan,
    cross_validate,
    fit_rows,
    new_pipeline,
    one_blas_thread,
)
from ML.evaluation import evaluate
from ML.progress import ProgressCallback, ignore_progress
from ML.results import Estimate, Warnings, remark
from ML.trained_model import TrainingPlan
from ML.training_rows import TrainingRows, training_rows
from ML.transfer.fits import Fits
from ML.transfer.missions import MissionTable, held_by, measured_plan, usable_missions, with_features
from ML.transfer.outcome import TransferCell, TransferMatrix, cell_sentence
from ML.transfer.weighting import weights_towards

Names = tuple[str, ...]
Home = tuple[str, Names]
"""A mission validated on itself, and with which columns."""


def transfer_matrix(
    rows: MissionTable,
    plan: TrainingPlan,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
) -> TransferMatrix:
    """Measure how models of each mission do on the others.

    Parameters
    ----------
    rows : MissionTable
        Rows in columns that the missions share; a star of two missions has one host id.
    plan : TrainingPlan
        What was chosen; a mission column among the features is left out, and folds keep a star's rows together.
    on_progress : callable
        Told the counted fits in the phase ``"folds"``; may raise to stop.
    fold_store : FoldStore or None
        Finished fits; those it holds are not fitted again.

    Returns
    -------
    TransferMatrix

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan cannot be used, or fewer than two missions can train a classifier.
    """
    prepared = prepare_matrix(rows, plan)
    fits = Fits(on_progress, fold_store or NO_STORE, prepared.fits)
    return measure_matrix(prepared, fits)


@dataclass(frozen=True)
class PreparedMatrix:
    """What is to be measured: missions, their columns and those of each pair."""

    rows: MissionTable
    plan: TrainingPlan
    missions: Names
    held: dict[str, Names]
    pairs: dict[tuple[str, str], Names]
    warnings: Warnings

    @property
    def homes(self) -> tuple[Home, ...]:
        """Validations of a mission on itself, each once: with all its columns, then with those of each pair."""
        full = [(name, self.held[name]) for name in self.missions]
        shared = [(name, columns) for pair, columns in self.pairs.items() for name in pair]
        return tuple(dict.fromkeys([*full, *shared]))

    @property
    def fits(self) -> int:
        """Number of fits."""
        return len(self.homes) * self.plan.folds + 2 * len(self.pairs)


def prepare_matrix(rows: MissionTable, plan: TrainingPlan) -> PreparedMatrix:
    """Find the missions and pairs that can be measured."""
    usable_plan = completed_plan(measured_plan(plan))
    missions, remarks = usable_missions(rows, usable_plan)
    names = [column.name for column in usable_plan.features]
    held = {name: held_by(rows.of([name]).table, names) for name in missions}
    shared = {
        (one, other): tuple(name for name in held[one] if name in set(held[other]))
        for one, other in permutations(missions, 2)
    }
    nothing = [f"{one} and {other}" for (one, other), columns in shared.items() if not columns and one < other]
    text = f"No chosen column is held by both {'; '.join(nothing)}: not measured."
    remarks += [remark("pair_left_out", text)] if nothing else []
    pairs = {pair: columns for pair, columns in shared.items() if columns}
    return PreparedMatrix(rows.of(missions), usable_plan, missions, held, pairs, remarks)


def measure_matrix(prepared: PreparedMatrix, fits: Fits) -> TransferMatrix:
    """Do the fits of a matrix."""
    with one_blas_thread():
        return _Measurement(prepared, fits).run()


@dataclass
class _Measurement:
    prepared: PreparedMatrix
    fits: Fits
    homes: dict[Home, CrossValidation] = field(default_factory=dict)
    remarks: Warnings = field(default_factory=list)

    def run(self) -> TransferMatrix:
        made = self.prepared
        self.homes = {home: self.validate(*home) for home in made.homes}
        cells = [self.cell(one, other) for one in made.missions for other in made.missions]
        own = {name: self.homes[name, made.held[name]] for name in made.missions}
        return TransferMatrix(
            missions=made.missions,
            cells=tuple(cell for cell in cells if cell is not None),
            classes=made.plan.classes,
            split_hashes={name: validated.split_hash for name, validated in own.items()},
            warnings=_once([*made.warnings, *self.remarks]),
        )

    def validate(self, mission: str, columns: Names) -> CrossValidation:
        self.fits.say(f"{mission} on itself, {len(columns)} columns")
        report, store = self.fits.validation()
        table, plan = self.prepared.rows.of([mission]).table, with_features(self.prepared.plan, columns)
        validated = cross_validate(table, plan, report, store, with_baselines=False)
        self.remarks += validated.warnings
        return validated

    def cell(self, train: str, test: str) -> TransferCell | None:
        if train == test:
            return _diagonal(self.homes[train, self.prepared.held[train]], train)
        columns = self.prepared.pairs.get((train, test))
        return None if columns is None else self.crossed(train, test, columns)

    def crossed(self, train: str, test: str, columns: Names) -> TransferCell:
        plan, both = with_features(self.prepared.plan, columns), self.prepared.rows.of([train, test])
        rows = training_rows(both.table, plan)
        missions = both.missions.to_numpy()
        tested, chosen = np.flatnonzero(missions == test), apart(rows, missions, train, test)
        pair = Pair(rows, plan, chosen, tested)
        shape = (len(tested), len(plan.classes))
        self.fits.say(f"{train} on {test}, {len(columns)} columns")
        answered = self.fits.answers(shape, lambda: self.answer(pair))
        self.fits.say(f"{train} on {test}, weighted towards {test}")
        adapted = self.fits.answers(shape, lambda: self.answer_adapted(pair))
        home = self.homes[test, columns]
        metrics = self.judge(pair, answered)
        return TransferCell(
            train=train,
            test=test,
            columns=columns,
            metrics=metrics,
            rows=len(tested),
            hosts=len(np.unique(rows.hosts[tested])),
            trained_rows=len(chosen),
            held_back=int((missions == train).sum()) - len(chosen),
            home=home.evaluation.metrics,
            source=self.homes[train, columns].evaluation.metrics,
            difference=self.minus(pair, answered, home.probabilities),
            adapted=self.judge(pair, adapted),
            adapted_difference=self.minus(pair, adapted, answered),
            text=cell_sentence(train, test, metrics, home.evaluation.metrics),
        )

    def answer(self, pair: Pair) -> np.ndarray:
        pipeline = new_pipeline(pair.rows, pair.plan)
        fit_rows(pipeline, pair.rows, pair.plan, pair.chosen, self.fits.report, self.remarks)
        return np.asarray(pipeline.predict_proba(pair.rows.X.iloc[pair.tested]), dtype=float)

    def answer_adapted(self, pair: Pair) -> np.ndarray:
        """Answer by a model whose training rows weigh as much as their like is common among the tested ones."""
        plan = replace(pair.plan, imbalance="none", calibration="none")
        pipeline = new_pipeline(pair.rows, plan)
        y, hosts = pair.rows.y[pair.chosen], pair.rows.hosts
        X = np.asarray(pipeline[:-1].fit_transform(pair.rows.X.iloc[pair.chosen], y))
        X_tested = np.asarray(pipeline[:-1].transform(pair.rows.X.iloc[pair.tested]))
        facts = (X, X_tested, hosts[pair.chosen], hosts[pair.tested])
        weight = weights_towards(*facts, seed=plan.seed, n_threads=plan.n_threads)
        fit_with_progress(pipeline[-1], X, y, weight, self.fits.report, hosts[pair.chosen])
        limit_threads(pipeline[-1], 1)
        return np.asarray(pipeline[-1].predict_proba(X_tested), dtype=float)

    def judge(self, pair: Pair, answered: np.ndarray) -> dict[str, Estimate]:
        plan = pair.plan
        truth, hosts = pair.rows.y[pair.tested], pair.rows.hosts[pair.tested]
        judged = evaluate(
            truth, answered, plan.classes, plan.positive_class, hosts, seed=plan.seed, on_step=self.fits.report
        )
        return judged.metrics

    def minus(self, pair: Pair, answered: np.ndarray, other: np.ndarray) -> dict[str, Estimate]:
        plan = pair.plan
        truth, hosts = pair.rows.y[pair.tested], pair.rows.hosts[pair.tested]
        return paired_differences(
            truth, answered, other, plan.classes, plan.positive_class, hosts, seed=plan.seed, on_step=self.fits.report
        )


@dataclass(frozen=True)
class Pair:
    """Rows of two missions, which of them train, and which are tested."""

    rows: TrainingRows
    plan: TrainingPlan
    chosen: np.ndarray
    tested: np.ndarray


def apart(rows: TrainingRows, missions: np.ndarray, train: str, test: str) -> np.ndarray:
    """Positions of the rows of ``train`` around stars that ``test`` does not hold."""
    seen = np.isin(rows.hosts, rows.hosts[missions == test])
    return np.flatnonzero((missions == train) & ~seen)


def _diagonal(validated: CrossValidation, mission: str) -> TransferCell:
    metrics: dict[str, Estimate] = validated.evaluation.metrics
    return TransferCell(
        train=mission,
        test=mission,
        columns=tuple(column.name for column in validated.rows.features),
        metrics=metrics,
        rows=len(validated.rows.y),
        hosts=len(np.unique(validated.rows.hosts)),
        trained_rows=len(validated.rows.y),
        held_back=0,
        home=metrics,
        source=metrics,
        difference={},
        adapted={},
        adapted_difference={},
        text=cell_sentence(mission, mission, metrics, metrics),
    )


def _once(remarks: Warnings) -> Warnings:
    return list({(entry["code"], entry["text"]): entry for entry in remarks}.values())
