"""Rows that lack inputs: known gaps go to the model, others to a model of the given fields; nothing is hidden."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from ML.exceptions import InvalidRowsError
from ML.explanation import explain
from ML.partial import PartialInputs, keep_rows
from ML.partial.answers import LEAST_GAIN
from ML.partial.gaps import input_shares
from ML.training_rows import training_rows


@pytest.fixture
def model(trained):
    return trained("lightgbm", 2)


@pytest.fixture(scope="module")
def kept():
    """The answers' models, fitted once for all tests."""
    return {}


@pytest.fixture
def partial(model, kept):
    return kept.setdefault("partial", PartialInputs(model))


def row(**cells):
    empty = {"depth": np.nan, "period": np.nan, "noise": np.nan, "spectral_type": None}
    return pd.DataFrame([{**empty, **cells}])


FULL = {"depth": 150.0, "period": 7.0, "noise": 0.1, "spectral_type": "G"}


def test_a_full_row_is_answered_by_the_model_itself(partial, model):
    (answer,) = partial.answer(row(**FULL))
    assert answer.answered_by.kind == "whole"
    assert answer.model is model
    assert answer.prediction == model.predict(row(**FULL))[0]
    assert answer.answered_by.fields == ("depth", "period", "noise", "spectral_type")
    assert answer.most_helpful == ()


def test_gaps_that_training_rows_have_are_left_to_the_model(partial, model):
    """One in ten training rows lacks its depth."""
    frame = row(**{**FULL, "depth": np.nan})
    (answer,) = partial.answer(frame)
    assert answer.answered_by.kind == "whole"
    assert answer.prediction == model.predict(frame)[0]
    assert [entry["code"] for entry in answer.prediction.warnings] == ["missing_inputs"]


def test_other_gaps_are_answered_by_a_model_of_the_given_fields_alone(partial):
    (answer,) = partial.answer(row(noise=0.1))
    assert answer.answered_by.kind == "reduced"
    assert answer.answered_by.fields == ("noise",)
    assert answer.model.feature_names == ["noise"]
    assert answer.answered_by.accuracy < answer.answered_by.whole_accuracy
    assert answer.answered_by.log_loss > answer.answered_by.whole_log_loss
    codes = {entry["code"]: entry["text"] for entry in answer.prediction.warnings}
    assert "3 of 4 inputs are missing: depth, period, spectral_type" in codes["missing_inputs"]
    assert "a model of the 1 given field: it is right about" in codes["missing_inputs"]


def test_the_missing_field_that_decides_is_named_first_with_what_it_buys(partial):
    gains = partial.answer(row(noise=0.1))[0].most_helpful
    assert gains[0].feature == "depth"
    assert gains[0].unit == "ppm"
    assert gains[0].gain == max(entry.gain for entry in gains) > 0.1
    assert all(entry.gain >= LEAST_GAIN for entry in gains)
    assert "Knowing depth, such a model is right about" in gains[0].text


def test_the_interval_of_a_reduced_answer_is_that_of_its_own_validation(partial):
    whole, reduced = (partial.answer(row(**cells))[0].prediction for cells in (FULL | {"depth": 600.0}, {"noise": 0.1}))
    widths = [answer.interval[1] - answer.interval[0] for answer in (whole, reduced)]
    assert widths[1] > widths[0]


@pytest.mark.parametrize("n_classes", [2, 3])
def test_an_interval_holds_the_number_that_it_stands_beside(trained, table, n_classes):
    model, rows = trained("random_forest", n_classes), table(n_classes).features
    for answering in (model, PartialInputs(model).reduced(("depth",)), PartialInputs(model).reduced(("noise",))):
        for answer in answering.predict(rows):
            low, high = answer.interval
            own = answer.probability if answer.score is None else answer.score
            assert 0 <= low <= own <= high <= 1


def test_the_same_fields_give_the_same_answer_anywhere(partial, model):
    rows = pd.concat([row(**FULL), row(noise=0.1), row(period=3.0, noise=0.1)], ignore_index=True)
    together, elsewhere = partial.answer(rows), PartialInputs(model)
    for position in (2, 0, 1):
        (alone,) = elsewhere.answer(rows.iloc[[position]])
        assert asdict(alone.prediction) == asdict(together[position].prediction)
        assert alone.most_helpful == together[position].most_helpful


def test_threads_that_ask_at_once_get_one_model(model):
    fresh = PartialInputs(model)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: fresh.answer(row(noise=0.1), helpful=False)[0], range(8)))
    assert len({id(answer.model) for answer in answers}) == 1


def test_an_answer_can_be_explained_with_the_model_that_gave_it(partial):
    frame = row(noise=0.1, period=4.0)
    (answer,) = partial.answer(frame)
    (told,) = explain(answer.model, frame)
    assert told.predicted_class == answer.prediction.prediction
    assert {part.feature for part in told.contributions} == {"noise", "period"}
    assert told.additivity_error < 1e-6


def test_a_row_without_any_value_is_answered_with_a_clear_warning(partial):
    (answer,) = partial.answer(row())
    assert answer.answered_by.fields == ()
    assert "gaps_unknown" in {entry["code"] for entry in answer.prediction.warnings}


def test_a_model_without_training_rows_fills_in_and_says_so(model):
    (answer,) = PartialInputs(replace(model, reserve=None)).answer(row(noise=0.1))
    assert answer.answered_by.kind == "whole"
    assert {"missing_inputs", "gaps_unknown"} <= {entry["code"] for entry in answer.prediction.warnings}


@pytest.mark.parametrize("n_classes", [3])
def test_more_classes_have_an_interval_of_the_answer_s_probability(trained, n_classes):
    reduced = PartialInputs(trained("random_forest", n_classes)).reduced(("period", "noise"))
    (answer,) = reduced.predict(row(period=3.0, noise=0.2))
    low, high = answer.interval
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert 0 <= low < high <= 1


def test_rows_that_cannot_be_read_are_refused(partial):
    with pytest.raises(InvalidRowsError, match="'loud'"):
        partial.answer(row(noise="loud"))


def test_what_is_fitted_and_kept_is_bounded(model, monkeypatch):
    monkeypatch.setattr("ML.partial.answers.MOST_KEPT", 1)
    monkeypatch.setattr("ML.partial.answers.MOST_FIELD_SETS", 2)
    fresh, names = PartialInputs(model), list(FULL)
    chosen = [some for size in (1, 2) for some in combinations(names, size)]
    rows = pd.concat([row(**{name: FULL[name] for name in some}) for some in chosen], ignore_index=True)
    answers = fresh.answer(rows, helpful=False)
    reduced = {id(answer.model) for answer in answers if answer.answered_by.kind == "reduced"}
    assert len(reduced) == 2
    assert len(fresh._models) == 1
    distrusted = [a for a in answers if "gaps_unknown" in {entry["code"] for entry in a.prediction.warnings}]
    assert distrusted
    assert {a.answered_by.kind for a in distrusted} == {"whole"}


def test_shares_of_computed_features_are_split_between_their_inputs(trained):
    shares = input_shares(trained("lightgbm", 2))
    assert shares.sum() == pytest.approx(1)
    assert shares.argmax() == 0


def test_of_a_large_table_whole_hosts_are_kept(table, plan, monkeypatch):
    monkeypatch.setattr("ML.partial.reserve.MOST_ROWS", 100)
    rows = training_rows(table(), plan())
    kept = keep_rows(rows, np.arange(len(rows.y)) % 9, seed=1)
    assert 80 < len(kept.y) <= 100
    assert len(kept.X) == len(kept.hosts) == len(kept.fold) == len(kept.y)
    chosen = np.isin(rows.hosts, kept.hosts)
    assert chosen.sum() == len(kept.y)
    pd.testing.assert_series_equal(
        kept.X["noise"].astype(float), rows.X["noise"][chosen].reset_index(drop=True), rtol=1e-6
    )
    assert set(kept.fold) <= {0, 1, 2, 3, 4, 5}
