"""What tuning found."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from backend.schemas.envelope import Answer
from backend.schemas.results import Section
from backend.schemas.training import TrialScore


class Search(Answer):
    """One search for hyperparameters: that of a validation fold, or the final model's."""

    search: str = Field(description="'fold-1', 'fold-2', … or 'final'")
    ended: Literal["trials", "timeout", "stopped"]
    folds: int = Field(description="Inner folds that judged a setting")
    start_value: float | None = Field(description="Inner log-loss of the settings as they were chosen")
    best_value: float | None = Field(description="Inner log-loss of the best: optimistic, because it was chosen for it")
    best_number: int | None
    outer_value: float | None = Field(description="Log-loss on the validation fold, whose rows the search never saw")
    settings: dict[str, Any] = Field(description="The best of the searched hyperparameters; empty: as chosen")
    borrowed_from: str | None = Field(description="The fold's search whose best is used because this one was stopped")
    trials: list[TrialScore]


class TuningSection(Section):
    """Hyperparameters by fold, what the searches promised, and what validation gave."""

    metric: str = "log_loss"
    hyperparameters: dict[str, Any] = Field(description="Those of the final model")
    inner: float | None = Field(description="Mean of the folds' best inner values: optimistic")
    outer: float | None = Field(description="Mean log-loss of the same folds' validation rows: the honest one")
    searches: list[Search]
    text: str
