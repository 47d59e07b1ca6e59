"""What matters to a model as a whole, on rows that it was not fitted on."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from functools import cache

import numpy as np
import pytest

from ML.cross_validation import KnownSettings
from ML.explanation import explain_globally
from ML.explanation.interval import HostMeans
from ML.explanation.partners import strongest_partners
from ML.explanation.permutation import permuted_losses
from ML.trained_model import TuningPlan

NEVER = lambda: None  # noqa: E731


class Store:
    """Keeps what was measured on each fold."""

    def __init__(self):
        self.held, self.saves = {}, []

    def load(self, number):
        return self.held.get(number)

    def save(self, number, measured):
        self.held[number] = measured
        self.saves.append(number)


@pytest.fixture(scope="module")
def explained():
    from tests.ML.conftest import make_plan, make_table

    @cache
    def study(family, n_classes, **changes):
        return explain_globally(make_table(n_classes), make_plan(family, n_classes, **changes))

    return study


@pytest.mark.parametrize(("family", "n_classes"), [("lightgbm", 2), ("random_forest", 3), ("logistic_regression", 2)])
def test_what_decides_the_classes_comes_first_in_every_account(family, n_classes, explained):
    found = explained(family, n_classes)
    assert found.explained_class == "PLANET"
    depth = found.features[0]
    assert (depth.feature, depth.unit) == ("depth", "ppm")
    assert depth.stability.ranks == [1, 1, 1]
    assert depth.direction > 0.8
    assert depth.importance.low < depth.importance.value < depth.importance.high
    assert depth.permutation.log_loss.low > 0
    assert depth.permutation.accuracy.low > 0
    noise = next(feature for feature in found.features if feature.feature == "noise")
    assert noise.importance.value < depth.importance.value / 3
    assert noise.permutation.log_loss.value < depth.permutation.log_loss.value / 5
    assert sum(feature.share for feature in found.features) == pytest.approx(1)
    assert found.additivity_error < 1e-6
    assert found.agreement > 0
    assert (found.rows, found.folds) == (240, 3)
    json.dumps(asdict(found), allow_nan=False)


def test_points_are_the_same_rows_in_every_column(explained):
    found = explained("lightgbm", 2)
    by_name = {feature.feature: feature for feature in found.features}
    points = by_name["depth"].points
    assert len(points.value) == len(points.log_odds) == len(points.probability) == 240
    assert all(odds * chance >= 0 for odds, chance in zip(points.log_odds, points.probability, strict=True))
    partner = by_name["depth"].partner
    assert partner is None or points.partner == by_name[partner].points.value
    assert set(by_name["spectral_type"].points.value) == {"F", "G", "K", None}
    assert by_name["spectral_type"].direction is None


def test_the_same_study_gives_the_same_numbers(explained, table, plan):
    assert asdict(explain_globally(table(), plan("lightgbm"))) == asdict(explained("lightgbm", 2))


def test_what_was_learned_by_heart_is_worth_nothing_on_held_out_rows(table, plan, column):
    """A column of row numbers tells every training row from its neighbours, and no held-out one."""
    made = table()
    numbers = np.random.default_rng(0).permutation(len(made.features)).astype(float)
    numbered = replace(made, features=made.features.assign(number=numbers))
    deep = {"n_estimators": 25, "max_depth": 0}
    found = explain_globally(
        numbered, plan("random_forest", features=(column("depth"), column("number")), hyperparameters=deep)
    )
    number = next(feature for feature in found.features if feature.feature == "number")
    assert number.permutation.accuracy.value < 0.05 < found.features[0].permutation.accuracy.low


def test_kinds_add_up_their_columns_and_engineered_features_go_with_their_inputs(table, plan, column):
    made = table()
    renamed = replace(made, features=made.features.rename(columns={"depth": "koi_depth"}))
    depth = replace(column("koi_depth", unit="ppm", canonical="transit_depth"), group="transit shape")
    features = (depth, replace(column("period"), group="orbit"), replace(column("noise"), group="orbit"))
    found = explain_globally(renamed, plan(features=features, engineered=True))
    groups = {group.group: group for group in found.groups}
    assert found.groups[0].group == "transit shape"
    assert set(groups["transit shape"].features) == {"koi_depth", "log10_transit_depth", "radius_ratio_from_depth"}
    assert set(groups["orbit"].features) == {"period", "noise"}
    assert groups["transit shape"].permutation.log_loss.low > groups["orbit"].permutation.log_loss.high
    made_up = next(feature for feature in found.features if feature.feature == "log10_transit_depth")
    assert made_up.permutation is None
    assert made_up.formula.startswith("log10(x)")


def test_a_fold_that_is_held_is_not_measured_again_and_another_class_can_be_explained(table, plan, explained):
    store = Store()
    first = explain_globally(table(3), plan("lightgbm", 3), fold_store=store, explained_class="CANDIDATE")
    assert store.saves == [1, 2, 3]
    again = explain_globally(table(3), plan("lightgbm", 3), fold_store=store, explained_class="CANDIDATE")
    assert (store.saves, asdict(again)) == ([1, 2, 3], asdict(first))
    assert first.explained_class == "CANDIDATE"
    assert "CANDIDATE" in first.text


def test_progress_is_counted_and_stops_the_study(table, plan):
    reports = []
    explain_globally(table(), plan("lightgbm"), reports.append)
    folds = [report.completed for report in reports if report.phase == "folds"]
    assert folds == sorted(folds)
    assert folds[-1] == next(report.total for report in reports if report.phase == "folds")

    def stop(report):
        if report.completed > 40:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        explain_globally(table(), plan("lightgbm"), stop)


def test_exchanging_a_column_that_is_not_read_costs_nothing(trained, table):
    made = table()
    model = trained("logistic_regression", 2)
    model_rows = made.features.assign(unread=1.0)
    y = (made.target == "PLANET").to_numpy(dtype=int)

    class Reads:
        def predict_proba(self, X):
            return model.pipeline.predict_proba(X.drop(columns="unread"))

    found = permuted_losses(Reads(), model_rows, y, [["unread"], ["depth"], ["depth", "unread"]], 0, NEVER)
    np.testing.assert_allclose(found[:, 0], 0, atol=1e-12)
    assert found[:, 1, 0].mean() > 0.05
    np.testing.assert_allclose(found[:, 1], found[:, 2], atol=1e-12)


def test_intervals_of_means_are_over_hosts_and_not_over_rows():
    """Ten copies of every row are no more evidence than one."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(60, 1))
    alone = HostMeans(np.arange(60), 1).of(values)[0]
    copied = HostMeans(np.repeat(np.arange(60), 10), 1).of(np.repeat(values, 10, axis=0))[0]
    assert copied.low == pytest.approx(alone.low)
    assert copied.high == pytest.approx(alone.high)
    assert alone.high - alone.low == pytest.approx(3.92 * values.std() / np.sqrt(60), rel=0.15)


def test_the_partner_is_the_column_that_changes_what_the_values_mean():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(400, 4))
    parts = np.column_stack([values[:, 0] * values[:, 2], values[:, 1], 0.1 * rng.normal(size=400), values[:, 3]])
    values[::7, 2] = np.nan
    partners = strongest_partners(values, parts)
    assert partners[0] == 2
    assert partners[1] != 1
    assert strongest_partners(values[:20], parts[:20]) == [None] * 4


def test_folds_are_explained_with_the_settings_that_they_were_trained_with(table, plan):
    budget = TuningPlan(trials=4, folds=2)
    tuned = plan("decision_tree", hyperparameters={"max_depth": 1}, tuning=budget)
    untuned = explain_globally(table(), tuned)
    assert [entry["code"] for entry in untuned.warnings if entry["code"] == "not_tuned"] == ["not_tuned"]
    deep = KnownSettings({fold: {"max_depth": 1 + fold} for fold in range(4)})
    found = explain_globally(table(), tuned, tuner=deep)
    assert "not_tuned" not in [entry["code"] for entry in found.warnings]
    by_hand = [
        explain_globally(table(), plan("decision_tree", hyperparameters={"max_depth": depth})) for depth in (2, 3, 4)
    ]
    for fold, alone in enumerate(by_hand):
        ranks = {feature.feature: feature.stability.ranks[fold] for feature in alone.features}
        assert {feature.feature: feature.stability.ranks[fold] for feature in found.features} == ranks
    assert found.features[0].importance.value != untuned.features[0].importance.value
