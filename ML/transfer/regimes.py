"""Joint, per-mission and staged training, judged mission by mission on the same held-out stars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ML.comparison import paired_differences
from ML.cross_validation import NO_STORE, FoldStore, completed_plan, fit_rows, new_pipeline, one_blas_thread
from ML.evaluation import evaluate
from ML.progress import ProgressCallback, ignore_progress
from ML.results import Estimate, Warnings, remark
from ML.splitting import Fold, grouped_folds, split_hash
from ML.trained_model import TrainingPlan
from ML.training_rows import TrainingRows, training_rows
from ML.transfer.continuing import can_continue
from ML.transfer.fits import Fits
from ML.transfer.missions import MISSION, MissionTable, held_by, measured_plan, usable_missions, with_features
from ML.transfer.outcome import RegimeComparison, RegimeScore, points
from ML.transfer.staged import Stage, check_stages, train_in_stages

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Column

REPLAY = 0.25
"""Weight of the earlier missions' rows in the later stages of rehearsed training."""

Names = tuple[str, ...]
Model = tuple[str, Names]
"""A way of training, and the missions whose rows it has seen, in order."""


def compare_regimes(
    rows: MissionTable,
    plan: TrainingPlan,
    mission: Column,
    stages: Sequence[Stage] | None = None,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
) -> RegimeComparison:
    """Compare training on all missions at once, on each alone, and on one after the other.

    Parameters
    ----------
    rows : MissionTable
    plan : TrainingPlan
        What was chosen. Selection, resampling, calibration and tuning are left out, so that all ways learn alike.
    mission : Column
        The mission as a column, which joint training may see.
    stages : sequence of Stage or None
        None takes the missions in their order, with all the trees or epochs in each.
    on_progress : callable
        Told the counted fits in the phase ``"folds"``; may raise to stop.
    fold_store : FoldStore or None
        Finished fits; those it holds are not fitted again.

    Returns
    -------
    RegimeComparison

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan or the stages cannot be used, or fewer than two missions can train a classifier.
    """
    prepared = prepare_regimes(rows, plan, mission, stages)
    return measure_regimes(prepared, Fits(on_progress, fold_store or NO_STORE, prepared.fits))


@dataclass(frozen=True)
class PreparedRegimes:
    """What is to be measured: the rows, the missions, and the stages of each staged way."""

    rows: TrainingRows
    seen: np.ndarray
    plan: TrainingPlan
    mission: Column
    missions: Names
    stagings: dict[str, tuple[Stage, ...]]
    folds: list[Fold]
    warnings: Warnings

    @property
    def fits(self) -> int:
        """Number of fits."""
        one_fold = 2 + len(self.missions) + sum(len(stages) for stages in self.stagings.values())
        return len(self.folds) * one_fold


def prepare_regimes(
    rows: MissionTable, plan: TrainingPlan, mission: Column, stages: Sequence[Stage] | None = None
) -> PreparedRegimes:
    """Choose missions, columns, folds and stages."""
    usable, remarks = _plain(completed_plan(measured_plan(plan)))
    missions, left_out = usable_missions(rows, usable)
    kept = rows.of(missions)
    names = [column.name for column in usable.features]
    held = {name for one in missions for name in held_by(rows.of([one]).table, names)}
    chosen = with_features(usable, [name for name in names if name in held])
    seen = kept.missions.to_numpy()
    features = kept.table.features.assign(**{mission.name: seen})
    joint = training_rows(replace(kept.table, features=features), replace(chosen, features=(*chosen.features, mission)))
    stagings, no_stages = _stagings(stages, missions, plan.family)
    return PreparedRegimes(
        rows=joint,
        seen=seen,
        plan=chosen,
        mission=mission,
        missions=missions,
        stagings=stagings,
        folds=_folds(joint, seen, chosen),
        warnings=[*remarks, *left_out, *joint.warnings, *no_stages],
    )


def _plain(plan: TrainingPlan) -> tuple[TrainingPlan, Warnings]:
    """Leave out what learns from verdicts before or after the classifier."""
    plain = replace(plan, selection="none", imbalance="none", calibration="none")
    text = "Joint, per-mission and staged training were compared without selection, resampling and calibration."
    return plain, [] if plain == plan else [remark("plain_plan", text)]


def _stagings(
    stages: Sequence[Stage] | None, missions: Names, family: str
) -> tuple[dict[str, tuple[Stage, ...]], Warnings]:
    if stages is not None:
        check_stages(stages, missions, family)
        return {"staged": tuple(stages)}, []
    if not can_continue(family):
        text = f"{family} cannot go on learning on other rows, so there is no staged training beside the rest."
        return {}, [remark("not_staged", text)]
    replays = {"staged": 0.0, "rehearsed": REPLAY}
    return {name: tuple(Stage(one, replay=replay) for one in missions) for name, replay in replays.items()}, []


def _folds(rows: TrainingRows, seen: np.ndarray, plan: TrainingPlan) -> list[Fold]:
    """Folds by star over all missions, with the missions' classes spread evenly."""
    names = np.array(plan.classes, dtype=object)[rows.y]
    strata = np.array([f"{one} {name}" for one, name in zip(seen, names, strict=True)])
    return grouped_folds(strata, rows.hosts, folds=plan.folds, seed=plan.seed)


def measure_regimes(prepared: PreparedRegimes, fits: Fits) -> RegimeComparison:
    """Do the fits of the comparison."""
    with one_blas_thread():
        return _Comparison(prepared, fits).run()


@dataclass
class _Comparison:
    made: PreparedRegimes
    fits: Fits
    answers: dict[Model, np.ndarray] = field(default_factory=dict)
    remarks: Warnings = field(default_factory=list)

    def run(self) -> RegimeComparison:
        made = self.made
        self.blind = replace(made.rows, X=made.rows.X.drop(columns=made.mission.name), features=self.blind_features())
        self.fold_number = np.zeros(len(made.seen), dtype=int)
        for number, (train, test) in enumerate(made.folds, start=1):
            self.fold_number[test] = number
            self.fits.say(f"Fold {number} of {len(made.folds)}: all missions, each alone, one after the other")
            self.fit_fold(train, test)
        scores = tuple(self.score(model, tested) for model in self.answers for tested in self.tested_by(model))
        return RegimeComparison(
            missions=made.missions,
            stages=[asdict(stage) | {"regime": name} for name, stages in made.stagings.items() for stage in stages],
            scores=scores,
            columns=tuple(column.name for column in self.blind.features),
            folds=len(made.folds),
            split_hash=split_hash(made.rows.objects, self.fold_number.tolist()),
            text=_sentence(scores, made.missions),
            warnings=[*made.warnings, *self.remarks],
        )

    def blind_features(self) -> tuple[Column, ...]:
        return tuple(column for column in self.made.rows.features if column.name != MISSION)

    def tested_by(self, model: Model) -> Names:
        """Missions on which a model is judged: one of a single mission on that one."""
        regime, after = model
        return after if regime == "per_mission" else self.made.missions

    def fit_fold(self, train: np.ndarray, test: np.ndarray) -> None:
        made = self.made
        self.keep(("joint", made.missions), test, lambda: self.fit(self.blind, train, test))
        self.keep(("joint_with_mission", made.missions), test, lambda: self.fit(made.rows, train, test))
        parts = {one: train[made.seen[train] == one] for one in made.missions}
        for one, chosen in parts.items():
            self.keep(("per_mission", (one,)), test, partial(self.fit, self.blind, chosen, test))
        for regime, stages in made.stagings.items():
            self.stage(regime, stages, [parts[stage.mission] for stage in stages], test)

    def fit(self, rows: TrainingRows, chosen: np.ndarray, test: np.ndarray) -> np.ndarray:
        plan = replace(self.made.plan, features=rows.features)
        pipeline = new_pipeline(rows, plan)
        fit_rows(pipeline, rows, plan, chosen, self.fits.report, self.remarks)
        return np.asarray(pipeline.predict_proba(rows.X.iloc[test]), dtype=float)

    def stage(self, regime: str, stages: Sequence[Stage], parts: list[np.ndarray], test: np.ndarray) -> None:
        """Answer after every stage; a run of which an answer is not stored begins anew when that is wanted."""
        steps = _Replayed(lambda: train_in_stages(self.blind, self.made.plan, stages, parts, test, self.fits.report))
        for number in range(len(stages)):
            after = tuple(stage.mission for stage in stages[: number + 1])
            self.keep((regime, after), test, partial(steps.after, number))

    def keep(self, model: Model, test: np.ndarray, fit: Callable[[], np.ndarray]) -> None:
        shape = (len(self.made.seen), len(self.made.plan.classes))
        held = self.answers.setdefault(model, np.full(shape, np.nan))
        held[test] = self.fits.answers((len(test), shape[1]), fit)

    def score(self, model: Model, tested: str) -> RegimeScore:
        regime, after = model
        made, rows = self.made, np.flatnonzero(self.made.seen == tested)
        alone = None if regime == "per_mission" else ("per_mission", (tested,))
        before = (regime, after[:-1]) if regime in made.stagings and len(after) > 1 else None
        hosts = made.rows.hosts[rows]
        judged = evaluate(
            made.rows.y[rows],
            self.answers[model][rows],
            made.plan.classes,
            made.plan.positive_class,
            hosts,
            seed=made.plan.seed,
            on_step=self.fits.report,
        )
        return RegimeScore(
            regime=regime,
            after=after,
            tested=tested,
            metrics=judged.metrics,
            difference=self.minus(model, alone, rows),
            change=self.minus(model, before, rows),
            rows=len(rows),
            hosts=len(np.unique(hosts)),
        )

    def minus(self, model: Model, other: Model | None, rows: np.ndarray) -> dict[str, Estimate]:
        """Metrics of a model minus those of another on the same rows; nothing where there is no other."""
        if other is None:
            return {}
        plan, held = self.made.plan, self.made.rows
        return paired_differences(
            held.y[rows],
            self.answers[model][rows],
            self.answers[other][rows],
            plan.classes,
            plan.positive_class,
            held.hosts[rows],
            seed=plan.seed,
            on_step=self.fits.report,
        )


class _Replayed:
    """Runs the stages once, as far as they are wanted."""

    def __init__(self, run: Callable[[], Iterator[np.ndarray]]) -> None:
        self.run = run
        self.steps: Iterator[np.ndarray] | None = None
        self.known: list[np.ndarray] = []

    def after(self, number: int) -> np.ndarray:
        """Return the answers after a stage (from 0)."""
        if self.steps is None:
            self.steps = self.run()
        while len(self.known) <= number:
            self.known.append(next(self.steps))
        return self.known[number]


def _sentence(scores: Sequence[RegimeScore], missions: Names) -> str:
    """Say what training one mission after the other gained on the last one, and forgot of the first."""
    last = [score for score in scores if score.regime == "staged" and len(score.after) == len(missions)]
    by_mission = {score.tested: score for score in last}
    if len(missions) < 2 or not by_mission:  # noqa: PLR2004
        return "There is no staged training to tell of."
    order = last[0].after
    gained = points(by_mission[order[-1]].difference["accuracy"])
    forgot = points(by_mission[order[0]].difference["accuracy"])
    return (
        f"After the stages {' → '.join(order)}, the accuracy on held-out stars of {order[-1]} is {gained} against a "
        f"model of {order[-1]} alone, and on those of {order[0]} {forgot} against one of {order[0]} alone."
    )
