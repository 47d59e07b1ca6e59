from __future__ import annotations

import json
from dataclasses import asdict
from itertools import pairwise

import numpy as np
import pytest
from sklearn import metrics as reference

from ML.bootstrap import CALIBRATION_BINS, Scored, resampled_top_shares, top_shares
from ML.evaluation import evaluate, point_metrics
from ML.results import METRIC_NAMES


def made_up(n_classes=2, n_rows=800, seed=0, rounded=True):
    rng = np.random.default_rng(seed)
    y = rng.integers(n_classes, size=n_rows)
    P = rng.dirichlet(np.ones(n_classes), n_rows)
    P[np.arange(n_rows), y] += 0.4
    P /= P.sum(axis=1, keepdims=True)
    if rounded:  # many ties
        P = P.round(2) + 1e-3
        P /= P.sum(axis=1, keepdims=True)
    return y, P, rng.integers(n_rows // 2, size=n_rows)


def names(n_classes):
    return tuple("abcd"[:n_classes])


def expected_calibration_error(y, P):
    """The definition of Guo et al. 2017, written as the sum that it is."""
    confidence, right = P.max(axis=1), P.argmax(axis=1) == y
    edges = np.linspace(0, 1, CALIBRATION_BINS + 1)
    total = 0.0
    for low, high in pairwise(edges):
        held = (confidence >= low) & (confidence < high)
        if held.any():
            total += held.mean() * abs(right[held].mean() - confidence[held].mean())
    return total


@pytest.mark.parametrize("n_classes", [2, 3, 4])
def test_metrics_are_those_of_scikit_learn(n_classes):
    y, P, _ = made_up(n_classes)
    predicted, binary = P.argmax(axis=1), n_classes == 2
    ours = point_metrics(y, P, names(n_classes), "b" if binary else None)
    score = P[:, 1] if binary else P
    expected = {
        "accuracy": reference.accuracy_score(y, predicted),
        "balanced_accuracy": reference.balanced_accuracy_score(y, predicted),
        "macro_f1": reference.f1_score(y, predicted, average="macro"),
        "roc_auc": reference.roc_auc_score(y, score, multi_class="ovr"),
        "pr_auc": reference.average_precision_score(y if binary else np.eye(n_classes)[y], score),
        "log_loss": reference.log_loss(y, P),
        "brier": reference.brier_score_loss(y, score, **({} if binary else {"scale_by_half": False})),
        "ece": expected_calibration_error(y, P),
    }
    assert tuple(expected) == METRIC_NAMES
    assert ours == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_per_class_metrics_are_those_of_scikit_learn(n_classes):
    y, P, hosts = made_up(n_classes)
    result = evaluate(y, P, names(n_classes), "b" if n_classes == 2 else None, hosts)
    expected = reference.precision_recall_fscore_support(y, P.argmax(axis=1))
    for k, name in enumerate(names(n_classes)):
        ours = [result.per_class[name][metric].value for metric in ("precision", "recall", "f1", "support")]
        assert ours == pytest.approx([values[k] for values in expected])
    for metric, values in zip(("precision", "recall", "f1"), expected, strict=False):
        assert result.macro[metric].value == pytest.approx(np.mean(values))
    assert result.macro["f1"] == result.metrics["macro_f1"]
    assert result.macro["recall"] == result.metrics["balanced_accuracy"]
    assert result.confusion_matrix == reference.confusion_matrix(y, P.argmax(axis=1)).tolist()


def test_the_other_positive_class_turns_the_score_around():
    y, P, _ = made_up()
    one, other = (point_metrics(y, P, ("a", "b"), name) for name in ("a", "b"))
    assert one["roc_auc"] == pytest.approx(other["roc_auc"])
    assert one["pr_auc"] != pytest.approx(other["pr_auc"])


def test_intervals_hold_the_value_and_narrow_with_more_hosts():
    widths = []
    for n_rows in (200, 3200):
        y, P, hosts = made_up(n_rows=n_rows)
        result = evaluate(y, P, ("a", "b"), "b", hosts)
        for name in METRIC_NAMES:
            estimate = result.metrics[name]
            assert estimate.low < estimate.high
            if name != "ece":  # a mean of absolute values is pushed up by noise
                assert estimate.low <= estimate.value <= estimate.high
        widths.append(result.metrics["roc_auc"].high - result.metrics["roc_auc"].low)
    assert widths[1] < widths[0] / 2.5


def test_an_interval_covers_the_truth_as_often_as_it_says():
    """Accuracy of a coin that is right in 80 % of the hosts; 95 % of the intervals should hold .8."""
    rng, covered = np.random.default_rng(5), 0
    for trial in range(60):
        right = rng.random(300) < 0.8
        y = np.tile([0, 1], 150)
        P = np.eye(2)[np.where(right, y, 1 - y)] * 0.8 + 0.1
        estimate = evaluate(y, P, ("a", "b"), "b", np.arange(300), seed=trial).metrics["accuracy"]
        covered += estimate.low <= 0.8 <= estimate.high
    assert covered >= 51


def test_rows_of_one_host_are_drawn_together():
    """Four copies of every row around the same star carry no more information than one."""
    y, P, _ = made_up(n_rows=300)
    once = evaluate(y, P, ("a", "b"), "b", np.arange(300)).metrics["accuracy"]
    copied = evaluate(np.tile(y, 4), np.tile(P, (4, 1)), ("a", "b"), "b", np.tile(np.arange(300), 4))
    alone = evaluate(np.tile(y, 4), np.tile(P, (4, 1)), ("a", "b"), "b", np.arange(1200)).metrics["accuracy"]
    grouped = copied.metrics["accuracy"]
    assert grouped.high - grouped.low == pytest.approx(once.high - once.low, rel=0.15)
    assert alone.high - alone.low < 0.7 * (grouped.high - grouped.low)


def test_one_seed_gives_one_interval():
    y, P, hosts = made_up()
    first, again, other = (evaluate(y, P, ("a", "b"), "b", hosts, seed=seed).metrics for seed in (1, 1, 2))
    assert first == again
    assert first["accuracy"] != other["accuracy"]


def test_what_is_not_defined_is_none_and_json_stays_valid():
    y, P, hosts = made_up(3)
    only = y != 2
    result = evaluate(y[only], P[only], names(3), None, hosts[only])
    assert result.metrics["roc_auc"].value is None
    assert result.metrics["accuracy"].value is not None
    assert result.per_class["c"]["recall"].value is None
    json.dumps(asdict(result), allow_nan=False)


def test_certain_and_wrong_costs_much_but_not_infinity():
    metrics = point_metrics(np.array([0, 1]), np.array([[0.0, 1.0], [0.0, 1.0]]), ("a", "b"), "b")
    assert 1 < metrics["log_loss"] < 40


def test_a_stopped_evaluation_stops():
    class StopNowError(Exception):
        pass

    def stop():
        raise StopNowError

    y, P, hosts = made_up()
    with pytest.raises(StopNowError):
        evaluate(y, P, ("a", "b"), "b", hosts, on_step=stop)


def ranked(n_rows=60):
    """Rows whose scores fall from the first to the last; every third one is no planet."""
    y = (np.arange(n_rows) % 3 != 2).astype(int)
    score = np.linspace(0.99, 0.01, n_rows)
    return y, Scored(y, np.column_stack([1 - score, score]), np.arange(n_rows) // 2, 1)


def test_the_top_of_a_list_is_counted():
    y, scored = ranked()
    lengths = [1, 5, 30, 60, 61]
    shares = top_shares(scored, 1, lengths, np.ones((1, scored.n_hosts)))[:, 0]
    assert shares[:4] == pytest.approx([y[:length].mean() for length in lengths[:4]])
    assert np.isnan(shares[4])


def test_drawn_tops_are_those_of_the_drawn_rows():
    y, scored = ranked()
    weights = np.random.default_rng(0).integers(3, size=(20, scored.n_hosts)).astype(float)
    shares = top_shares(scored, 1, [7], weights)[0]
    for draw, share in zip(weights, shares, strict=True):
        drawn = np.repeat(y, draw[scored.hosts].astype(int))
        assert share == pytest.approx(drawn[:7].mean())
    drawn = resampled_top_shares(scored, 1, [10, 40], 3, lambda: None)
    assert drawn.shape == (2, 1000)
    assert np.nanmean(drawn, axis=1) == pytest.approx([2 / 3, 2 / 3], abs=0.1)
