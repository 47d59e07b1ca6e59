"""Training mission after mission: one classifier that goes on learning from each mission's rows in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ML.classifiers.estimators import limit_threads
from ML.classifiers.fitting import OnStep
from ML.cross_validation import new_pipeline
from ML.exceptions import InvalidFieldsError
from ML.trained_model import TrainingPlan
from ML.training_rows import TrainingRows
from ML.transfer.continuing import CONTINUED, Rows, first_stage, later_stage


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of staged training.

    Attributes
    ----------
    mission : str
        Mission whose training rows it adds.
    rounds : float
        Trees or epochs of this stage, as a share of those in the settings.
    replay : float
        Weight of the earlier stages' rows in this one, 0 (left out) to 1 (as the new ones).
    """

    mission: str
    rounds: float = 1.0
    replay: float = 0.0


def check_stages(stages: Sequence[Stage], missions: Sequence[str], family: str) -> None:
    """Refuse stages that cannot be trained, naming the field and the remedy."""
    named = [stage.mission for stage in stages]
    absent = [name for name in named if name not in missions]
    faulty = [stage.mission for stage in stages if not (stage.rounds > 0 and 0 <= stage.replay <= 1)]
    problems = {
        "model": f"{family} cannot go on learning on other rows; choose one of {', '.join(CONTINUED)}."
        if family not in CONTINUED
        else "",
        "stages": f"There are no rows of {', '.join(absent)}; choose from {', '.join(missions)}." if absent else "",
        "stages.mission": "A mission is named twice." if len(set(named)) < len(named) else "",
        "stages.rounds": f"Stage {', '.join(faulty)}: rounds must be above 0 and replay from 0 to 1." if faulty else "",
    }
    fields = [{"field": name, "message": text} for name, text in problems.items() if text]
    if fields:
        raise InvalidFieldsError(fields[0]["message"], fields)


def train_in_stages(
    rows: TrainingRows,
    plan: TrainingPlan,
    stages: Sequence[Stage],
    parts: Sequence[np.ndarray],
    asked: np.ndarray,
    on_step: OnStep,
) -> Iterator[np.ndarray]:
    """Train stage after stage, and answer the same rows after each.

    Parameters
    ----------
    rows : TrainingRows
    plan : TrainingPlan
        Completed, without steps that learn from verdicts (selection, resampling, calibration).
    stages : sequence of Stage
    parts : sequence of ndarray of int
        Positions of each stage's training rows.
    asked : ndarray of int of shape (n_asked,)
        Positions of the rows to answer.
    on_step : callable
        Told the first stage's steps; may raise to stop.

    Yields
    ------
    ndarray of shape (n_asked, n_classes)
        Probabilities after each stage.

    Notes
    -----
    What fills gaps and scales columns is learned from the first stage's rows: no stage depends on a later one.
    """
    pipeline = new_pipeline(rows, plan)
    steps = pipeline[:-1]
    steps.fit(rows.X.iloc[parts[0]], rows.y[parts[0]])
    X_asked = steps.transform(rows.X.iloc[asked])
    estimator: Any = None
    for number, stage in enumerate(stages):
        chosen, weight = _with_replay(parts, number, stage.replay)
        learned: Rows = (steps.transform(rows.X.iloc[chosen]), rows.y[chosen], weight)
        if estimator is None:
            estimator = first_stage(plan, stage.rounds, learned, rows.hosts[chosen], on_step)
        else:
            limit_threads(estimator, plan.n_threads)
            later_stage(estimator, plan, stage.rounds, learned)
        limit_threads(estimator, 1)
        yield np.asarray(estimator.predict_proba(X_asked), dtype=float)


def _with_replay(parts: Sequence[np.ndarray], number: int, replay: float) -> tuple[np.ndarray, np.ndarray | None]:
    """Rows of a stage, with those of the stages before it where they are replayed."""
    new = parts[number]
    if number == 0 or replay == 0:
        return new, None
    old = np.concatenate(list(parts[:number]))
    return np.concatenate([old, new]), np.r_[np.full(len(old), replay), np.ones(len(new))]
