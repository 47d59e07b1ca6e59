"""Datasets on the wire: catalogues, their snapshots and their columns."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from backend.schemas.envelope import Answer, Page, Query

MOST_PREVIEW_ROWS = 100

Cell = str | int | float | bool | None


class DatasetPath(BaseModel):
    """Which dataset is meant."""

    name: str = Field(description="Name of a dataset, such as kepler", max_length=64)


class DatasetQuery(Query):
    """What to show of a dataset beside its definition."""

    snapshot: str | None = Field(None, max_length=100, description="Id of a snapshot; the newest held if left out")
    preview: int = Field(0, ge=0, le=MOST_PREVIEW_ROWS, description="How many of the first rows to show")


class PointsQuery(Query):
    """Which two columns span the plane."""

    snapshot: str | None = Field(None, max_length=100, description="Id of a snapshot; the newest held if left out")
    x: str | None = Field(None, max_length=200, description="Column on the horizontal axis; the period if left out")
    y: str | None = Field(None, max_length=200, description="Column on the vertical axis; the radius if left out")


class Note(Answer):
    """What was dropped, merged or converted when a snapshot was made, counted."""

    code: str
    count: int
    text: str


class Finding(Answer):
    """What the leak guard found: the number, the threshold it was held against, and a sentence."""

    column: str | None
    code: str
    value: float | None
    threshold: float | None
    text: str
    locks: bool


class Histogram(Answer):
    """How the values of a column are spread, for each class."""

    scale: Literal["linear", "log"]
    edges: list[float]
    counts: dict[str, list[int]]


class SnapshotFacts(Answer):
    """One dated copy of a catalogue."""

    id: str
    date: str
    source: str
    rows: int
    sha256: str
    bundled: bool
    notes: list[Note]


class TaskFacts(Answer):
    """One question asked of a catalogue, with the rows of each class in the shown snapshot."""

    name: str
    title: str
    classes: list[str]
    positive_class: str | None
    counts: dict[str, int]
    undecided: int


class ColumnFacts(Answer):
    """One column: what it measures, whether a model may see it and why not, and what it holds."""

    name: str
    canonical: str = ""
    label: str
    unit: str
    description: str
    role: Literal["target", "identifier", "leak", "soft_leak", "feature"]
    reason: str
    group: str
    kind: str
    plausible_low: float | None = None
    plausible_high: float | None = None
    missing: float | None = None
    min: float | None = None
    median: float | None = None
    max: float | None = None
    distinct: int | None = None
    categories: list[str] = Field(default_factory=list)
    histogram: Histogram | None = None
    missing_by_class: dict[str, float] = Field(default_factory=dict)


class DatasetSummary(Answer):
    """A catalogue, without its columns."""

    name: str
    title: str
    description: str
    citation: str
    licence: str
    source_url: str
    rows: int
    available: bool = Field(description="False where nothing is held yet; remedy says how to get it")
    remedy: str
    archive_tables: list[str] = Field(description="Tables of the archive that a refresh can fetch; the first is usual")
    classes: list[str]
    snapshots: list[SnapshotFacts]
    tasks: list[TaskFacts]


class DatasetList(Page):
    """The catalogues held."""

    datasets: list[DatasetSummary]


class DatasetDetail(DatasetSummary):
    """A catalogue with its columns, presets and first rows."""

    snapshot: str | None
    target_column: str
    host_column: str
    object_column: str
    columns: list[ColumnFacts]
    presets: dict[str, list[str]]
    findings: list[Finding]
    notes: list[Note]
    absent_columns: list[str] = Field(description="Columns of the catalogue that this snapshot does not hold")
    preview: list[dict[str, Cell]]


class Axis(Answer):
    """What an axis shows."""

    name: str
    label: str
    unit: str


class PlanePoint(Answer):
    """One object in the plane."""

    object: str
    x: float
    y: float
    label: str


class PlanePoints(Answer):
    """Every object that has both values."""

    snapshot: str
    x: Axis
    y: Axis
    points: list[PlanePoint]
