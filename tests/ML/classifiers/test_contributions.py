from __future__ import annotations

import numpy as np
import pytest
import shap
from sklearn.neural_network import MLPClassifier

from ML.classifiers import family_names
from ML.classifiers.contributions import attribute, background_rows
from ML.classifiers.estimators import build_estimator
from ML.classifiers.fitting import fit_with_progress

SMALL = {"lightgbm": {"n_estimators": 20}, "xgboost": {"n_estimators": 20}, "random_forest": {"n_estimators": 20},
         "logistic_regression": {}, "mlp": {"epochs": 6, "hidden_units": 8}}  # fmt: skip
EVERY = pytest.mark.parametrize("family", family_names())


def fitted(family, n_classes):
    rng = np.random.default_rng(2)
    X = rng.normal(size=(300, 5))
    score = X[:, 0] + X[:, 1] * X[:, 2]
    y = np.digitize(score, np.quantile(score, np.arange(1, n_classes) / n_classes))
    model = fit_with_progress(build_estimator(family, SMALL[family], 3, 1), X, y, None, lambda completed, total: None)
    return model, X


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_contributions_to_any_class_add_up(family, n_classes):
    model, X = fitted(family, n_classes)
    for k in range(n_classes):
        parts = attribute(model, X[:12], np.full(12, k), background_rows(model, X, 0))
        np.testing.assert_allclose(parts.base + parts.values.sum(axis=1), parts.output, atol=1e-5)


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_output_orders_classes_as_the_probabilities_do(family, n_classes):
    model, X = fitted(family, n_classes)
    outputs = [attribute(model, X[:12], np.full(12, k), background_rows(model, X, 0)).output for k in range(n_classes)]
    np.testing.assert_array_equal(np.argmax(outputs, axis=0), model.predict_proba(X[:12]).argmax(axis=1))


@pytest.mark.parametrize("family", ["lightgbm", "xgboost", "logistic_regression"])
def test_in_a_binary_task_one_class_speaks_against_the_other(family):
    model, X = fitted(family, 2)
    for_one, for_other = (attribute(model, X[:5], np.full(5, k), background_rows(model, X, 0)) for k in (0, 1))
    np.testing.assert_allclose(for_one.values, -for_other.values)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_closed_form_for_a_linear_model_is_that_of_shap(n_classes):
    model, X = fitted("logistic_regression", n_classes)
    chosen = model.predict_proba(X).argmax(axis=1)
    ours = attribute(model, X, chosen, background_rows(model, X, 0))
    masker = shap.maskers.Independent(X, max_samples=len(X))
    theirs = np.asarray(shap.LinearExplainer(model, masker).shap_values(X))
    if n_classes == 2:
        theirs = np.stack([-theirs, theirs], axis=-1)
    np.testing.assert_allclose(ours.values, theirs[np.arange(len(X)), :, chosen], atol=1e-9)


def test_sampling_finds_the_exact_values_of_an_additive_network():
    """Where columns do not interact, every order of turning them gives the same Shapley values."""
    model = MLPClassifier((1,), activation="identity", max_iter=1, batch_size=300)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 3)) * 1e-3
    with pytest.warns(match="Maximum iterations"):
        model.fit(X, (X[:, 0] > 0).astype(int))
    background, row = X[:50], X[60:61]
    parts = attribute(model, row, np.array([1]), background)
    slope = np.array([np.subtract(*model.predict_proba(np.vstack([step, -step]))[:, 1]) for step in np.eye(3)]) / 2
    expected = slope * (row[0] - background.mean(axis=0))
    np.testing.assert_allclose(parts.values[0], expected, rtol=0.2, atol=1e-9)


def test_unused_columns_contribute_nothing():
    model, X = fitted("logistic_regression", 2)
    model.coef_[:, 3] = 0.0
    assert (attribute(model, X, np.ones(len(X), dtype=int), background_rows(model, X, 0)).values[:, 3] == 0).all()
