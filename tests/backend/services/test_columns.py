"""Columns and cells as clients see them: always something that JSON can hold."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from backend.services.columns import cell_json, columns_json, rows_json
from backend.services.sources import column_from_json
from ML.catalogs.catalogue import Column, Role
from ML.catalogs.profiles import profile_columns


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, np.float64("inf"), -np.inf, pd.NA, pd.NaT])
def test_what_is_missing_or_infinite_is_null(missing: object) -> None:
    assert cell_json(missing) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(7), 7),
        (np.float64(0.5), 0.5),
        (np.bool_(True), True),
        ("K00752.01", "K00752.01"),
        (pd.Timestamp("2017-07-19"), "2017-07-19 00:00:00"),
    ],
)
def test_a_cell_keeps_its_value_in_a_plain_type(value: object, expected: object) -> None:
    assert cell_json(value) == expected
    assert type(cell_json(value)) is type(expected)


def test_rows_are_strict_json_and_no_more_than_wanted() -> None:
    frame = pd.DataFrame({"n": [1, 2, 3], "x": [np.nan, np.inf, 0.5], "t": ["a", None, "c"]})
    rows = rows_json(frame, 2)
    assert json.loads(json.dumps(rows, allow_nan=False)) == [
        {"n": 1, "x": None, "t": "a"},
        {"n": 2, "x": None, "t": None},
    ]
    assert len(rows_json(frame, 10)) == 3
    assert rows_json(frame.head(0), 10) == []


def test_a_stored_column_can_be_read_back() -> None:
    column = Column("koi_depth", "Depth", "ppm", "How much light is lost.", Role.FEATURE, plausible_low=0.0)
    frame = pd.DataFrame({"koi_depth": [1.0, np.nan, 3.0]})
    (stored,) = json.loads(json.dumps(columns_json([column], profile_columns(frame, ["koi_depth"]))))
    assert stored["role"] == "feature"
    assert (stored["min"], stored["median"], stored["max"], stored["missing"]) == (1, 2, 3, pytest.approx(1 / 3))
    assert column_from_json(stored) == column
