from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ML.exceptions import InvalidRowsError
from ML.input_rows import check_rows, row_warnings
from ML.results import TrainingColumn

NUMBERS = (
    TrainingColumn("depth", "number", 0.1, 10.0, 50.0, 100.0),
    TrainingColumn("period", "number", 0.0, 1.0, 2.0, 3.0),
)
COLUMNS = (*NUMBERS, TrainingColumn("kind", "category", 0.0, categories=("F", "G")))


def test_columns_come_in_the_order_of_the_training_whatever_stands_beside_them():
    frame = pd.DataFrame({"other": ["x"], "period": [2], "depth": ["50"]}, index=[7])
    checked = check_rows(frame, NUMBERS)
    assert list(checked.columns) == ["depth", "period"]
    assert checked.index.tolist() == [7]
    assert checked.iloc[0].tolist() == [50.0, 2.0]


@pytest.mark.parametrize("empty", [None, np.nan, pd.NA, "", "  "])
def test_every_kind_of_empty_cell_is_missing(empty):
    frame = pd.DataFrame({"depth": [empty, 20.0], "period": [2.0, 2.0]})
    assert np.isnan(check_rows(frame, NUMBERS).depth[0])


def test_missing_columns_name_expected_and_found():
    with pytest.raises(
        InvalidRowsError, match=r"no column depth\. Expected 2 columns \(depth, period\); found period"
    ) as e:
        check_rows(pd.DataFrame({"period": [1.0]}), NUMBERS)
    assert e.value.details["missing"] == ["depth"]
    assert e.value.details["found"] == ["period"]


def test_a_column_that_stands_twice_is_refused():
    frame = pd.DataFrame([[1.0, 2.0, 3.0]], columns=["depth", "depth", "period"])
    with pytest.raises(InvalidRowsError, match="hold depth more than once"):
        check_rows(frame, NUMBERS)


@pytest.mark.parametrize("bad", ["about 3", "inf", float("inf"), -float("inf"), "1,5", "0x10"])
def test_a_cell_that_is_no_number_names_row_column_and_value(bad):
    frame = pd.DataFrame({"depth": [20.0, 30.0, bad], "period": [1.0, 2.0, 3.0]})
    with pytest.raises(InvalidRowsError, match="Row 3, column depth") as caught:
        check_rows(frame, NUMBERS)
    assert caught.value.details["cells"] == [{"row": 3, "column": "depth", "value": str(bad)}]


def test_usual_rows_have_no_warnings():
    assert row_warnings(check_rows(pd.DataFrame({"depth": [50], "period": [2]}), NUMBERS), NUMBERS) == [[]]


def test_missing_inputs_are_named_and_never_filled_in_silently():
    checked = check_rows(pd.DataFrame({"depth": [None, 50.0], "period": [2.0, 2.0]}), NUMBERS)
    (first,), second = row_warnings(checked, NUMBERS)
    assert first["code"] == "missing_inputs"
    assert "1 of 2 inputs are missing: depth" in first["text"]
    assert second == []


@pytest.mark.parametrize("columns", [NUMBERS, COLUMNS])
def test_values_outside_the_training_range_are_named_with_the_range(columns):
    frame = pd.DataFrame({"depth": [5.0, 10.0, 101.0], "period": [1.0, 3.0, 2.0], "kind": ["F", "G", "F"]})
    below, inside, above = row_warnings(check_rows(frame, columns), columns)
    assert below[0]["code"] == "outside_training_range"
    assert "depth 5 (trained on 10 to 100)" in below[0]["text"]
    assert inside == []
    assert "depth 101" in above[0]["text"]


def test_unknown_categories_are_outside_and_empty_ones_missing():
    frame = pd.DataFrame({"depth": [50.0] * 3, "period": [2.0] * 3, "kind": ["O", None, " G "]})
    unknown, empty, known = row_warnings(check_rows(frame, COLUMNS), COLUMNS)
    assert [entry["code"] for entry in unknown] == ["outside_training_range"]
    assert "'O' was not among the training rows" in unknown[0]["text"]
    assert [entry["code"] for entry in empty] == ["missing_inputs"]
    assert known == []
