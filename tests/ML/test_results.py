from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from ML.results import Estimate, Evaluation, finite


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_finite_number_becomes_none(value):
    assert finite(value) is None


def test_finite_numbers_stay():
    assert finite(0) == 0.0


def test_an_evaluation_is_ready_for_json():
    evaluation = Evaluation({"accuracy": Estimate(0.5, 0.4, 0.6)}, {}, {}, ("a", "b"), [[1, 0], [0, 1]], {}, ())
    assert json.loads(json.dumps(asdict(evaluation)))["metrics"]["accuracy"] == {"value": 0.5, "low": 0.4, "high": 0.6}
