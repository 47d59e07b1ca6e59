"""The learning curve: nested stars, the same validated objects, and at full size the session's own numbers."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from ML.cross_validation import cross_validate
from ML.exceptions import UntrainableTableError
from ML.reliability.learning_curve import learning_curve, stars_in_order


class Kept:
    """A fold store that remembers."""

    def __init__(self):
        self.held = {}

    def load(self, number):
        return self.held.get(number)

    def save(self, number, probabilities):
        self.held[number] = probabilities


@pytest.mark.parametrize("settings", [{}, {"method": "holdout"}, {"group_by_host": False}])
def test_with_all_stars_it_is_the_sessions_own_validation(table, plan, settings):
    made = learning_curve(table(2), plan(**settings))
    own = cross_validate(table(2), plan(**settings), with_baselines=False)
    assert made.points[-1].metrics == own.evaluation.metrics
    assert made.split_hash == own.split_hash
    assert made.points[-1].fraction == 1
    assert (made.rows, made.folds) == (int(own.tested.sum()), len(own.folds))
    json.dumps(asdict(made), allow_nan=False)


def test_more_stars_teach_more(table, plan):
    made = learning_curve(table(2, n_rows=1500), plan("logistic_regression"))
    hosts = [point.hosts for point in made.points]
    assert hosts == sorted(hosts)
    for smaller, larger in pairwise(hosts):
        assert larger == pytest.approx(2 * smaller, abs=3)
    losses = [point.metrics["log_loss"].value for point in made.points]
    assert losses[0] > losses[-1]
    gain = made.last_doubling["accuracy"]
    expected = made.points[-1].metrics["accuracy"].value - made.points[-2].metrics["accuracy"].value
    assert gain.value == pytest.approx(expected)
    assert gain.low <= gain.value <= gain.high
    loss = made.last_doubling["log_loss"]
    assert made.verdict == ("better" if loss.high < 0 else "worse" if loss.low > 0 else "alike")


def test_every_beginning_keeps_the_shares_of_the_classes(table):
    made = table(3, n_rows=900)
    y, hosts = pd.factorize(made.target)[0], made.hosts.to_numpy()
    order = stars_in_order(y, hosts, seed=5)
    assert sorted(order) == sorted(set(hosts))
    whole = np.bincount(y) / len(y)
    for count in (60, 120, 240):
        part = y[np.isin(hosts, order[:count])]
        assert np.bincount(part, minlength=3) / len(part) == pytest.approx(whole, abs=0.08)
    assert (stars_in_order(y, hosts, 5) == order).all()
    assert (stars_in_order(y, hosts, 6) != order).any()


def test_a_star_is_taken_whole_and_sizes_are_nested(table, plan):
    """Spoil the labels of all stars beyond the first half: the smaller sizes do not change."""
    made, settings = table(2, n_rows=600), plan("logistic_regression", method="holdout")
    clean = learning_curve(made, settings)
    own = cross_validate(made, settings, with_baselines=False)
    train = own.folds[0][0]
    order = stars_in_order(own.rows.y[train], own.rows.hosts[train], settings.seed)
    beyond = order[int(np.ceil(len(order) / 2)) :]
    spoiled = made.features.copy()
    spoiled.loc[train[np.isin(own.rows.hosts[train], beyond)], ["depth", "noise"]] = 12345.0
    other = learning_curve(replace(made, features=spoiled), settings)
    assert [point.metrics for point in other.points[:-1]] == [point.metrics for point in clean.points[:-1]]
    assert other.points[-1].metrics != clean.points[-1].metrics


def test_sizes_without_enough_stars_of_a_class_are_left_out(table, plan):
    assert len(learning_curve(table(2, n_rows=120), plan()).points) < 6
    rare = table(2, n_rows=200)
    lonely = rare.target.where((rare.target == "FALSE POSITIVE") | (rare.hosts < 12), "FALSE POSITIVE")
    with pytest.raises(UntrainableTableError, match="Add decided objects of the rarest class"):
        learning_curve(replace(rare, target=lonely), plan())


def test_finished_fits_are_not_repeated_and_progress_is_counted(table, plan):
    kept, reports = Kept(), []
    first = learning_curve(table(2), plan(), reports.append, kept)
    counts = [report.completed for report in reports if report.phase == "folds"]
    assert counts == sorted(counts)
    assert counts[-1] == reports[0].total == len(first.points) * 3 * 30
    kept.save = None
    assert asdict(learning_curve(table(2), plan(), fold_store=kept)) == asdict(first)


def test_a_search_for_hyperparameters_is_not_repeated(table, plan):
    from ML.trained_model import TuningPlan

    made = learning_curve(table(2), plan(tuning=TuningPlan(trials=2)))
    assert [entry["code"] for entry in made.warnings] == ["not_tuned"]


def test_steps_around_the_classifier_are_taken_at_every_size(table, plan):
    settings = plan("lightgbm", calibration="sigmoid", imbalance="smote", imputation="mean")
    made = learning_curve(table(2, n_rows=500), settings)
    own = cross_validate(table(2, n_rows=500), settings, with_baselines=False)
    assert made.points[-1].metrics == own.evaluation.metrics
