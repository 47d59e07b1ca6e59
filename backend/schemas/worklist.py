"""The work list: what a threshold is worth, and what a list that is cut there is expected to hold."""

from __future__ import annotations

from pydantic import Field

from backend.schemas.envelope import Answer


class Expected(Answer):
    """A number with its 95 % interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


class ListCounts(Answer):
    """A list cut at a threshold: its length, and how many of its objects are expected to be hits."""

    selected: int
    expected: Expected = Field(description="Hits among them: planets, or right classes where no class is positive")
    expected_false_positives: Expected
    expected_missed: Expected = Field(description="Hits expected below the threshold")


class Cut(ListCounts):
    """The list that is cut at the threshold that was asked for."""

    threshold: float


class Purpose(Answer):
    """A threshold that serves a purpose: what it gives on out-of-fold objects, and on this list."""

    objective: str
    value: float
    threshold: float | None = Field(description="None where no threshold reaches it; then `reason` says why")
    reason: str = ""
    selected: int | None = Field(None, description="Out-of-fold objects at or above it")
    precision: Expected | None = None
    recall: Expected | None = None
    missed: Expected | None = None
    false_positives: Expected | None = None
    on_list: ListCounts | None = Field(None, description="The list that is cut there")


class WorkList(Answer):
    """What the ranking of undecided objects is expected to hold, and where to cut it for a purpose."""

    target: str | None = Field(description="The class that is ranked by; None: each object's likeliest class")
    calibration: str = Field(description="Of the run; 'none': `calibrated` is learned from out-of-fold answers")
    objects: int
    expected: Expected
    expected_by_class: dict[str, Expected]
    purposes: list[Purpose]
