"""Where a model can be trusted, and how it was split, on the wire."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from backend.schemas.envelope import Answer
from backend.schemas.results import Estimate, Section


class Share(Answer):
    """A share that was counted, with Wilson's 95 % interval; null where there are too few objects."""

    hits: int
    objects: int
    share: Estimate
    enough: bool


class Counted(Answer):
    """Completeness: of the objects of the class, those claimed. Reliability: of those claimed, those of the class."""

    objects: int
    hosts: int
    completeness: Share
    reliability: Share


class PlaneCell(Answer):
    """A cell of the plane: lower and upper end of period (days) and radius (Earth radii); null is open."""

    period: tuple[float | None, float | None]
    radius: tuple[float | None, float | None]
    counted: Counted


class Plane(Answer):
    """Cells row after row of growing radius, each of growing period; with `unplaced` they add up to `whole`."""

    period_edges: list[float]
    radius_edges: list[float]
    cells: list[PlaneCell]
    unplaced: Counted
    whole: Counted


class ClassRow(Answer):
    """A class: its objects and stars, how many the model claims, precision, recall and F1."""

    name: str
    objects: int
    hosts: int
    claimed: int
    metrics: dict[str, Estimate]


class GroupRow(Answer):
    """Some of the validated objects, with metrics as if they were all."""

    name: str
    objects: int
    hosts: int
    by_class: dict[str, int]
    metrics: dict[str, Estimate]


class VerdictRow(Answer):
    """Objects with one verdict of the catalogue, and the share that the model answers with its class."""

    name: str
    truth: str
    hosts: int
    right: Share


class ReasonRow(Answer):
    """False positives with one flag of the catalogue's vetting, and the share that the model finds."""

    name: str
    title: str
    hosts: int
    right: Share


class ReliabilitySection(Section):
    """Completeness and reliability over the plane of period and radius, and results by group."""

    positive: str = Field(description="The class that completeness and reliability are about")
    threshold: float | None = Field(description="Least probability of a claim; null is the likeliest class")
    fewest: int = Field(description="Objects below which a share is not told")
    plane: Plane
    remark: str | None
    classes: list[ClassRow]
    missions: list[GroupRow]
    verdicts: list[VerdictRow]
    without_verdict: list[GroupRow] = Field(description="All objects but those of one verdict")
    reasons: list[ReasonRow]


class SplitFold(Answer):
    """How many objects a fold validated."""

    fold: int
    objects: int
    hosts: int
    by_class: dict[str, int]


class SplitRow(Answer):
    """An object, and the fold that validated it."""

    object: str
    host: str
    fold: int


class SplitsSection(Section):
    """Which object was validated in which fold; one hash of it all."""

    split_hash: str
    data_hash: str
    settings: dict[str, Any]
    folds: list[SplitFold]
    download: str
    rows: list[SplitRow]
    page: int
    per_page: int
    total: int
