from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as reference

from ML.curves import MOST_POINTS, choose_threshold, curves, similar_scores_interval, wilson_interval
from ML.exceptions import InvalidFieldsError


def made_up(n_rows=3000, seed=0):
    rng = np.random.default_rng(seed)
    y = rng.random(n_rows) < 0.4
    score = np.clip(rng.normal(0.35 + 0.3 * y, 0.2), 0.001, 0.999)
    return y, score


def binary(y, score):
    return curves(y.astype(int), np.column_stack([1 - score, score]), ("a", "b"), 1)


def test_curves_are_equally_long_and_short_enough():
    for curve in binary(*made_up()).values():
        (length,) = {len(values) for values in curve.values()}
        assert 2 <= length <= MOST_POINTS


def test_the_area_under_the_thinned_roc_is_the_auc():
    y, score = made_up()
    roc = binary(y, score)["roc"]
    assert (roc["fpr"][0], roc["tpr"][0], roc["threshold"][0]) == (0.0, 0.0, None)
    assert (roc["fpr"][-1], roc["tpr"][-1]) == (1.0, 1.0)
    assert reference.auc(roc["fpr"], roc["tpr"]) == pytest.approx(reference.roc_auc_score(y, score), abs=2e-3)


def test_every_point_of_the_threshold_curve_is_what_that_threshold_gives():
    y, score = made_up()
    curve = binary(y, score)["threshold"]
    for position in (0, 50, 150):
        selected = score >= curve["threshold"][position]
        assert curve["selected"][position] == selected.sum()
        assert curve["precision"][position] == pytest.approx(y[selected].mean())
        assert curve["recall"][position] == pytest.approx(y[selected].sum() / y.sum())


def test_reliability_bins_hold_every_row():
    y, score = made_up()
    calibration = binary(y, score)["calibration"]
    assert sum(calibration["count"]) == len(y)
    weighted = np.average(calibration["observed"], weights=calibration["count"])
    assert weighted == pytest.approx(y.mean())


def test_with_more_classes_each_stands_against_the_rest():
    rng = np.random.default_rng(0)
    made = curves(rng.integers(3, size=90), rng.dirichlet(np.ones(3), 90), ("a", "b", "c"), None)
    assert set(made) == {"roc", "pr", "calibration", "threshold"}
    assert set(made["roc"]["by_class"]) == {"a", "b", "c"}


def test_the_threshold_for_purity_finds_the_most_planets():
    y, score = made_up()
    chosen = choose_threshold(y, score, "precision_at_least", 0.95)
    assert chosen["precision"] >= 0.95
    selected = score >= chosen["threshold"]
    assert chosen["selected"] == selected.sum()
    assert chosen["false_positives"] == (~y[selected]).sum()
    better = [y[score >= t].mean() for t in np.unique(score) if y[score >= t].sum() > y[selected].sum()]
    assert max(better) < 0.95


def test_the_threshold_for_completeness_is_the_purest():
    y, score = made_up()
    chosen = choose_threshold(y, score, "recall_at_least", 0.9)
    assert chosen["recall"] >= 0.9
    assert y[score > chosen["threshold"]].sum() / y.sum() < chosen["recall"]


@pytest.mark.parametrize(("objective", "value", "said"), [
    ("profit", 0.5, "precision_at_least"),
    ("recall_at_least", 1.5, "from 0 to 1"),
    ("recall_at_least", float("nan"), "from 0 to 1"),
])  # fmt: skip
def test_an_impossible_wish_is_refused(objective, value, said):
    with pytest.raises(InvalidFieldsError, match=said):
        choose_threshold(*made_up(), objective, value)


def test_a_purity_that_nothing_reaches_names_the_best():
    with pytest.raises(InvalidFieldsError, match=r"the best is 0\.5"):
        choose_threshold(np.array([False, True]), np.array([0.5, 0.5]), "precision_at_least", 0.9)


def test_the_interval_of_similar_scores_holds_the_true_share():
    rng = np.random.default_rng(3)
    known = rng.random(20_000)
    positive = rng.random(20_000) < known
    asked = np.array([0.05, 0.5, 0.95])
    interval = similar_scores_interval(positive, known, asked, nearest=1000)
    assert (interval[:, 0] < asked).all()
    assert (interval[:, 1] > asked).all()
    assert (interval[:, 1] - interval[:, 0] < 0.1).all()


def test_the_interval_stays_between_zero_and_one():
    interval = similar_scores_interval(np.ones(10, dtype=bool), np.linspace(0, 1, 10), np.array([0.0, 1.0, 2.0]))
    assert (interval >= 0).all()
    assert (interval <= 1).all()
    assert (interval[:, 0] < 1).all()


@pytest.mark.parametrize(("hits", "size"), [(0, 10), (3, 10), (10, 10), (480, 500)])
def test_the_interval_of_a_share_is_that_of_statistics(hits, size):
    from scipy.stats import binomtest

    expected = binomtest(hits, size).proportion_ci(method="wilson")
    ours = wilson_interval(np.array([hits]), np.array([size]))[0]
    assert ours == pytest.approx([expected.low, expected.high], abs=1e-7)
