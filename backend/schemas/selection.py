"""Selecting: the steps of POST /select, and what is selected."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, RootModel, model_validator

from backend.schemas.envelope import Answer, Query, Request
from backend.schemas.steps import (
    Calibration,
    ColumnSelection,
    Costs,
    Encoding,
    Imbalance,
    Imputation,
    Scaling,
    StepChoice,
)
from ML.choices import ENGINEERED

SessionId = Annotated[str, Field(min_length=1, max_length=64, description="The id that GET /select answered")]
ColumnName = Annotated[str, Field(min_length=1, max_length=200)]
MOST_NAMES = 2_000
MOST_TRIALS = 500
LONGEST_SEARCH_S = 24 * 3600


class SelectQuery(Query):
    """Without ``session_id`` a new session is started."""

    session_id: str | None = Field(None, min_length=1, max_length=64)


class DataSourceStep(Request):
    """Which table, and what is to be learned from it."""

    session_id: SessionId
    config_type: Literal["data_source"]
    data_source: Literal["nasa", "upload"] = "nasa"
    dataset: str | None = Field(None, max_length=40, description="A catalogue's name, for data_source 'nasa'")
    upload_id: str | None = Field(None, max_length=64, description="For data_source 'upload'")
    snapshot: str | None = Field(None, max_length=80, description="Default: the newest that is held")
    task: Literal["binary", "three_class", "habitability", "custom"] | None = None

    @model_validator(mode="after")
    def _names_its_table(self) -> DataSourceStep:
        needed = {"nasa": "dataset", "upload": "upload_id"}[self.data_source]
        if getattr(self, needed) is None:
            raise ValueError(f"data_source {self.data_source!r} needs {needed}")
        return self


class FeaturesStep(Request):
    """Which columns are used; those that give the answer away must be named in ``allow_leaks``."""

    session_id: SessionId
    config_type: Literal["features"]
    target: ColumnName | None = Field(None, description="Uploads only: the column that holds the class")
    host: ColumnName | None = Field(None, description="Uploads only: the column that holds the host star")
    positive_class: str | None = Field(None, max_length=200, description="Uploads with two classes only")
    features: list[ColumnName] | None = Field(None, max_length=MOST_NAMES)
    preset: Literal["physics", "default", "everything"] | None = None
    engineered: bool = Field(
        ENGINEERED, description="Whether physics computed row by row from the chosen columns is added to them"
    )
    allow_leaks: list[ColumnName] = Field(default_factory=list, max_length=MOST_NAMES)
    column_map: dict[ColumnName, ColumnName] = Field(
        default_factory=dict, max_length=MOST_NAMES, description="Uploads only: own column to canonical name"
    )
    units: dict[ColumnName, Annotated[str, Field(max_length=40)]] = Field(
        default_factory=dict, max_length=MOST_NAMES, description="Uploads only: the unit in which a mapped column is"
    )


class ModelStep(Request):
    """Which family of classifiers, with which hyperparameters."""

    session_id: SessionId
    config_type: Literal["model"]
    model: str = Field(max_length=40)
    hyperparameters: dict[str, Any] = Field(default_factory=dict)
    seed: int | None = Field(None, ge=0, le=2**31 - 1)
    imputation: Imputation | None = Field(None, description="What stands in for a missing value")
    scaling: Scaling | None = Field(None, description="How columns are brought to one scale")
    encoding: Encoding | None = Field(None, description="How text columns become numbers")


class TuningBudget(Request):
    """How long hyperparameters are searched for: in each validation fold, and once more for the final model."""

    trials: int = Field(20, ge=2, le=MOST_TRIALS, description="Settings tried at most in one search")
    timeout_s: float | None = Field(
        None, ge=1, le=LONGEST_SEARCH_S, description="Seconds after which one search ends and keeps its best"
    )
    folds: int = Field(3, ge=2, le=10, description="Inner folds, of the training rows alone, that judge a setting")


class EvaluationStep(Request):
    """How the classifier is judged."""

    session_id: SessionId
    config_type: Literal["evaluation"]
    method: Literal["cv", "holdout"] | None = None
    folds: int | None = Field(None, ge=2, le=20)
    test_size: float | None = Field(None, ge=0.05, le=0.5)
    group_by_host: bool | None = None
    split_of: SessionId | None = Field(
        None, description="Validate in the folds that this session's newest run kept; its method and folds count then"
    )
    imbalance: Imbalance | None = Field(None, description="What is done for rare classes while fitting")
    costs: Costs | None = Field(None, description="For imbalance 'cost': by class, 1 for those not named")
    calibration: Calibration | None = Field(None, description="How probabilities are corrected on inner folds")
    selection: ColumnSelection | None = Field(None, description="How columns that tell little are dropped")
    tuning: TuningBudget | None = Field(None, description="Search for hyperparameters; null trains with those chosen")


class SelectStep(
    RootModel[
        Annotated[
            DataSourceStep | FeaturesStep | ModelStep | EvaluationStep,
            Field(discriminator="config_type"),
        ]
    ]
):
    """One step of the selection, told apart by ``config_type``."""


class TaskChoice(Answer):
    """A task of a dataset."""

    name: str
    title: str
    classes: list[str]


class SnapshotChoice(Answer):
    """A held snapshot of a dataset."""

    id: str
    date: str
    rows: int


class DatasetChoice(Answer):
    """A dataset that can be chosen."""

    name: str
    title: str
    tasks: list[TaskChoice]
    snapshots: list[SnapshotChoice]
    rows: int


class ModelChoice(Answer):
    """A model family that can be chosen."""

    name: str
    title: str
    summary: str
    recommended: bool


class Choices(Answer):
    """What a new session can choose from."""

    config_types: list[str]
    datasets: list[DatasetChoice]
    models: list[ModelChoice]
    presets: list[str]
    steps: list[StepChoice] = Field(description="The steps around the classifier, and the ways to do each")


class NewSession(Answer):
    """A session that has just been started."""

    session_id: str
    state: str
    choices: Choices


class Parts(Answer):
    """The four parts of a selection."""

    data_source: dict[str, Any] | None = None
    features: dict[str, Any] | None = None
    model: dict[str, Any] | None = None
    evaluation: dict[str, Any] | None = None


class Selection(Answer):
    """What is selected so far, the same with defaults filled in, and what is missing."""

    session_id: str
    state: str
    selection: Parts
    effective: Parts
    missing: list[str]
