from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from ML.calibration.venn_abers import VennAbers, merged


def by_definition(scores, hits, asked):
    """Fit the isotonic regression anew for each score asked about and each answer that it may have."""
    ends = []
    for score in asked:
        pair = []
        for answer in (0.0, 1.0):
            x, y = np.append(scores, score), np.append(hits, answer)
            pair.append(IsotonicRegression(out_of_bounds="clip").fit(x, y).predict([score])[0])
        ends.append(pair)
    return np.array(ends)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=2, max_size=40),
    st.lists(st.integers(-1, 26), min_size=1, max_size=6),
)
def test_the_table_is_the_isotonic_regression_with_one_more_row(rows, asked):
    scores, hits = np.array([row[0] / 12 for row in rows]), np.array([float(row[1]) for row in rows])
    between = np.array(asked) / 24
    found = VennAbers.fit(scores, hits).interval(between)
    np.testing.assert_allclose(found, by_definition(scores, hits, between), atol=1e-9)


def test_the_merged_probability_lies_within_and_is_never_sure():
    rng = np.random.default_rng(0)
    scores = rng.random(300)
    table = VennAbers.fit(scores, (rng.random(300) < scores).astype(float))
    ends = table.interval(np.linspace(-0.5, 1.5, 50))
    found = merged(ends)
    assert (ends[:, 0] <= found).all() and (found <= ends[:, 1]).all()
    assert found.min() > 0 and found.max() < 1
    assert (np.diff(found) >= -1e-12).all()


@pytest.mark.parametrize("n", [20, 2000])
def test_more_rows_narrow_the_interval(n):
    rng = np.random.default_rng(1)
    scores = rng.random(n)
    ends = VennAbers.fit(scores, (rng.random(n) < scores).astype(float)).interval(np.linspace(0.2, 0.8, 20))
    assert (np.diff(ends, axis=1).mean() < 0.05) == (n == 2000)
