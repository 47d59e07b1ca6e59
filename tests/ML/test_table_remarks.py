"""What is said of a large table's rows is what is said of each row alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ML.input_rows import check_rows, row_warnings
from ML.results import TrainingColumn, remark
from ML.table_remarks import table_remarks

NUMBERS = tuple(TrainingColumn(f"c{k}", "number", 0.1, -2.0, 0.0, 2.0) for k in range(11))
COLUMNS = (*NUMBERS, TrainingColumn("kind", "category", 0.0, categories=("F", "G")))


def domain(frame):
    return [[remark("other_mission", "Of TESS.")] if value > 1 else [] for value in frame["c0"]]


def every(checked, frame):
    return [own + other for own, other in zip(row_warnings(checked, COLUMNS), domain(frame), strict=True)]


@pytest.mark.parametrize("spread", [0.5, 1.5])
def test_rows_of_a_table_are_told_as_rows_alone(spread):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(scale=spread, size=(400, 11)), columns=[c.name for c in NUMBERS])
    frame = frame.mask(rng.random(frame.shape) < 0.1)
    frame["kind"] = rng.choice(["F", "G", "M"], 400, p=[0.5, 0.45, 0.05])
    checked = check_rows(frame, COLUMNS)
    expected = [" ".join(entry["text"] for entry in row) for row in every(checked, frame)]
    assert table_remarks(checked, frame, COLUMNS, every, domain).tolist() == expected
    assert "" in expected
    assert any("Of TESS." in text and "missing" in text for text in expected)


def test_a_table_without_rows_has_no_remarks():
    frame = pd.DataFrame({column.name: pd.Series(dtype="float64") for column in NUMBERS})
    assert table_remarks(check_rows(frame, NUMBERS), frame, NUMBERS, every, domain).tolist() == []
