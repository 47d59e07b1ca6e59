from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
from scipy.special import expit

from ML.classifiers import family_names, get_family
from ML.exceptions import InvalidRowsError
from ML.explanation import CALIBRATED_AFTERWARDS, contribution_table, explain, scales
from ML.explanation.words import summary
from ML.results import Contribution
from ML.training import train

EVERY = pytest.mark.parametrize("family", family_names())


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_contributions_in_original_columns_add_up(family, n_classes, trained, table):
    model, frame = trained(family, n_classes), table(n_classes, seed=4).features.iloc[:15]
    for explanation in explain(model, frame):
        total = explanation.base_value + sum(part.contribution for part in explanation.contributions)
        assert total == pytest.approx(explanation.output, abs=1e-5)
        assert explanation.additivity_error < 1e-5
        assert {part.feature for part in explanation.contributions} == set(model.feature_names)
        sizes = [abs(part.contribution) for part in explanation.contributions]
        assert sizes == sorted(sizes, reverse=True)
        assert not [entry for entry in explanation.warnings if entry["code"] == "not_additive"]
        both_scales_add_up(explanation)
        json.dumps(asdict(explanation), allow_nan=False)


def both_scales_add_up(explanation):
    """On either scale base, contributions and calibration make the answer, and each column has one sign."""
    for scale in ("log_odds", "probability"):
        facts = getattr(explanation, scale)
        total = facts.base_value + sum(getattr(part, scale) for part in explanation.contributions)
        assert total == pytest.approx(facts.output, abs=1e-5)
        assert facts.output + facts.calibration == pytest.approx(facts.answer)
    assert all(part.log_odds * part.probability >= 0 for part in explanation.contributions)
    outputs = (explanation.log_odds.output, explanation.probability.output)
    assert expit(outputs[0]) == pytest.approx(outputs[1], abs=2e-6)


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_it_is_the_predicted_class_that_is_explained(family, n_classes, trained, table):
    model, frame = trained(family, n_classes), table(n_classes, seed=4).features
    explanations, answers = explain(model, frame.iloc[:15]), model.predict(frame.iloc[:15])
    assert [explanation.predicted_class for explanation in explanations] == [answer.prediction for answer in answers]
    for explanation, answer in zip(explanations, answers, strict=True):
        assert explanation.unit == get_family(family).explained_in
        assert explanation.probability.answer == pytest.approx(answer.probability, abs=1e-6)
        own = explanation.output if explanation.unit == "probability" else expit(explanation.output)
        assert own == pytest.approx(answer.probability, abs=1e-6)


@pytest.mark.parametrize(
    ("family", "n_classes", "calibration"),
    [
        ("lightgbm", 2, "sigmoid"),
        ("lightgbm", 3, "isotonic"),
        ("random_forest", 2, "venn_abers"),
        ("random_forest", 3, "sigmoid"),
        ("logistic_regression", 3, "venn_abers"),
    ],
)
def test_a_calibrated_answer_is_its_contributions_and_what_calibration_adds(
    family, n_classes, calibration, table, plan, column
):
    made = table(n_classes)
    renamed = replace(made, features=made.features.rename(columns={"depth": "koi_depth"}))
    features = (column("koi_depth", unit="ppm", canonical="transit_depth"), column("spectral_type", kind="category"))
    model = train(renamed, plan(family, n_classes, features=features, engineered=True, calibration=calibration))
    frame = renamed.features.iloc[:12]
    moved = 0
    for explanation, answer in zip(explain(model, frame), model.predict(frame), strict=True):
        both_scales_add_up(explanation)
        assert explanation.predicted_class == answer.prediction
        assert explanation.probability.answer == pytest.approx(answer.probability)
        assert explanation.note == CALIBRATED_AFTERWARDS
        moved += abs(explanation.probability.calibration) > 1e-4
    assert moved > 0


def test_contributions_that_miss_the_output_are_told(trained, table, monkeypatch):
    model, frame = trained("lightgbm", 2), table().features.iloc[:1]
    whole = scales.attribute

    def lacking(*facts):
        found = whole(*facts)
        return replace(found, values=found.values * 0.9)

    monkeypatch.setattr(scales, "attribute", lacking)
    explanation = explain(model, frame)[0]
    assert [entry["code"] for entry in explanation.warnings] == ["not_additive"]
    assert f"miss the model's output by {explanation.additivity_error:.2g}" in explanation.warnings[0]["text"]


def test_sampled_contributions_say_how_sure_they_are(trained, table):
    sampled, exact = (explain(trained(family, 2), table().features.iloc[:1])[0] for family in ("mlp", "lightgbm"))
    assert [entry["code"] for entry in sampled.warnings] == ["sampled"]
    assert max(part.error for part in sampled.contributions) > 0
    assert exact.warnings == []
    assert all(part.error == 0 for part in exact.contributions)


def test_a_sentence_names_what_speaks_for_and_against(trained, table):
    row = table().features.iloc[[0]].assign(depth=200.0, spectral_type="F", noise=np.nan)
    explanation = explain(trained("logistic_regression", 2), row)[0]
    assert explanation.summary.startswith("PLANET with a probability of ")
    assert "mostly because of depth 200 ppm" in explanation.summary
    assert "although" in explanation.summary
    assert "spectral type F" in explanation.summary.split("although")[1]


def test_a_sentence_where_nothing_is_to_be_said():
    parts = [Contribution("depth", 1.0, "ppm", -1.0, "", "depth", probability=-0.2)]
    assert summary("PLANET", 0.994, parts) == (
        "PLANET with a probability of 99.4 %, as for most objects, although depth 1 ppm speaks against it."
    )
    assert summary("PLANET", 0.6, [replace(parts[0], probability=0.0)]).endswith("and no single column decides it.")


@EVERY
def test_the_contribution_is_that_of_the_row_and_not_of_the_model(family, trained, table):
    """Peers repeat the global importances under every row, or give zero for a row alone: neither happens here."""
    model = trained(family, 2)
    deep = table().features.iloc[[0]].assign(depth=3000.0, spectral_type="G")
    shallow = deep.assign(depth=20.0, spectral_type="F")
    high, low = (explain(model, row)[0] for row in (deep, shallow))
    assert (high.predicted_class, low.predicted_class) == ("PLANET", "FALSE POSITIVE")
    assert high.contributions[0].feature == low.contributions[0].feature == "depth"
    assert high.contributions[0].contribution > 0
    assert low.contributions[0].contribution > 0


def test_values_units_and_words_are_those_of_the_row(trained, table):
    row = table().features.iloc[[0]].assign(depth=3000.0, spectral_type="G", noise=np.nan)
    parts = {part.feature: part for part in explain(trained("lightgbm", 2), row)[0].contributions}
    assert (parts["depth"].value, parts["depth"].unit) == (3000.0, "ppm")
    assert parts["depth"].text == "depth 3000 ppm raises the score of PLANET"
    assert parts["spectral_type"].value == "G"
    assert parts["noise"].value is None
    assert parts["noise"].text.startswith("noise is missing; its stand-in ")


def test_engineered_features_stand_under_their_own_names(table, plan, column):
    made = table(2)
    renamed = replace(made, features=made.features.rename(columns={"depth": "koi_depth"}))
    features = (column("koi_depth", unit="ppm", canonical="transit_depth"), column("noise"))
    model = train(renamed, plan(features=features, engineered=True))
    explanation = explain(model, renamed.features.iloc[:1].assign(koi_depth=1000.0))[0]
    parts = {part.feature: part for part in explanation.contributions}
    assert set(parts) == {"koi_depth", "noise", "log10_transit_depth", "radius_ratio_from_depth"}
    assert parts["log10_transit_depth"].value == pytest.approx(3.0)
    assert parts["log10_transit_depth"].formula == "log10(x), from transit depth"
    assert parts["koi_depth"].formula == ""
    assert explanation.additivity_error < 1e-6


def test_nothing_to_explain_and_rows_that_cannot_be_read(trained, table):
    model, frame = trained("random_forest", 2), table().features
    assert explain(model, frame.iloc[:0]) == []
    with pytest.raises(InvalidRowsError, match="no column noise"):
        explain(model, frame.drop(columns="noise"))


def test_a_table_of_contributions_is_that_of_the_rows_and_explains_one_class_where_asked(trained, table):
    model, frame = trained("random_forest", 3), table(3, seed=4).features.iloc[:10]
    told = contribution_table(model, frame)
    for row, explanation in enumerate(explain(model, frame)):
        parts = {part.feature: part.probability for part in explanation.contributions}
        np.testing.assert_allclose([parts[name] for name in told.names], told.probability.values[row])
    by_class = [contribution_table(model, frame, explained=k).probability for k in range(3)]
    np.testing.assert_allclose(np.sum([part.values for part in by_class], axis=0), 0, atol=1e-12)
    assert max(part.additivity_error.max() for part in by_class) < 1e-12
