"""What the defaults must reach on the bundled Kepler table, with folds grouped by host."""

from __future__ import annotations

from functools import cache

import pytest

from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.explanation import explain
from ML.training import LabelledTable, TrainedModel, TrainingPlan, train

FLOORS = {"lightgbm": (0.975, 0.996), "xgboost": (0.975, 0.9955), "logistic_regression": (0.950, 0.988)}
EVERY = pytest.mark.parametrize("family", FLOORS)


@cache
def kepler():
    catalogue = get_catalogue("kepler")
    return catalogue, load_snapshot(find_snapshot("kepler", None))


def labelled(task):
    catalogue, frame = kepler()
    target = catalogue.tasks[task].label(frame[catalogue.target_column])
    flags = (frame[[name for name in frame if name.startswith("koi_fpflag_")]] > 0).any(axis=1)
    return LabelledTable(frame, target, frame[catalogue.host_column], frame[catalogue.object_column], flags)


def planned(task, family, **changes):
    catalogue, _ = kepler()
    features = tuple(catalogue.column(name) for name in catalogue.presets["default"])
    classes, positive = catalogue.tasks[task].classes, catalogue.tasks[task].positive_class
    return TrainingPlan(features, tuple(classes), positive, family, **changes)


@cache
def trained(family) -> TrainedModel:
    return train(labelled("binary"), planned("binary", family))


@EVERY
def test_the_defaults_reach_the_floor(family):
    metrics = trained(family).evaluation.metrics
    accuracy, area = FLOORS[family]
    assert metrics["accuracy"].value >= accuracy
    assert metrics["roc_auc"].value >= area
    assert metrics["ece"].value < 0.02


def test_the_default_features_hold_no_leak_and_the_flags_would_be_one():
    assert {column.role for column in planned("binary", "lightgbm").features} == {Role.FEATURE}
    baselines = trained("lightgbm").evaluation.baselines
    assert baselines["flag_rule"]["accuracy"] > 0.98
    assert baselines["mask_only"]["roc_auc"] < 0.7
    assert baselines["majority"]["accuracy"] == pytest.approx(3976 / 6257)


def test_three_classes_stay_below_what_only_a_leak_can_reach():
    model = train(labelled("three_class"), planned("three_class", "logistic_regression", method="holdout"))
    assert 0.80 < model.evaluation.metrics["accuracy"].value < 0.90


@EVERY
def test_a_known_planet_is_explained_and_the_sum_is_right(family):
    _, frame = kepler()
    row = frame[frame["kepoi_name"] == "K00752.01"]
    model = trained(family)
    (explanation,) = explain(model, row)
    assert explanation.additivity_error < 1e-5
    assert len(explanation.contributions) == len(model.feature_names)
    assert explanation.predicted_class == model.predict(row)[0].prediction


def test_confirmed_planets_among_giants_and_eclipsing_binaries_are_told_apart():
    """No trained row is asked: these are out-of-fold answers."""
    out = trained("lightgbm").out_of_fold.set_index("object")
    assert out.loc["K00752.01", "probability_PLANET"] > 0.5
    assert out.loc["K00001.01", "truth"] == "PLANET"
    surest = out.sort_values("probability_PLANET").iloc[:1000]
    assert (surest["truth"] == "FALSE POSITIVE").mean() > 0.99
