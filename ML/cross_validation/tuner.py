"""Where a search for hyperparameters goes into validation and the final fit: on training rows alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from ML.classifiers.fitting import OnStep
from ML.cross_validation.fits import completed_plan
from ML.cross_validation.stores import FoldStore
from ML.exceptions import InvalidFieldsError
from ML.trained_model import TrainingPlan
from ML.training_rows import TrainingRows


class Tuned(Protocol):
    """What a search came to."""

    @property
    def hyperparameters(self) -> Mapping[str, Any]:
        """The best settings, complete with defaults."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Trials, scores and why it ended, ready for JSON."""


class Tuner(Protocol):
    """Searches for hyperparameters on training rows alone."""

    def search(
        self,
        rows: TrainingRows,
        plan: TrainingPlan,
        chosen: np.ndarray,
        on_progress: OnStep,
        store: FoldStore,
        fold: int = 0,
    ) -> Tuned:
        """Search on the rows at the positions ``chosen``: those that fold ``fold`` trains on, or all of them for 0.

        ``on_progress`` takes (completed, total) trials. A search that has ended before answers at once what it found.
        """


def check_tuner(plan: TrainingPlan, tuner: Tuner | None) -> None:
    """Refuse a plan with tuning where nothing can tune."""
    if plan.tuning is not None and tuner is None:
        message = "tuning is set, but no tuner was given. Pass one, or leave tuning out."
        raise InvalidFieldsError(message, [{"field": "tuning", "message": message}])


def settle(
    rows: TrainingRows,
    plan: TrainingPlan,
    chosen: np.ndarray,
    tuner: Tuner | None,
    on_progress: OnStep,
    store: FoldStore,
    fold: int = 0,
) -> tuple[TrainingPlan, list[dict[str, Any]]]:
    """Return the plan to fit the chosen rows with, and what the tuner said, if there is one."""
    if plan.tuning is None or tuner is None:
        return plan, []
    tuned = tuner.search(rows, plan, chosen, on_progress, store, fold)
    settled = completed_plan(replace(plan, hyperparameters=dict(tuned.hyperparameters)))
    return settled, [dict(tuned.facts)]
