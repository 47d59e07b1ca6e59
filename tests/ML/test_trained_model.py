from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ML.classifiers import family_names
from ML.domain_guard import domain_facts
from ML.exceptions import InvalidRowsError

EVERY = pytest.mark.parametrize("family", family_names())


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_one_row_many_rows_and_the_table_agree(family, n_classes, trained, table):
    model, frame = trained(family, n_classes), table(n_classes, seed=9).features.iloc[:20]
    together, rows = model.predict(frame), model.predict_table(frame)
    for position in range(len(frame)):
        (alone,) = model.predict(frame.iloc[[position]])
        assert alone.prediction == together[position].prediction == rows["prediction"].iloc[position]
        assert alone.probability == pytest.approx(together[position].probability, abs=1e-6)
        assert together[position].probability == rows["probability"].iloc[position]
        assert sum(alone.probabilities.values()) == pytest.approx(1, abs=1e-6)
        assert alone.probability == max(alone.probabilities.values())
        assert rows["warnings"].iloc[position] == " ".join(entry["text"] for entry in together[position].warnings)


def test_the_score_is_the_probability_of_the_positive_class(trained, table):
    for answer in trained("lightgbm", 2).predict(table().features):
        assert answer.score == answer.probabilities["PLANET"]
        assert answer.threshold == 0.5
        assert 0 <= answer.interval[0] <= answer.interval[1] <= 1


def test_without_a_positive_class_there_is_no_score(trained, table):
    model = trained("lightgbm", 3)
    answer = model.predict(table(3).features.iloc[:1])[0]
    assert (answer.score, answer.threshold) == (None, None)
    assert answer.interval[0] <= answer.interval[1]
    assert model.predict_table(table(3).features)["score"].isna().all()


def test_a_threshold_decides_which_class_is_answered(trained, table):
    model, frame = trained("lightgbm", 2), table().features
    scores = model.predict_table(frame)["score"]
    for threshold in (0.0, 0.3, 0.9, 1.0):
        answers = model.predict_table(frame, threshold)["prediction"]
        np.testing.assert_array_equal(answers == "PLANET", scores >= threshold)
        assert [answer.prediction for answer in model.predict(frame, threshold)] == list(answers)
        assert model.predict(frame.iloc[:1], threshold)[0].threshold == threshold


def test_the_probability_is_that_of_the_answer_even_below_one_half(trained, table):
    model, frame = trained("lightgbm", 2), table().features
    answers = model.predict_table(frame, 0.1)
    chosen = answers["prediction"] == "PLANET"
    np.testing.assert_array_equal(answers.loc[chosen, "probability"], answers.loc[chosen, "score"])
    assert (answers.loc[chosen, "probability"] < 0.5).any()


def test_neither_column_order_nor_other_columns_matter(trained, table):
    model, frame = trained("xgboost", 2), table().features
    other = frame[frame.columns[::-1]].assign(comment="hello")
    pd.testing.assert_frame_equal(model.predict_table(frame), model.predict_table(other))


def test_the_table_keeps_the_index(trained, table):
    frame = table().features.iloc[5:8]
    assert trained("mlp", 2).predict_table(frame).index.tolist() == [5, 6, 7]


def test_no_rows_give_no_answers(trained, table):
    model, frame = trained("lightgbm", 2), table().features.iloc[:0]
    assert model.predict(frame) == []
    assert len(model.predict_table(frame)) == 0


def test_missing_and_unusual_inputs_are_named(trained, table):
    row = table().features.iloc[[0]].assign(depth=np.nan, period=1e9)
    codes = [entry["code"] for entry in trained("logistic_regression", 2).predict(row)[0].warnings]
    assert codes == ["missing_inputs", "outside_training_range"]


def test_rows_that_cannot_be_read_are_refused(trained, table):
    model, frame = trained("lightgbm", 2), table().features
    with pytest.raises(InvalidRowsError, match="no column depth"):
        model.predict(frame.drop(columns="depth"))
    with pytest.raises(InvalidRowsError, match="Row 1, column noise: 'loud'"):
        model.predict_table(frame.assign(noise="loud"))


def test_a_column_is_known_by_name_and_an_engineered_one_is_not(trained):
    model = trained("lightgbm", 2)
    assert model.feature("depth").unit == "ppm"
    assert model.feature("log10_transit_depth") is None


def test_a_row_of_another_mission_is_warned_of_in_one_row_and_in_the_table(trained, table):
    frame = table().features.iloc[:3].assign(mission=["Kepler", "TESS", None])
    columns = {"depth": "transit_depth", "period": "orbital_period"}
    model = replace(trained("lightgbm", 2), domain=domain_facts(frame, columns, ["Kepler"]))
    codes = [{entry["code"] for entry in answer.warnings} for answer in model.predict(frame)]
    assert ["other_mission" in row for row in codes] == [False, True, False]
    assert "is of TESS" in model.predict_table(frame)["warnings"].iloc[1]
