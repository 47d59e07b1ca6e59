"""Why a model answers as it does: one row, the model as a whole, and what would have to be different."""

from ML.explanation.counterfactuals import Change, Counterfactual, counterfactual
from ML.explanation.local import CALIBRATED_AFTERWARDS, explain
from ML.explanation.overall import GlobalExplanation, explain_globally
from ML.explanation.table import ContributionTable, contribution_table

__all__ = [
    "CALIBRATED_AFTERWARDS",
    "Change",
    "ContributionTable",
    "Counterfactual",
    "GlobalExplanation",
    "contribution_table",
    "counterfactual",
    "explain",
    "explain_globally",
]
