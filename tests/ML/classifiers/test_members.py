"""How the members of an ensemble are weighed."""

from __future__ import annotations

import numpy as np
import pytest

from ML.classifiers.members import bagged_weights, greedy_weights, log_losses

ROWS = 600


@pytest.fixture(scope="module")
def answers() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Six members of two classes, each with errors of its own and the last of them without a clue; labels; hosts."""
    numbers = np.random.default_rng(3)
    codes = numbers.integers(2, size=ROWS)
    signal = np.where(codes == 1, 1.0, -1.0)
    logits = [scale * signal + numbers.normal(size=ROWS) for scale in (1.0, 1.0, 0.9, 0.8, 0.7, 0.0)]
    positive = 1 / (1 + np.exp(-np.array(logits)))
    return np.stack([1 - positive, positive], axis=2), codes, np.arange(ROWS) // 3


def test_bagged_weights_add_up_let_the_useless_go_and_repeat(answers) -> None:
    found, codes, hosts = answers
    weights, loss = bagged_weights(found, codes, None, hosts, 5)
    assert weights.sum() == pytest.approx(1.0)
    assert weights[-1] == 0.0
    assert loss == pytest.approx(log_losses(np.tensordot(weights, found, 1)[None], codes, None)[0])
    again, _ = bagged_weights(found, codes, None, hosts, 5)
    np.testing.assert_array_equal(again, weights)


def test_bagged_weights_are_never_worse_than_the_best_member_on_the_same_rows(answers) -> None:
    found, codes, hosts = answers
    for count in range(1, len(found) + 1):
        _, loss = bagged_weights(found[-count:], codes, None, hosts, 0)
        assert loss <= min(log_losses(found[-count:], codes, None)) + 1e-12


def test_bagged_weights_generalise_better_than_greedy_ones_where_members_are_alike() -> None:
    """On new rows, averaged over tables: what the bags are for."""
    gains = []
    for seed in range(20):
        numbers = np.random.default_rng(seed)
        codes = numbers.integers(2, size=240)
        logits = np.where(codes == 1, 1.0, -1.0) + numbers.normal(scale=1.5, size=(12, 240))
        positive = 1 / (1 + np.exp(-logits))
        found, old, new = np.stack([1 - positive, positive], axis=2), slice(0, 80), slice(80, None)
        bagged, _ = bagged_weights(found[:, old], codes[old], None, None, seed)
        greedy, _ = greedy_weights(found[:, old], codes[old], None)
        losses = [log_losses(np.tensordot(w, found[:, new], 1)[None], codes[new], None)[0] for w in (bagged, greedy)]
        gains.append(losses[1] - losses[0])
    assert np.mean(gains) > 0


def test_weights_of_rows_count(answers) -> None:
    found, codes, hosts = answers
    only = np.where(hosts < 50, 1.0, 0.0)
    few = bagged_weights(found, codes, only, hosts, 1)[1]
    assert few == pytest.approx(bagged_weights(found, codes, 2 * only, hosts, 1)[1])
    assert few != pytest.approx(bagged_weights(found, codes, None, hosts, 1)[1])
