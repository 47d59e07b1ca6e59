"""Two made-up missions whose truth is known: the second sees depths with another bias."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import Column, Role
from ML.trained_model import TrainingPlan
from ML.training_rows import LabelledTable
from ML.transfer import MissionTable

CLASSES = ("FALSE POSITIVE", "PLANET")
SMALL = {
    "lightgbm": {"n_estimators": 20, "num_leaves": 7},
    "xgboost": {"n_estimators": 20, "max_depth": 3},
    "catboost": {"n_estimators": 20, "depth": 3},
    "gradient_boosting": {"n_estimators": 20},
    "random_forest": {"n_estimators": 20, "max_depth": 5},
    "extra_trees": {"n_estimators": 20, "max_depth": 5},
    "mlp": {"epochs": 20, "hidden_units": 8},
}


def made_column(name: str, kind: str = "number") -> Column:
    return Column(name, name.replace("_", " "), "", "A made-up measurement.", Role.FEATURE, kind=kind)


COLUMNS = tuple(made_column(name) for name in ("depth", "period", "noise", "only_north"))


def one_mission(name: str, n_rows: int, shift: float, seed: int, first_star: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    depth, period = rng.normal(shift, 1, n_rows), rng.normal(size=n_rows)
    score = depth - shift / 2 + 0.5 * period + 0.4 * rng.normal(size=n_rows)
    return pd.DataFrame(
        {
            "depth": depth,
            "period": period,
            "noise": rng.normal(size=n_rows),
            "only_north": rng.normal(size=n_rows) if name == "North" else np.nan,
            "mission": name,
            "target": np.array(CLASSES, dtype=object)[(score > shift / 2).astype(int)],
            "host": [f"star {first_star + k}" for k in rng.integers(n_rows * 2 // 3, size=n_rows)],
            "object": [f"{name} {k}" for k in range(n_rows)],
        }
    )


def mission_table(frame: pd.DataFrame) -> MissionTable:
    features = frame[[column.name for column in COLUMNS]]
    labels = (frame["target"], frame["host"], frame["object"])
    return MissionTable(LabelledTable(features, *labels), frame["mission"])


@pytest.fixture
def sky() -> pd.DataFrame:
    """North sees stars 0 to 99, South 80 to 159, so that some are in both."""
    parts = [one_mission("North", 150, 0.0, 1), one_mission("South", 120, 1.0, 2, first_star=80)]
    return pd.concat(parts, ignore_index=True)


@pytest.fixture
def missions(sky: pd.DataFrame) -> MissionTable:
    return mission_table(sky)


@pytest.fixture
def table_of() -> Callable[[pd.DataFrame], MissionTable]:
    return mission_table


@pytest.fixture
def plan() -> Callable[..., TrainingPlan]:
    def make(family: str = "lightgbm", **changes: object) -> TrainingPlan:
        made = TrainingPlan(COLUMNS, CLASSES, "PLANET", family, SMALL.get(family, {}), folds=3)
        return replace(made, **changes)

    return make


class Kept:
    """A fold store that remembers the answers of every fit."""

    def __init__(self) -> None:
        self.held: dict[int, np.ndarray] = {}

    def load(self, fold: int) -> np.ndarray | None:
        return self.held.get(fold)

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        self.held[fold] = probabilities


@pytest.fixture
def kept() -> type[Kept]:
    return Kept
