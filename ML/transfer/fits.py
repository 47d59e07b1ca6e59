"""Fits of a study one after the other: counted, stored, and each told apart by its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ML.cross_validation import FoldStore, NumberedFolds
from ML.progress import Progress, ProgressCallback


@dataclass
class Fits:
    """Counts the fits of a study, and keeps what each of them answered.

    Attributes
    ----------
    callback : callable
        Told the fits in the phase ``"folds"``; may raise to stop.
    store : FoldStore
    total : int
        Fits to be done.
    done : int
        Fits that are done.
    """

    callback: ProgressCallback
    store: FoldStore
    total: int
    done: int = 0
    message: str = ""
    phase: str = field(default="folds", init=False)

    def say(self, message: str) -> None:
        """Report what is done now."""
        self.message = message
        self.report()

    def report(self, *_: object) -> None:
        """Report the counts; also between the steps of a fit, so that a cancelled study stops there."""
        self.callback(Progress(self.phase, self.done, self.total, "fits", self.message))

    def advance(self, fits: int = 1) -> None:
        """Report that more fits are done."""
        self.done += fits
        self.report()

    def validation(self) -> tuple[ProgressCallback, NumberedFolds]:
        """Return what a cross-validation reports to and where it keeps its folds, from here on."""
        before = self.done

        def report(progress: Progress) -> None:
            self.done = before + len(progress.scores)
            self.report()

        return report, NumberedFolds(self.store, before)

    def answers(self, shape: tuple[int, ...], fit: Callable[[], np.ndarray]) -> np.ndarray:
        """Return the stored answers of the next fit, or fit and store them; counts one fit."""
        number = self.done + 1
        held = self.store.load(number)
        if held is None or held.shape != shape or not np.isfinite(held).all():
            held = fit()
            self.store.save(number, held)
        self.advance()
        return held
