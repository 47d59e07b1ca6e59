from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from ML.classifiers import family_names, get_family
from ML.exceptions import InvalidRowsError
from ML.explanation import explain
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
        json.dumps(asdict(explanation), allow_nan=False)


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_it_is_the_predicted_class_that_is_explained(family, n_classes, trained, table):
    model, frame = trained(family, n_classes), table(n_classes, seed=4).features
    explanations, answers = explain(model, frame.iloc[:15]), model.predict(frame.iloc[:15])
    assert [explanation.predicted_class for explanation in explanations] == [answer.prediction for answer in answers]
    for explanation, answer in zip(explanations, answers, strict=True):
        assert explanation.unit == get_family(family).explained_in
        if explanation.unit == "probability":
            assert explanation.output == pytest.approx(answer.probability)
        elif n_classes == 2:
            assert 1 / (1 + np.exp(-explanation.output)) == pytest.approx(answer.probability, abs=1e-6)


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
    assert explanation.additivity_error < 1e-6


def test_nothing_to_explain_and_rows_that_cannot_be_read(trained, table):
    model, frame = trained("random_forest", 2), table().features
    assert explain(model, frame.iloc[:0]) == []
    with pytest.raises(InvalidRowsError, match="no column noise"):
        explain(model, frame.drop(columns="noise"))
