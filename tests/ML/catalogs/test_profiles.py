"""Profiles are true summaries with finite numbers only."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.catalogs.profiles import MOST_CATEGORIES, profile_column, profile_columns
from ML.catalogs.snapshots import find_snapshot, load_snapshot


def test_the_shipped_table_has_a_json_ready_profile_for_every_column():
    frame = load_snapshot(find_snapshot("kepler"))
    profiles = profile_columns(frame, frame.columns)
    assert list(profiles) == list(frame.columns)
    json.dumps({name: asdict(profile) for name, profile in profiles.items()}, allow_nan=False)
    assert profiles["koi_longp"].missing == 1.0
    assert profiles["koi_longp"].min is None
    assert profiles["koi_disposition"].categories == ("FALSE POSITIVE", "CONFIRMED", "CANDIDATE")
    assert len(profiles["koi_comment"].categories) == MOST_CATEGORIES
    assert profiles["kepid"].distinct == 6923


def test_infinity_counts_for_nothing():
    profile = profile_column(pd.Series([1.0, np.inf, -np.inf, 3.0]))
    assert (profile.min, profile.median, profile.max) == (1.0, 2.0, 3.0)


def test_flags_and_dates_are_categories():
    assert profile_column(pd.Series([True, False, True])).categories == ("True", "False")
    assert profile_column(pd.Series(pd.to_datetime(["2017-07-19"]))).categories == ("2017-07-19",)


def test_a_column_without_rows():
    profile = profile_column(pd.Series([], dtype=float))
    assert (profile.missing, profile.min, profile.distinct) == (0.0, None, 0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(allow_infinity=False, allow_nan=False)), min_size=1))
def test_the_median_lies_in_the_range_and_missing_cells_are_counted(values):
    profile = profile_column(pd.Series(values, dtype=float))
    assert profile.missing == values.count(None) / len(values)
    assert (profile.median is None) == (profile.missing == 1.0)
    if profile.median is not None:
        assert profile.min <= profile.median <= profile.max


def test_gaps_and_words_are_counted_by_class():
    frame = pd.DataFrame({"depth": [1.0, np.nan, np.nan, 4.0], "type": ["G", "K", None, "G"]})
    profiles = profile_columns(frame, frame.columns, pd.Series(["P", "P", "F", None], index=[9, 8, 7, 6]))
    assert profiles["depth"].missing_by_class == {"F": 1.0, "P": 0.5, "": 0.0}
    assert profiles["type"].category_counts == {"F": (0, 0), "P": (1, 1), "": (1, 0)}
    assert profiles["type"].histogram is None
    assert profiles["depth"].histogram.counts["F"] == (0,) * (len(profiles["depth"].histogram.edges) - 1)


def test_the_shipped_tables_histograms_add_up_to_its_objects():
    frame = load_snapshot(find_snapshot("kepler"))
    profiles = profile_columns(frame, frame.columns, frame["koi_disposition"])
    json.dumps({name: asdict(profile) for name, profile in profiles.items()}, allow_nan=False)
    period = profiles["koi_period"].histogram
    assert period.scale == "log"
    assert {name: sum(counts) for name, counts in period.counts.items()} == dict(
        frame["koi_disposition"].value_counts()
    )
    for name, profile in profiles.items():
        counted = 0 if profile.histogram is None else sum(map(sum, profile.histogram.counts.values()))
        assert counted in (0, int(frame[name].notna().sum())), name
