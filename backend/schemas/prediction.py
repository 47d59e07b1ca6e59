"""Predictions: the form, rows, and batches."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.schemas.envelope import Answer, PageQuery, Query, Request
from backend.schemas.selection import SessionId
from backend.schemas.training import JobProgress
from backend.schemas.uploads import AttachedFile
from backend.schemas.worklist import Cut, WorkList

Row = dict[str, float | int | bool | str | None]


class PredictQuery(PageQuery):
    """Without ``prediction_id`` the form is answered, with it the batch."""

    session_id: SessionId
    prediction_id: str | None = Field(None, min_length=1, max_length=64)
    sort: str | None = Field(None, max_length=200)
    order: Literal["asc", "desc"] = "desc"
    q: str | None = Field(None, max_length=200, description="Only rows that hold this text")
    prediction: str | None = Field(None, max_length=200, description="Only rows predicted to be of this class")
    threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Only rows with at least this score; a work list then tells what to expect of them",
    )


class ObjectQuery(Query):
    """Which object of the table."""

    session_id: SessionId
    name: str = Field(min_length=1, max_length=200)


class BatchPath(BaseModel):
    """Which batch."""

    prediction_id: str = Field(min_length=1, max_length=64)


class PredictRequest(Request):
    """Predict rows at once, or rank the undecided objects in the background."""

    session_id: SessionId
    rows: list[Row] | None = Field(None, max_length=1_000)
    source: Literal["undecided"] | None = None
    explain: bool = False
    threshold: float | None = Field(None, ge=0, le=1)
    run_id: str | None = Field(
        None, min_length=1, max_length=64, description="The run that the rows are for; refused if another would answer"
    )


class CancelRequest(Request):
    """Cancel a batch."""

    session_id: SessionId


class PredictForm(BaseModel):
    """A table to predict in the background."""

    model_config = ConfigDict(extra="forbid")

    session_id: SessionId
    file: AttachedFile


class FormField(Answer):
    """One feature of the form; ``min``, ``median`` and ``max`` are those of the table.

    ``low`` to ``high`` holds nine of ten objects; ``share`` is the part of the feature in the model's importance.
    """

    name: str
    label: str
    unit: str
    description: str
    kind: str
    group: str
    min: float | None
    median: float | None
    max: float | None
    low: float | None
    high: float | None
    missing: float
    role: str
    share: float | None
    buys: str
    categories: list[str]
    required: bool


class Example(Answer):
    """A known object to fill the form with."""

    name: str
    label: str
    values: dict[str, Any]


class InputForm(Answer):
    """What a row may hold."""

    session_id: str
    run_id: str
    features: list[FormField]
    classes: list[str]
    positive_class: str | None
    leaky: bool
    examples: list[Example]


class KnownObject(Answer):
    """An object's catalogued values."""

    name: str
    values: dict[str, Any]
    catalogue_label: str


class Remark(Answer):
    """A remark that stands beside a number."""

    code: str
    text: str


class RowRemark(Remark):
    """A remark on a row; one on a value in another unit also names the value that was probably meant."""

    column: str | None = None
    suggested: float | None = Field(None, description="What the column's value would be, in its own `unit`")
    unit: str | None = None


class Contribution(Answer):
    """What one column's value did to one row's output."""

    feature: str
    label: str
    value: float | str | None
    unit: str
    contribution: float = Field(description="In the explanation's own unit")
    text: str
    group: str = ""
    formula: str = Field("", description="How the feature is computed; empty for columns of the table")
    log_odds: float = 0.0
    probability: float = Field(0.0, description="Contribution to the probability; it has the sign of that in log-odds")
    error: float = Field(0.0, description="Standard error of the contribution; 0 where it is exact")


class Scale(Answer):
    """One scale: base_value + the contributions on it = output, and output + calibration = answer."""

    base_value: float
    output: float
    calibration: float
    answer: float
    additivity_error: float


class Explanation(Answer):
    """Contributions that add up: base_value + their sum = output."""

    predicted_class: str
    unit: str
    base_value: float
    output: float
    contributions: list[Contribution]
    additivity_error: float
    note: str = Field("", description="What is to be known besides, such as that calibration comes afterwards")
    log_odds: Scale | None = None
    probability: Scale | None = None
    summary: str = Field("", description="The explanation in one sentence")
    warnings: list[Remark] = Field(default_factory=list, description="not_additive, sampled")


class AnsweredBy(Answer):
    """The model that answered: the trained one, or where a row lacks much a model of the given fields alone.

    ``accuracy`` and ``log_loss`` are those of it on held-out objects, ``whole_…`` those of the trained model.
    """

    kind: Literal["whole", "reduced"]
    fields: list[str]
    accuracy: float | None
    log_loss: float | None
    whole_accuracy: float | None
    whole_log_loss: float | None
    text: str


class HelpfulField(Answer):
    """A missing field; ``gain`` is the drop of the log-loss on held-out objects once it is known."""

    feature: str
    label: str
    unit: str
    gain: float
    accuracy: float
    text: str


class Prediction(Answer):
    """The answer for one row."""

    prediction: str
    probability: float
    probabilities: dict[str, float]
    score: float | None
    threshold: float | None
    interval: list[float] | None
    warnings: list[RowRemark]
    answered_by: AnsweredBy
    most_helpful: list[HelpfulField]
    explanation: Explanation | None = None


class Predictions(Answer):
    """The answers, in the order of the rows."""

    session_id: str
    run_id: str
    predictions: list[Prediction]


class BatchStarted(Answer):
    """A batch that waits for a worker."""

    prediction_id: str
    session_id: str
    state: str


class RowError(Answer):
    """A cell that could not be read."""

    line: int
    column: str
    value: str
    message: str


class BatchPage(JobProgress):
    """A batch's progress, its problems, and one page of its rows."""

    session_id: str
    prediction_id: str
    run_id: str
    source: str
    filename: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    errors: list[RowError]
    error_count: int
    warnings: list[Remark] = Field(
        description="What holds for the whole table: columns that it lacks, and which model answered in their stead"
    )
    summary: dict[str, Any]
    work_list: WorkList | None = Field(None, description="Of undecided objects: expected counts, thresholds by purpose")
    cut: Cut | None = Field(None, description="With `threshold`: what the work list that is cut there is to hold")
    columns: list[str]
    rows: list[dict[str, Any]]
    page: int
    per_page: int
    total: int
