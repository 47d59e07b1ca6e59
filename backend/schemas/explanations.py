"""Explanations on the wire: the model as a whole, and what would change an answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, RootModel

from backend.schemas.envelope import Answer, Request
from backend.schemas.prediction import Remark, Row
from backend.schemas.results import Estimate, ExplainRequest, ImportanceSection, ThresholdRequest
from backend.schemas.selection import SessionId

Cells = list[float | str | None]


class Points(Answer):
    """Held-out objects in one column: the dots of a beeswarm and of a dependence plot."""

    value: Cells
    log_odds: list[float]
    probability: list[float]
    partner: Cells = Field(description="What the same objects hold in the partner column, for the colour")


class Stability(Answer):
    """Importance and rank of a column in the model of each fold."""

    importance: list[float]
    mean: float
    spread: float
    ranks: list[int]


class Permuted(Answer):
    """What exchanging the values costs: rise of the log-loss and fall of the accuracy, 95 % over hosts."""

    log_loss: Estimate
    accuracy: Estimate


class ExplainedFeature(Answer):
    """One column of the model as a whole; ``formula`` where it is computed from others."""

    feature: str
    label: str
    unit: str
    group: str
    formula: str
    importance: Estimate = Field(description="Mean absolute contribution in log-odds")
    importance_probability: Estimate
    share: float
    direction: float | None = Field(description="Spearman correlation of value and contribution")
    stability: Stability
    permutation: Permuted | None
    partner: str | None
    points: Points


class ExplainedGroup(Answer):
    """Columns of one kind, their contributions added up and their values exchanged together."""

    group: str
    features: list[str]
    importance: Estimate
    share: float
    permutation: Permuted | None


class GlobalExplanation(Answer):
    """What matters to the models of all folds, on objects whose stars they had not seen."""

    explained_class: str
    features: list[ExplainedFeature]
    groups: list[ExplainedGroup]
    agreement: float | None = Field(description="Mean correlation of the folds' orders of importance")
    additivity_error: float
    rows: int
    hosts: int
    folds: int
    text: str
    split_hash: str
    warnings: list[Remark]


class ExplanationsSection(ImportanceSection):
    """Importance as training measured it, and the newest study ``explanations`` once there is one."""

    study_id: str | None
    text: str
    result: GlobalExplanation | None


class CounterfactualRequest(Request):
    """Look for the smallest plausible change of rows that would change their answers."""

    session_id: SessionId
    action: Literal["counterfactual"]
    rows: list[Row] = Field(max_length=1_000)
    target: str | None = Field(None, max_length=200, description="Class to be reached; default any other")
    threshold: float | None = Field(None, ge=0, le=1)
    most_columns: int = Field(3, ge=1, le=3, description="Columns that may be changed together")


class Change(Answer):
    """One changed column; ``errors`` counts measurement errors of the value, where the row holds them."""

    feature: str
    label: str
    unit: str
    group: str
    before: float
    after: float
    robust_units: float
    errors: float | None
    text: str


class Counterfactual(Answer):
    """What would have to be different for another answer; ``found`` false is no proof that nothing would do."""

    found: bool
    predicted_class: str
    other_class: str | None
    probability_before: float | None
    probability_after: float | None
    within_errors: bool
    distance: float | None
    changes: list[Change]
    text: str
    tried: int
    warnings: list[Remark]


class Counterfactuals(Answer):
    """One for each row, in their order."""

    run_id: str
    counterfactuals: list[Counterfactual]


class ResultRequest(
    RootModel[Annotated[ExplainRequest | CounterfactualRequest | ThresholdRequest, Field(discriminator="action")]]
):
    """Ask something of a result, told apart by ``action``."""
