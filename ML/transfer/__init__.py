"""How models of one mission do on another, and how to train on several."""

from ML.transfer.matrix import transfer_matrix
from ML.transfer.missions import MISSION, MissionTable
from ML.transfer.outcome import RegimeComparison, RegimeScore, TransferCell, TransferMatrix, TransferStudy

__all__ = [
    "MISSION",
    "MissionTable",
    "RegimeComparison",
    "RegimeScore",
    "TransferCell",
    "TransferMatrix",
    "TransferStudy",
    "transfer_matrix",
]
