"""The family that chooses for itself: which settings it tries in which order, and how it is described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ML.classifiers.costs import AutoCost
from ML.classifiers.schema import Family, Hyperparameter


class Candidate(NamedTuple):
    """A family with settings that is worth trying; ``settings`` are those that differ from its defaults."""

    name: str
    family: str
    settings: Mapping[str, Any]


def _as_it_comes(*families: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(family, family, {}) for family in families)


PORTFOLIO = (
    *_as_it_comes("logistic_regression", "lightgbm", "catboost", "xgboost", "svm", "mlp", "extra_trees"),
    Candidate("lightgbm, slow", "lightgbm", {"n_estimators": 1500, "learning_rate": 0.02}),
    Candidate("mlp, two layers", "mlp", {"hidden_layers": 2, "hidden_units": 128, "alpha": 1.0, "epochs": 40}),
    Candidate("catboost, shallow", "catboost", {"depth": 4, "n_estimators": 1200}),
    Candidate("lightgbm, more columns", "lightgbm", {"feature_fraction": 0.6, "n_estimators": 800}),
    Candidate("lightgbm, exact splits", "lightgbm", {"extra_trees": False}),
    Candidate("catboost, deep", "catboost", {"depth": 8, "n_estimators": 500}),
    *_as_it_comes("hist_gradient_boosting"),
    Candidate("extra trees, all columns", "extra_trees", {"max_features": "all"}),
    *_as_it_comes("random_forest"),
)
"""Tried in this order: a cheap reference, then the families to which greedy weights went on Kepler and TESS, as they
come; then settings that differ enough from these to be worth mixing in."""

LONGEST_S = 3600.0
MOST_MEMBERS = 40


def auto_of(members: Sequence[Family]) -> Family:
    """Return the family that tries these by itself."""
    tried = {candidate.family for candidate in PORTFOLIO}
    known = {family.name: family for family in members}
    return Family(
        name="auto",
        title="Automatic",
        summary="The best that a time budget buys: families with settings that suit these catalogues are tried "
        "one after the other, and those that help answer together.",
        pros=(
            "Nothing to choose but how long it may take",
            "At least as good on inner folds as the best of what it tried, and usually better",
            "Tells what it tried, what each was worth, and which weights it gave",
        ),
        cons=(
            "Where the clock decides, two runs can try different things and answer a little differently; set the "
            "members to be tried for a run that can be repeated exactly",
            "Large files, slower predictions and explanations",
            "Every validation fold and the final fit take the time budget once each",
        ),
        hyperparameters=(
            Hyperparameter(
                "time_budget",
                "Time budget (s)",
                "number",
                60.0,
                "Seconds that one fit may take. A validation in five folds with its final fit takes six times as long. "
                "Logistic regression and LightGBM are always tried, however long that takes.",
                1.0,
                LONGEST_S,
            ),
            Hyperparameter(
                "max_members",
                "Members tried",
                "integer",
                0,
                "0 lets the time budget decide. Any other number tries as many, in a fixed order, whatever the clock "
                "says: the same seed then gives the same model.",
                0,
                MOST_MEMBERS,
            ),
            Hyperparameter(
                "folds",
                "Inner folds",
                "integer",
                5,
                "Parts of the training rows by which members are judged. Where the time is short for the table, fewer "
                "are used. More are surer and slower.",
                2,
                10,
            ),
            Hyperparameter(
                "clock",
                "Clock",
                "string",
                "wall",
                "wall counts seconds as they pass; processor counts seconds of work by each thread, so that other work "
                "on the same machine takes nothing from the budget.",
                choices=("wall", "processor"),
            ),
        ),
        cost="as long as you say: a minute for each fold, as it comes",
        cost_law=AutoCost(
            {candidate.name: (known[candidate.family].expected_cost, candidate.settings) for candidate in PORTFOLIO}
        ),
        libraries=tuple(dict.fromkeys(name for family in members if family.name in tried for name in family.libraries)),
        unit="steps",
        takes_gaps=True,
        explained_in="probability",
        importance_rows=30,
        scaled=True,
    )
