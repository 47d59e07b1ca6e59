"""The study "transfer" on the wire: what a model of one mission is worth on another."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from backend.schemas.envelope import Answer
from backend.schemas.prediction import Remark
from backend.schemas.results import Estimate

Metrics = dict[str, Estimate]


class TransferCell(Answer):
    """A model of one mission's rows on those of another, or in folds by star on its own."""

    train: str
    test: str
    columns: list[str] = Field(description="What the model saw: the chosen columns that both missions hold")
    metrics: Metrics
    rows: int
    hosts: int
    trained_rows: int
    held_back: int = Field(description="Rows not trained on, because the tested mission holds their star too")
    home: Metrics = Field(description="A model of the tested mission itself, same columns, same rows, in folds by star")
    source: Metrics = Field(description="The same columns on the training mission itself, in folds by star")
    difference: Metrics = Field(description="metrics minus home; empty on the diagonal")
    adapted: Metrics = Field(description="Training rows weighted towards the tested columns, without verdicts")
    adapted_difference: Metrics = Field(description="adapted minus metrics")
    text: str


class TransferMatrix(Answer):
    """Train on one mission, test on another: all pairs, in rows by the mission that trains."""

    missions: list[str]
    cells: list[TransferCell]
    classes: list[str]
    split_hashes: dict[str, str]
    warnings: list[Remark]


class Stage(Answer):
    """One stage of staged training."""

    regime: Literal["staged", "rehearsed"]
    mission: str
    rounds: float = Field(description="Trees or epochs of this stage, as a share of those in the settings")
    replay: float = Field(description="Weight of the earlier stages' rows")


class RegimeScore(Answer):
    """How a way of training does on one mission's held-out rows."""

    regime: Literal["joint", "joint_with_mission", "per_mission", "staged", "rehearsed"]
    after: list[str] = Field(description="Missions whose rows the model has seen, in order")
    tested: str
    metrics: Metrics
    difference: Metrics = Field(description="Minus a model of the tested mission alone; empty for that one itself")
    change: Metrics = Field(description="Minus the stage before; empty where there is none")
    rows: int
    hosts: int


class RegimeComparison(Answer):
    """Joint, per-mission and staged training on the same held-out stars."""

    missions: list[str]
    stages: list[Stage]
    scores: list[RegimeScore]
    columns: list[str]
    folds: int
    split_hash: str
    text: str
    warnings: list[Remark]


class TransferStudy(Answer):
    """The matrix of missions, and the ways to train on several of them."""

    matrix: TransferMatrix
    regimes: RegimeComparison
    text: str
    warnings: list[Remark]
