from __future__ import annotations

import numpy as np
import pytest

from ML.comparison import paired_differences
from ML.evaluation import evaluate
from ML.results import METRIC_NAMES

CLASSES = ("FALSE POSITIVE", "PLANET")


def rows(n=400, seed=0):
    rng = np.random.default_rng(seed)
    y, hosts = rng.integers(2, size=n), rng.integers(n // 2, size=n)
    good, bad = (np.clip(0.5 + strength * (y - 0.5) + 0.3 * rng.normal(size=n), 0.01, 0.99) for strength in (0.9, 0.3))
    return y, np.column_stack([1 - good, good]), np.column_stack([1 - bad, bad]), hosts


def test_a_model_does_not_differ_from_itself():
    y, good, _, hosts = rows()
    for estimate in paired_differences(y, good, good, CLASSES, "PLANET", hosts).values():
        assert (estimate.value, estimate.low, estimate.high) == (0, 0, 0)


def test_the_difference_is_that_of_the_two_evaluations():
    y, good, bad, hosts = rows()
    difference = paired_differences(y, good, bad, CLASSES, "PLANET", hosts)
    one, other = (evaluate(y, p, CLASSES, "PLANET", hosts).metrics for p in (good, bad))
    for name in METRIC_NAMES:
        assert difference[name].value == pytest.approx(one[name].value - other[name].value)
        assert difference[name].low <= difference[name].value <= difference[name].high
    assert difference["accuracy"].low > 0 > difference["log_loss"].high


def test_swapping_the_models_turns_the_sign():
    y, good, bad, hosts = rows()
    one, other = (paired_differences(y, *pair, CLASSES, None, hosts) for pair in ((good, bad), (bad, good)))
    for name in METRIC_NAMES:
        assert one[name].value == pytest.approx(-other[name].value)
        assert one[name].low == pytest.approx(-other[name].high)


def test_pairing_narrows_the_interval():
    """Two models that err on the same rows differ by less than their separate intervals suggest."""
    y, good, _, hosts = rows()
    nearly = good.copy()
    nearly[:8] = nearly[:8, ::-1]
    paired = paired_differences(y, good, nearly, CLASSES, "PLANET", hosts)["accuracy"]
    alone = evaluate(y, good, CLASSES, "PLANET", hosts).metrics["accuracy"]
    assert paired.high - paired.low < (alone.high - alone.low) / 2


def test_the_seed_decides_the_draws():
    y, good, bad, hosts = rows()
    draws = [paired_differences(y, good, bad, CLASSES, "PLANET", hosts, seed=seed) for seed in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]


def test_a_stop_between_the_resamples_comes_out():
    y, good, bad, hosts = rows()

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paired_differences(y, good, bad, CLASSES, "PLANET", hosts, on_step=stop)
