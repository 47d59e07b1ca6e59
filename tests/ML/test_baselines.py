from __future__ import annotations

import numpy as np
import pytest

from ML import baselines
from ML.results import METRIC_NAMES
from ML.splitting import grouped_folds

CLASSES = ("FALSE POSITIVE", "PLANET")


def made_up(seed=0, n_rows=400):
    rng = np.random.default_rng(seed)
    y = (rng.random(n_rows) < 0.3).astype(int)
    return y, grouped_folds(y, np.arange(n_rows)), rng


def mask_only(missing, y, folds, on_step=lambda: None):
    return baselines.mask_only(missing, y, folds, CLASSES, "PLANET", seed=1, on_step=on_step)


def test_always_the_commonest_class():
    y, *_ = made_up()
    metrics = baselines.majority(y, CLASSES, "PLANET")
    assert metrics["accuracy"] == pytest.approx(1 - y.mean())
    assert metrics["balanced_accuracy"] == 0.5
    assert metrics["roc_auc"] == 0.5


def test_empty_cells_that_tell_the_class_are_found_out():
    y, folds, rng = made_up()
    missing = np.column_stack([y == 1, rng.random(len(y)) < 0.5])
    assert mask_only(missing, y, folds)["roc_auc"] == pytest.approx(1.0)


def test_empty_cells_at_random_tell_nothing():
    y, folds, rng = made_up()
    assert mask_only(rng.random((len(y), 3)) < 0.3, y, folds)["roc_auc"] == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("value", [False, True])
def test_without_a_pattern_there_is_no_mask_baseline(value):
    y, folds, _ = made_up()
    assert mask_only(np.full((len(y), 3), value), y, folds) == dict.fromkeys(METRIC_NAMES)


def test_the_mask_baseline_can_be_stopped():
    class StopNowError(Exception):
        pass

    def stop():
        raise StopNowError

    y, folds, rng = made_up()
    with pytest.raises(StopNowError):
        mask_only(rng.random((len(y), 3)) < 0.3, y, folds, stop)


def test_flags_that_are_the_verdict_are_as_good_as_the_verdict():
    y, folds, _ = made_up()
    metrics = baselines.flag_rule(y == 0, y, folds, CLASSES)
    assert metrics["accuracy"] == 1.0
    assert metrics["roc_auc"] is None


def test_useless_flags_are_the_commonest_class():
    y, folds, _ = made_up()
    assert baselines.flag_rule(np.zeros(len(y), dtype=bool), y, folds, CLASSES)["accuracy"] == pytest.approx(
        1 - y.mean()
    )
