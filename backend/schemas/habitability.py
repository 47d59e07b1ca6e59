"""Habitability on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from backend.schemas.datasets import Cell
from backend.schemas.envelope import Answer, Page, PageQuery, Query, Request
from backend.schemas.uploads import AttachedFile
from ML.habitability.assessment import Assessment

MOST_ROWS = 200
CUT = "Learned score from which a planet is called habitable; 0.5 if left out"
Threshold = Annotated[float | None, Field(None, ge=0, le=1, description=CUT)]
Habitable = Literal["conservative", "optimistic", "not", "unknown"]


class HabitabilityRequest(Request):
    """Planets by numbers, under the common schema's names and in its units."""

    rows: list[dict[str, float | str | None]] = Field(min_length=1, max_length=MOST_ROWS)
    threshold: Threshold = None


class LearnedAnswer(Answer):
    """What the promoted model guesses from other columns than those that define the place.

    ``score`` is its probability of HABITABLE; without a promoted model ``available`` is false and ``text`` says why.
    """

    available: bool
    version: int | None = None
    score: float | None = None
    predicted: str | None = None
    threshold: float | None = None
    text: str


class Assessments(Answer):
    """Where each planet stands, and in the same order what a model guesses."""

    assessments: list[Assessment]
    learned: list[LearnedAnswer]


class PlanetPath(BaseModel):
    """Which confirmed planet is meant."""

    planet: str = Field(description="Name such as TRAPPIST-1 e; case, spaces and hyphens do not matter", max_length=100)


class PlanetQuery(Query):
    """Which snapshot of the confirmed planets, and where the learned score is cut."""

    snapshot: str | None = Field(None, max_length=200, description="Id of a snapshot; the newest held if left out")
    threshold: Threshold = None


class PlanetHabitability(Answer):
    """Where one confirmed planet stands, and the numbers that tell it, in the common schema's units."""

    dataset: str
    snapshot: str
    object: str
    host: str
    quantities: dict[str, float | str]
    assessment: Assessment
    learned: LearnedAnswer


class RankingQuery(PageQuery):
    """Which part of the ranking is wanted."""

    snapshot: str | None = Field(None, max_length=200)
    habitability: Habitable | None = Field(None, description="Only planets of this class at their catalogued values")
    search: str | None = Field(None, max_length=100, description="Text in the planet's or the star's name")
    sort: str | None = Field(None, max_length=100, description="Column; the most probably habitable first if left out")
    order: Literal["asc", "desc"] = "desc"


class RankedPlanet(Answer):
    """One planet of the ranking; shares of the draws, insolation in units of the Earth's."""

    object: str
    host: str
    zone: str
    habitability: Habitable
    p_conservative: float
    p_optimistic: float
    p_not: float
    p_unknown: float
    insolation_flux: float | None
    insolation_low: float | None
    insolation_high: float | None
    insolation_source: str
    similarity: float | None
    similarity_of_four: float | None
    missing: str


class Ranking(Page):
    """A page of all confirmed planets, with how many are of each class."""

    snapshot: str
    counts: dict[str, int]
    rows: list[RankedPlanet]


class HabitabilityTableForm(BaseModel):
    """A table of planets: CSV of any kind (also gzipped), Parquet or IPAC, up to 5,000 rows."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    file: AttachedFile


class RecognisedColumn(Answer):
    """What a column of the table was taken for."""

    column: str
    canonical: str
    unit: str


class JudgedTable(Answer):
    """Where each planet of a table stands: the 500 most probably habitable, the most probable first."""

    recognised: list[RecognisedColumn]
    counts: dict[str, int]
    columns: list[str]
    rows: list[dict[str, Cell]]
    total: int
