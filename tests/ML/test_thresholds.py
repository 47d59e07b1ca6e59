from __future__ import annotations

import numpy as np
import pytest

from ML.curves import choose_threshold
from ML.exceptions import InvalidFieldsError
from ML.thresholds import (
    Judged,
    calibrated_scores,
    expected_so_far,
    list_at_threshold,
    purpose_threshold,
    reachable_purposes,
)


def drawn(n: int, seed: int, n_hosts: int = 400) -> tuple[Judged, np.ndarray]:
    """Rows whose score is pushed to the ends, and the probability that it really stands for."""
    rng = np.random.default_rng(seed)
    probability = rng.beta(0.7, 0.7, n)
    odds = np.log(probability / (1 - probability))
    return Judged(rng.random(n) < probability, 1 / (1 + np.exp(-2 * odds)), rng.integers(n_hosts, size=n)), probability


JUDGED, _ = drawn(3_000, 1)


@pytest.mark.parametrize(
    ("objective", "value", "number", "reaches"),
    [
        ("precision_at_least", 0.95, "precision", lambda v: v >= 0.95),
        ("recall_at_least", 0.9, "recall", lambda v: v >= 0.9),
        ("miss_at_most", 0.1, "missed", lambda v: v <= 0.1 + 1e-9),
        ("false_positives_at_most", 25, "false_positives", lambda v: v <= 25),
    ],
)
def test_a_threshold_reaches_its_purpose_within_an_interval_over_hosts(objective, value, number, reaches):
    found = purpose_threshold(JUDGED, objective, value)
    assert reaches(found[number].value)
    assert found[number].low < found[number].value < found[number].high
    above = JUDGED.score >= found["threshold"]
    assert found["selected"] == above.sum()
    assert found["false_positives"].value == (above & ~JUDGED.hit).sum()


def test_missing_at_most_is_finding_at_least():
    least = choose_threshold(JUDGED.hit, JUDGED.score, "recall_at_least", 0.95)
    assert choose_threshold(JUDGED.hit, JUDGED.score, "miss_at_most", 0.05) == least


@pytest.mark.parametrize(
    ("objective", "value"), [("miss_at_most", 1.5), ("false_positives_at_most", -1), ("luck", 0.5)]
)
def test_what_cannot_be_asked_is_refused(objective, value):
    with pytest.raises(InvalidFieldsError):
        choose_threshold(JUDGED.hit, JUDGED.score, objective, value)


def test_a_purpose_out_of_reach_says_so():
    coin = Judged(np.arange(50) % 2 == 0, np.ones(50), np.arange(50))
    purposes = reachable_purposes(coin)
    assert [entry["threshold"] is None for entry in purposes] == [True, True, False]
    assert "precision of 0.99" in str(purposes[0]["reason"])


def test_calibrated_scores_come_true_and_keep_the_order():
    judged, truth = drawn(8_000, 2)
    probability, interval = calibrated_scores(JUDGED, judged.score)
    assert np.abs(probability - truth).mean() < np.abs(judged.score - truth).mean() / 2
    assert (np.diff(probability[np.argsort(judged.score)]) >= 0).all()
    assert (interval[:, 0] <= probability).all()
    assert (probability <= interval[:, 1]).all()


def test_the_interval_of_expected_counts_holds_the_real_count_about_as_often_as_it_says():
    held = []
    for seed in range(20):
        judged, _ = drawn(800, 100 + seed, 200)
        new, _ = drawn(300, 200 + seed)
        order = np.argsort(-new.score)
        scores = new.score[order]
        expected, interval = expected_so_far(judged, scores, calibrated_scores(judged, scores)[0])
        real = np.cumsum(new.hit[order])
        held += [interval[k, 0] <= real[k] <= interval[k, 1] for k in (99, 199, 299)]
        assert (interval[:, 0] <= expected).all()
        assert (expected <= interval[:, 1]).all()
    assert np.mean(held) > 0.85


def test_a_list_is_counted_at_a_threshold():
    scores = np.array([0.9, 0.8, 0.2])
    expected, interval = np.array([0.9, 1.6, 1.7]), np.array([[0.0, 1.0], [1.0, 2.0], [1.0, 3.0]])
    counts = list_at_threshold(0.5, scores, expected, interval)
    assert (counts["selected"], counts["expected"].value, counts["expected"].high) == (2, 1.6, 2.0)
    assert counts["expected_false_positives"].value == pytest.approx(0.4)
    assert (counts["expected_false_positives"].low, counts["expected_false_positives"].high) == (0.0, 1.0)
    assert counts["expected_missed"].value == pytest.approx(0.1)
    nothing = list_at_threshold(0.95, scores, expected, interval)
    assert (nothing["selected"], nothing["expected"].value, nothing["expected_missed"].value) == (0, 0.0, 1.7)


def test_an_empty_list_counts_nothing():
    expected, interval = expected_so_far(JUDGED, np.zeros(0), np.zeros(0))
    assert list_at_threshold(0.5, np.zeros(0), expected, interval)["selected"] == 0
