from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from ML.comparison import Turned, compare_runs, paired_differences
from ML.evaluation import evaluate
from ML.exceptions import IncomparableRunsError
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


def tables(n=300, seed=3):
    y, good, bad, hosts = rows(n, seed)
    facts = {
        "object": [f"K{row:05d}.01" for row in range(n)],
        "host": hosts.astype(str),
        "truth": np.array(CLASSES)[y],
        "fold": 1 + hosts % 3,
    }
    columns = [f"probability_{name}" for name in CLASSES]
    return [pd.DataFrame({**facts, **dict(zip(columns, scores.T, strict=True))}) for scores in (good, bad)]


def test_a_run_does_not_differ_from_itself():
    good, _ = tables()
    made = compare_runs(good, good, CLASSES, "PLANET")
    assert all((each.value, each.low, each.high) == (0, 0, 0) for each in made.difference.values())
    assert (made.turned.gained, made.turned.lost, made.turned.p_value, made.verdict) == (0, 0, 1.0, "alike")
    assert made.text.startswith("Both are right about the same ones of 300 objects around ")


def test_a_better_run_is_told_so_and_the_other_way_round():
    good, bad = tables()
    one, other = compare_runs(good, bad, CLASSES, "PLANET"), compare_runs(bad, good, CLASSES, "PLANET")
    assert (one.verdict, other.verdict) == ("better", "worse")
    assert (one.turned.gained, one.turned.lost) == (other.turned.lost, other.turned.gained)
    assert one.turned.p_value == other.turned.p_value < 0.001
    assert one.difference["accuracy"].value == pytest.approx((one.turned.gained - one.turned.lost) / 300)
    assert "p < .001" in one.text
    assert one.text.startswith("This one is better by ")
    assert "This one's log-loss is lower by " in one.text
    assert "This one's log-loss is higher by " in other.text


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_the_exact_binomial_test(gained, lost):
    turned = Turned(5, gained, lost, 5)
    expected = binomtest(gained, gained + lost, 0.5).pvalue if gained + lost else 1.0
    assert turned.p_value == pytest.approx(expected)


@pytest.mark.parametrize("column", ["object", "truth", "fold"])
def test_other_objects_folds_or_truths_are_refused(column):
    good, bad = tables()
    shifted = bad.assign(**{column: np.roll(bad[column].to_numpy(), 1)})
    with pytest.raises(IncomparableRunsError, match=f"differ in the {column} of .* train again"):
        compare_runs(good, shifted, CLASSES, "PLANET")
    with pytest.raises(IncomparableRunsError, match="validated 300 objects, the other 299"):
        compare_runs(good, bad[1:], CLASSES, "PLANET")


def test_where_nearly_all_are_of_one_class_the_verdict_is_about_precision():
    good, bad = (table.assign(truth=np.where(np.arange(300) < 15, "PLANET", "FALSE POSITIVE")) for table in tables())
    assert compare_runs(good, bad, CLASSES, "PLANET").headline == "pr_auc"
