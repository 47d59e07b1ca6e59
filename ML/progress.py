"""Progress is counted, never guessed: how far a long computation has come, in its own unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One report from inside a long computation.

    Attributes
    ----------
    phase : str
        Name of the phase, such as ``"folds"``.
    completed, total : int
        Counted units done and to do in this phase.
    unit : str
        What is counted: ``"rows"``, ``"trees"``, ``"iterations"``, ``"files"``.
    message : str
        One sentence for a person, such as ``"Fold 2 of 5"``.
    scores : tuple of FoldScore
        Scores of the folds finished so far; empty before the first.
    """

    phase: str
    completed: int
    total: int
    unit: str
    message: str = ""
    scores: tuple[FoldScore, ...] = ()


@dataclass(frozen=True, slots=True)
class FoldScore:
    """Headline metrics of one finished validation fold (``fold`` counts from 1)."""

    fold: int
    metrics: dict[str, float]


ProgressCallback = Callable[[Progress], None]
"""Called often; may raise to stop the computation (that is how cancelling works)."""


def ignore_progress(progress: Progress) -> None:
    """Do nothing: the default callback."""
