"""Prospective validation: fit on what was decided then, score what was not, and look what became of it.

The training rows are all that were decided in the old snapshot, as somebody would have trained then. Some of them share
a star with an object that is decided since; that is fair, as it was known then, and helps: stars with one planet often
have more. So the numbers also stand apart for objects around stars that no training row has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from ML.bootstrap import Scored, estimate, resampled_top_shares, top_shares
from ML.catalogs.delivery_columns import as_text
from ML.comparison import paired_differences
from ML.cross_validation import (
    NO_STORE,
    FoldStore,
    completed_plan,
    count_units,
    fit_rows,
    new_pipeline,
    one_blas_thread,
)
from ML.curves import wilson_interval
from ML.evaluation import evaluate
from ML.exceptions import InvalidFieldsError, UntrainableTableError
from ML.input_rows import check_rows
from ML.progress import ProgressCallback, ignore_progress
from ML.prospective.outcome import (
    GONE,
    STILL_UNDECIDED,
    CatalogueScore,
    ProspectiveValidation,
    Subset,
    Top,
    sentence,
)
from ML.results import Estimate, Evaluation, Warnings, remark
from ML.splitting import host_codes
from ML.trained_model import TrainingPlan
from ML.training_progress import TrainingProgress
from ML.training_rows import LabelledTable, TrainingRows, training_rows

TOP_LENGTHS = (10, 20, 50, 100, 200, 500, 1000)
_SCORE_METRICS = ("roc_auc", "pr_auc", "accuracy")
_COMPARISONS = 5


def validate_prospectively(
    older: LabelledTable,
    newer: pd.Series,
    plan: TrainingPlan,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
    *,
    catalogue_scores: pd.Series | None = None,
) -> ProspectiveValidation:
    """Train on the decided rows of an old table and judge the model by what became of the undecided ones.

    Parameters
    ----------
    older : LabelledTable
        The old table; undecided objects have no class. Its objects are unique.
    newer : Series of str
        Class of every object in the newer table, indexed by its name; missing where it is still undecided. Objects of
        the old table that are not in the index are gone.
    plan : TrainingPlan
        What was chosen. Features that the old table lacks are left out, with a remark.
    on_progress : callable
        Told the steps of the fit in the phase ``"folds"``, then the phase ``"comparing"``; may raise to stop, and what
        it raises comes out unchanged.
    fold_store : FoldStore or None
        Keeps the scores once they are there.
    catalogue_scores : Series of float or None
        The catalogue's own score in the old table, 0 to 1, in the order of its rows and named like its column.

    Returns
    -------
    ProspectiveValidation

    Raises
    ------
    InvalidFieldsError, UntrainableTableError
        The plan or the tables cannot be used; the message names the remedy.
    """
    usable, remarks = _held_plan(older, replace(completed_plan(plan), tuning=None))
    if plan.tuning is not None:
        remarks.append(remark("not_tuned", "Trained with the hyperparameters as they were chosen, without a search."))
    positive = _positive_class(usable)
    rows = training_rows(older, usable)
    fates = _fates(older, newer)
    asked = _Asked(
        older.features[older.target.isna()].reset_index(drop=True),
        _undecided(as_text(older.objects), older),
        _undecided(as_text(older.hosts), older),
        fates,
        None if catalogue_scores is None else _undecided(catalogue_scores, older).astype(float),
        "" if catalogue_scores is None else str(catalogue_scores.name),
    )
    _refuse_nothing_decided(fates, usable.classes)
    with one_blas_thread():
        progress = TrainingProgress(on_progress)
        scored = _scores(rows, usable, asked.features, progress, fold_store or NO_STORE, remarks)
        return _Judgement(rows, usable, positive, asked, scored, progress, [*remarks, *rows.warnings]).run()


@dataclass(frozen=True)
class _Asked:
    """Objects that were undecided then."""

    features: pd.DataFrame
    objects: np.ndarray
    hosts: np.ndarray
    fates: np.ndarray
    catalogue_scores: np.ndarray | None
    score_name: str


def _held_plan(older: LabelledTable, plan: TrainingPlan) -> tuple[TrainingPlan, Warnings]:
    decided = older.features[older.target.notna()]
    held = {name for name in decided.columns if decided[name].notna().any()}
    lacking = [column.name for column in plan.features if column.name not in held]
    text = f"The older snapshot holds nothing in these columns, so the model is without them: {', '.join(lacking)}."
    kept = tuple(column for column in plan.features if column.name in held)
    return replace(plan, features=kept), [remark("features_not_held_then", text)] if lacking else []


def _positive_class(plan: TrainingPlan) -> str:
    if plan.positive_class is None or len(plan.classes) != 2:  # noqa: PLR2004
        message = (
            f"The classes are {', '.join(plan.classes)}; a prospective validation ranks two, with the undecided "
            "objects left out. Choose the task 'binary'."
        )
        raise InvalidFieldsError(message, [{"field": "task", "message": message}])
    return plan.positive_class


def _undecided(cells: pd.Series, older: LabelledTable) -> np.ndarray:
    return cells[older.target.isna().to_numpy()].to_numpy()


def _fates(older: LabelledTable, newer: pd.Series) -> np.ndarray:
    """Class, ``"undecided"`` or ``"gone"`` of each object that was undecided then."""
    names = pd.Series(_undecided(as_text(older.objects), older))
    known = newer[~newer.index.duplicated()]
    now = names.map(known).astype("object")
    return np.where(names.isin(known.index), now.where(now.notna(), STILL_UNDECIDED), GONE)


def _refuse_nothing_decided(fates: np.ndarray, classes: tuple[str, ...]) -> None:
    if len(fates) == 0:
        raise UntrainableTableError(
            "Every object of the older snapshot was decided: nothing is left to be right about."
        )
    if not np.isin(fates, classes).any():
        raise UntrainableTableError(
            f"None of the {len(fates):,} objects that were undecided in the older snapshot is decided in the newer "
            "one. Choose snapshots further apart.",
            undecided=len(fates),
        )


def _scores(
    rows: TrainingRows,
    plan: TrainingPlan,
    asked: pd.DataFrame,
    progress: TrainingProgress,
    store: FoldStore,
    remarks: Warnings,
) -> np.ndarray:
    """Probabilities of the undecided objects, by one fit on every decided row."""
    held = store.load(1)
    if held is not None and held.shape == (len(asked), len(plan.classes)):
        return held
    pipeline = new_pipeline(rows, plan)
    steps, unit = count_units(rows, plan)
    progress.begin("folds", steps, unit, "Fitting on the objects that were decided then")
    fit_rows(pipeline, rows, plan, np.arange(len(rows.y)), progress.counting_from(0), remarks)
    progress.reach(steps)
    probabilities = np.asarray(pipeline.predict_proba(check_rows(asked, rows.columns())), dtype=float)
    store.save(1, probabilities)
    return probabilities


@dataclass
class _Judgement:
    """Holds the scores against what became of the objects."""

    rows: TrainingRows
    plan: TrainingPlan
    positive: str
    asked: _Asked
    probabilities: np.ndarray
    progress: TrainingProgress
    remarks: Warnings
    decided: np.ndarray = field(init=False)
    known: np.ndarray = field(init=False)

    def run(self) -> ProspectiveValidation:
        self.progress.begin("comparing", _COMPARISONS, "comparisons", "Looking what became of them")
        self.decided = np.isin(self.asked.fates, self.plan.classes)
        self.known = np.isin(self.asked.hosts, as_text(pd.Series(self.rows.host_names)).to_numpy())
        evaluation = self.evaluation(self.decided)
        subsets = [self.subset(self.decided & part) for part in (~self.known, self.known)]
        score = self.catalogue_score()
        fates = self.counted(self.asked.fates)
        return ProspectiveValidation(
            trained_rows=len(self.rows.y),
            trained_hosts=len(np.unique(self.rows.hosts)),
            undecided_then=len(self.asked.fates),
            fates=fates,
            rows=int(self.decided.sum()),
            hosts=self.stars(self.decided),
            evaluation=evaluation,
            new_hosts=subsets[0],
            known_hosts=subsets[1],
            tops=self.tops(),
            catalogue_score=score,
            text=sentence(self.positive, len(self.asked.fates), fates, evaluation, subsets[0], score),
            warnings=self.remarks,
            objects=self.objects(),
        )

    def evaluation(self, chosen: np.ndarray) -> Evaluation:
        judged = evaluate(
            self.truth(chosen),
            self.probabilities[chosen],
            self.plan.classes,
            self.positive,
            self.asked.hosts[chosen],
            seed=self.plan.seed,
            baselines=self.baselines(self.truth(chosen)),
            on_step=self.progress.still_working,
        )
        self.progress.reach(self.progress.completed + 1)
        return judged

    def baselines(self, y: np.ndarray) -> dict[str, dict[str, float | None]]:
        """Accuracy of naming the class that was commonest then, or in hindsight is now."""
        commonest = {"majority_then": np.bincount(self.rows.y).argmax(), "majority_now": np.bincount(y).argmax()}
        return {name: {"accuracy": float((y == code).mean())} for name, code in commonest.items()}

    def truth(self, chosen: np.ndarray) -> np.ndarray:
        return pd.Categorical(self.asked.fates[chosen], categories=list(self.plan.classes)).codes.astype(int)

    def stars(self, chosen: np.ndarray) -> int:
        return len(np.unique(host_codes(self.asked.hosts[chosen])))

    def subset(self, chosen: np.ndarray) -> Subset | None:
        if not chosen.any():
            self.progress.reach(self.progress.completed + 1)
            return None
        return Subset(int(chosen.sum()), self.stars(chosen), self.evaluation(chosen).metrics)

    def catalogue_score(self) -> CatalogueScore | None:
        scores = self.asked.catalogue_scores
        if scores is None:
            return None
        chosen = self.decided & np.isfinite(scores)
        if not chosen.any():
            return None
        position = self.plan.classes.index(self.positive)
        theirs = np.empty((int(chosen.sum()), 2))
        theirs[:, position], theirs[:, 1 - position] = scores[chosen], 1 - scores[chosen]
        return self.beside(chosen, theirs)

    def beside(self, chosen: np.ndarray, theirs: np.ndarray) -> CatalogueScore:
        facts = (self.plan.classes, self.positive, self.asked.hosts[chosen])
        y, ours = self.truth(chosen), self.probabilities[chosen]
        judged = [evaluate(y, one, *facts, seed=self.plan.seed).metrics for one in (theirs, ours)]
        difference = paired_differences(y, ours, theirs, *facts, seed=self.plan.seed)
        name = self.asked.score_name
        return CatalogueScore(name, int(chosen.sum()), *(_of_a_score(part) for part in (*judged, difference)))

    def tops(self) -> tuple[Top, ...]:
        position = self.plan.classes.index(self.positive)
        hosts = host_codes(self.asked.hosts[self.decided])
        scored = Scored(self.truth(self.decided), self.probabilities[self.decided], hosts, position)
        lengths = [length for length in TOP_LENGTHS if length <= len(scored.truth)]
        once = top_shares(scored, position, lengths, np.ones((1, scored.n_hosts)))[:, 0]
        drawn = resampled_top_shares(scored, position, lengths, self.plan.seed, self.progress.still_working)
        self.progress.reach(_COMPARISONS)
        positives = max(int((scored.truth == position).sum()), 1)
        ordered = self.asked.fates[self.order()]
        return tuple(
            Top(
                length,
                _share(float(share), length, draws),
                float(share) * length / positives,
                self.counted(ordered[:length]),
            )
            for length, share, draws in zip(lengths, once, drawn, strict=True)
        )

    def order(self) -> np.ndarray:
        """Positions from the best score down; objects of equal scores by name."""
        return np.lexsort((self.asked.objects.astype(str), -self.scores()))

    def scores(self) -> np.ndarray:
        return self.probabilities[:, self.plan.classes.index(self.positive)]

    def counted(self, fates: np.ndarray) -> dict[str, int]:
        return {name: int((fates == name).sum()) for name in (*self.plan.classes, STILL_UNDECIDED, GONE)}

    def objects(self) -> dict[str, list[object]]:
        order, asked = self.order(), self.asked
        predicted = np.array(self.plan.classes, dtype=object)[self.probabilities.argmax(axis=1)]
        columns: Mapping[str, np.ndarray] = {
            "object": asked.objects,
            "host": asked.hosts,
            "score": self.scores(),
            "prediction": predicted,
            "now": asked.fates,
            "known_host": self.known,
        }
        listed = {name: cells[order].tolist() for name, cells in columns.items()}
        scores = asked.catalogue_scores
        own = [None] * len(order) if scores is None else [_finite(value) for value in scores[order].tolist()]
        return {**listed, "catalogue_score": own}


def _share(share: float, length: int, drawn: np.ndarray) -> Estimate:
    if 0 < share < 1:
        return estimate(share, drawn)
    low, high = wilson_interval(np.array([share * length]), length)[0].tolist()
    return Estimate(share, low, high)


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _of_a_score(metrics: Mapping[str, Estimate]) -> dict[str, Estimate]:
    return {name: metrics[name] for name in _SCORE_METRICS}
