"""Histograms lose no value, keep classes apart, and stay readable beside outliers."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.catalogs.histograms import MOST_BINS, class_codes, make_histogram

CELLS = st.one_of(st.none(), st.floats(), st.integers(-20, 20).map(float))
ROWS = st.lists(st.tuples(CELLS, st.sampled_from(["PLANET", "FALSE POSITIVE", None, ""])), max_size=80)


def histogram(values, labels=None):
    return make_histogram(np.asarray(values, dtype=float), class_codes(len(values), labels))


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_every_finite_value_counts_once_in_its_class(rows):
    values = np.array([np.nan if value is None else value for value, _ in rows], dtype=float)
    labels = pd.Series([label for _, label in rows], dtype="object")
    made = histogram(values, labels)
    finite = np.isfinite(values)
    assert (made is None) == (not finite.any())
    if made is not None:
        json.dumps(asdict(made), allow_nan=False)
        assert (np.diff(made.edges) > 0).all()
        assert len(made.edges) <= MOST_BINS + 1
        expected = labels[finite].fillna("").value_counts().to_dict()
        assert {name: sum(counts) for name, counts in made.counts.items() if sum(counts)} == expected
        assert {len(counts) for counts in made.counts.values()} == {len(made.edges) - 1}


def test_one_outlier_hides_nothing_and_counts_in_the_end_bin():
    values = np.append(np.linspace(0.13, 1.07, 999), 1e9)
    made = histogram(values)
    assert (made.scale, made.edges[-1] < 1.1) == ("linear", True)
    assert sum(made.counts[""]) == 1000
    assert min(made.counts[""]) > 30


def test_decades_are_shown_on_a_logarithmic_scale():
    made = histogram(np.random.default_rng(0).lognormal(2, 2, 2000))
    ratios = np.diff(np.log10(made.edges))
    assert made.scale == "log"
    assert ratios == pytest.approx(ratios[0])


def test_a_few_wrong_signs_do_not_spoil_the_logarithmic_scale():
    made = histogram(np.append(np.random.default_rng(0).lognormal(2, 2, 2000), [0.0, -1.0]))
    assert (made.scale, made.edges[0] > 0, sum(made.counts[""])) == ("log", True, 2002)


def test_whole_numbers_get_a_bin_each():
    made = histogram([1, 1, 2, 4] * 5, pd.Series(["a", "b", "a", "b"] * 5))
    assert made.edges == (0.5, 1.5, 2.5, 3.5, 4.5)
    assert made.counts == {"a": (5, 5, 0, 0), "b": (5, 0, 0, 5)}


@pytest.mark.parametrize("value", [0.0, 0.3, -1e300, np.finfo(float).max, 5e-324, 1e-5])
def test_a_constant_column_has_one_bin_around_its_value(value):
    made = histogram([value] * 30)
    assert made.counts == {"": (30,)}
    assert made.edges[0] <= value <= made.edges[-1]


def test_only_rows_without_a_class_make_the_nameless_class():
    assert class_codes(2, pd.Series(["b", "a"])).names == ("a", "b")
    assert class_codes(3, pd.Series(["b", None, ""])).names == ("b", "")
    assert class_codes(0).names == ("",)
    assert class_codes(2, pd.Series([True, False])).names == ("False", "True")
