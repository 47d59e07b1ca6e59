"""The matrix of missions and the ways to train on several of them, measured with one plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ML.cross_validation import NO_STORE, FoldStore
from ML.progress import ProgressCallback, ignore_progress
from ML.trained_model import TrainingPlan
from ML.transfer.fits import Fits
from ML.transfer.matrix import measure_matrix, prepare_matrix
from ML.transfer.missions import MissionTable
from ML.transfer.outcome import TransferMatrix, TransferStudy, points
from ML.transfer.regimes import measure_regimes, prepare_regimes
from ML.transfer.staged import Stage

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Column


def study_transfer(
    rows: MissionTable,
    plan: TrainingPlan,
    mission: Column,
    on_progress: ProgressCallback = ignore_progress,
    fold_store: FoldStore | None = None,
    stages: Sequence[Stage] | None = None,
) -> TransferStudy:
    """Measure the matrix, then joint, per-mission and staged training.

    Parameters
    ----------
    rows, plan, mission, stages
        As for :func:`~ML.transfer.matrix.transfer_matrix` and :func:`~ML.transfer.regimes.compare_regimes`.
    on_progress : callable
        Told the counted fits of both in the phase ``"folds"``; may raise to stop.
    fold_store : FoldStore or None
        Finished fits, numbered through both.
    """
    matrix, regimes = prepare_matrix(rows, plan), prepare_regimes(rows, plan, mission, stages)
    fits = Fits(on_progress, fold_store or NO_STORE, matrix.fits + regimes.fits)
    measured = measure_matrix(matrix, fits)
    compared = measure_regimes(regimes, fits)
    return TransferStudy(measured, compared, f"{_steepest(measured)} {compared.text}".strip())


def _steepest(matrix: TransferMatrix) -> str:
    """Say the largest drop between missions."""
    crossed = [cell for cell in matrix.cells if cell.train != cell.test]
    if not crossed:
        return ""
    worst = min(crossed, key=lambda cell: cell.difference["accuracy"].value or 0.0)
    return f"{worst.text} That is {points(worst.difference['accuracy'])}, the largest drop between two missions."
