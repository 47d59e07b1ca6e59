"""The family that is made of others."""

from __future__ import annotations

from collections.abc import Sequence

from ML.classifiers.costs import EnsembleCost
from ML.classifiers.schema import Family, Hyperparameter
from ML.classifiers.search import whole

_CHOSEN = ("lightgbm", "catboost", "xgboost", "svm", "mlp")
"""Members as it comes: what the greedy weights kept on Kepler DR25 (docs/families.md)."""


def ensemble_of(members: Sequence[Family]) -> Family:
    """Return the ensemble whose members can be any of these families."""
    return Family(
        name="ensemble",
        title="Ensemble",
        summary="Chosen families answer together: a weighted mean of their probabilities, with weights found on inner "
        "folds of the training rows.",
        pros=(
            "More accurate and better calibrated than any of its members",
            "Its weights tell which families are worth having",
            "A family that does not help gets no weight and is let go",
        ),
        cons=(
            "Takes as long as all its members together, times the inner folds",
            "Large files, slower predictions and explanations",
            "Members other than trees are explained by sampling",
        ),
        hyperparameters=(
            *(_member(family) for family in members),
            Hyperparameter(
                "weighting",
                "Weights",
                "string",
                "greedy",
                "greedy finds the weights that predict best on inner folds; equal lets every member count alike and "
                "needs no inner folds.",
                choices=("greedy", "equal"),
            ),
            Hyperparameter(
                "folds",
                "Inner folds",
                "integer",
                5,
                "Parts of the training rows by which the weights are found. More are surer and slower.",
                2,
                10,
                search=whole(3, 8),
            ),
        ),
        cost="minutes",
        cost_law=EnsembleCost({family.name: family.expected_cost for family in members}),
        libraries=tuple(dict.fromkeys(name for family in members for name in family.libraries)),
        unit="steps",
        takes_gaps=True,
        explained_in="probability",
        importance_rows=30,
        scaled=True,
        members=tuple(family.name for family in members),
    )


def _member(family: Family) -> Hyperparameter:
    text = f"Whether {family.title} takes part, at its defaults."
    return Hyperparameter(family.name, family.title, "boolean", family.name in _CHOSEN, text)
