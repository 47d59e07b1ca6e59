"""How models of one mission do on another, and how to train on several."""

from ML.transfer.matrix import transfer_matrix
from ML.transfer.missions import MISSION, MissionTable
from ML.transfer.outcome import RegimeComparison, RegimeScore, TransferCell, TransferMatrix, TransferStudy
from ML.transfer.regimes import compare_regimes
from ML.transfer.staged import Stage
from ML.transfer.study import study_transfer

__all__ = [
    "MISSION",
    "MissionTable",
    "RegimeComparison",
    "RegimeScore",
    "Stage",
    "TransferCell",
    "TransferMatrix",
    "TransferStudy",
    "compare_regimes",
    "study_transfer",
    "transfer_matrix",
]
