"""Where a search for hyperparameters goes into validation and the final fit: on training rows alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class KnownSettings:
    """A tuner that answers what searches of an earlier training came to, without searching.

    Attributes
    ----------
    hyperparameters : mapping of int to mapping
        Settings by validation fold, from 1; 0 is the final fit.
    """

    hyperparameters: Mapping[int, Mapping[str, Any]]

    @dataclass(frozen=True)
    class Found:
        """Settings that are known already."""

        hyperparameters: Mapping[str, Any]
        facts: Mapping[str, Any]

    def search(
        self,
        rows: TrainingRows,
        plan: TrainingPlan,
        chosen: np.ndarray,
        on_progress: OnStep,
        store: FoldStore,
        fold: int = 0,
    ) -> Tuned:
        """Return the settings of a fold; see :class:`Tuner`."""
        return self.Found(self.hyperparameters[fold], {"fold": fold})


def found_settings(final: Mapping[str, Any], searches: Sequence[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    """Return what each search of a training came to, complete: by validation fold from 1, and 0 for the final fit.

    Parameters
    ----------
    final : mapping
        Hyperparameters of the final fit.
    searches : sequence of mapping
        Facts of the searches, those of the folds in order and that of the final fit last.
    """
    # A search that was cut before its first trial ended fell back to the settings as chosen: its, or any, trial 0.
    chosen: Mapping[str, Any] = next((facts["trials"][0]["settings"] for facts in searches if facts["trials"]), {})
    numbers = [*range(1, len(searches)), 0]
    return {fold: {**final, **chosen, **facts["settings"]} for fold, facts in zip(numbers, searches, strict=True)}


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
