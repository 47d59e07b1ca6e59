from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import shap
from sklearn.base import clone
from sklearn.neural_network import MLPClassifier

from ML.classifiers import families, family_names
from ML.classifiers.contributions import attribute, background_rows
from ML.classifiers.estimators import build_estimator
from ML.classifiers.fitting import fit_with_progress

LOG_ODDS = {family.name for family in families() if family.explained_in == "log-odds"}
EVERY = pytest.mark.parametrize("family", family_names())


@pytest.fixture(scope="module")
def fitted(small):
    @cache
    def fit(family, n_classes, **changes):
        rng = np.random.default_rng(2)
        X = rng.normal(size=(300, 5))
        score = X[:, 0] + X[:, 1] * X[:, 2]
        y = np.digitize(score, np.quantile(score, np.arange(1, n_classes) / n_classes))
        estimator = build_estimator(family, {**small[family], **changes}, 3, 1)
        return fit_with_progress(estimator, X, y, None, lambda completed, total: None), X

    return fit


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_contributions_to_any_class_add_up(family, n_classes, fitted):
    model, X = fitted(family, n_classes)
    for k in range(n_classes):
        parts = attribute(model, X[:12], np.full(12, k), background_rows(model, X, 0))
        assert parts.values.shape == parts.error.shape == (12, 5)
        np.testing.assert_allclose(parts.base + parts.values.sum(axis=1), parts.output, atol=1e-5)


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_output_orders_classes_as_the_probabilities_do(family, n_classes, fitted):
    model, X = fitted(family, n_classes)
    outputs = [attribute(model, X[:12], np.full(12, k), background_rows(model, X, 0)).output for k in range(n_classes)]
    np.testing.assert_array_equal(np.argmax(outputs, axis=0), model.predict_proba(X[:12]).argmax(axis=1))


@pytest.mark.parametrize("family", sorted(LOG_ODDS))
def test_in_a_binary_task_one_class_speaks_against_the_other(family, fitted):
    model, X = fitted(family, 2)
    for_one, for_other = (attribute(model, X[:5], np.full(5, k), background_rows(model, X, 0)) for k in (0, 1))
    np.testing.assert_allclose(for_one.values, -for_other.values)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_closed_form_for_a_linear_model_is_that_of_shap(n_classes, fitted):
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
    model = MLPClassifier((1,), activation="identity", max_iter=1, batch_size=300, random_state=0)
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 3)) * 1e-3
    with pytest.warns(match="Maximum iterations"):
        model.fit(X, (X[:, 0] > 0).astype(int))
    background, row = X[:50], X[60:61]
    parts = attribute(model, row, np.array([1]), background)
    steps = 1e-3 * np.eye(3)
    slope = np.array([np.subtract(*model.predict_proba(np.vstack([step, -step]))[:, 1]) for step in steps]) / 2e-3
    expected = slope * (row[0] - background.mean(axis=0))
    np.testing.assert_allclose(parts.values[0], expected, rtol=1e-3, atol=1e-9)


def test_unused_columns_contribute_nothing(fitted):
    model, X = fitted("logistic_regression", 2)
    model.coef_[:, 3] = 0.0
    assert (attribute(model, X, np.ones(len(X), dtype=int), background_rows(model, X, 0)).values[:, 3] == 0).all()


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("family", ["gradient_boosting", "hist_gradient_boosting", "adaboost"])
def test_trees_handed_to_shap_are_those_of_the_model(family, n_classes, fitted):
    """A row's contributions and base add up to what the model says although nothing is corrected."""
    model, X = fitted(family, n_classes, max_depth=2) if family == "adaboost" else fitted(family, n_classes)
    probabilities = model.predict_proba(X[:40])
    outputs = [attribute(model, X[:40], np.full(40, k), X[:0]) for k in range(n_classes)]
    added = np.array([parts.base + parts.values.sum(axis=1) for parts in outputs])
    odds = added[1:] if n_classes == 2 else added - added[0]
    expected = np.log(probabilities[:, 1:] / probabilities[:, :1])
    np.testing.assert_allclose((odds if n_classes == 2 else odds[1:]).T, expected, atol=1e-6)


def test_two_class_boosting_is_explained_as_shap_itself_would(fitted):
    for family in ("gradient_boosting", "hist_gradient_boosting"):
        model, X = fitted(family, 2)
        theirs = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
        ours = attribute(model, X[:20], np.ones(20, dtype=int), X[:0])
        np.testing.assert_allclose(ours.values, theirs.shap_values(X[:20]), atol=1e-6)
        np.testing.assert_allclose(ours.base, np.ravel(theirs.expected_value)[0], atol=1e-6)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("family", ["random_forest", "extra_trees", "decision_tree"])
def test_forests_are_explained_as_shap_would(family, n_classes, fitted):
    model, X = fitted(family, n_classes)
    chosen = np.arange(30) % n_classes
    theirs = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
    ours = attribute(model, X[:30], chosen, X[:0])
    np.testing.assert_allclose(ours.values, theirs.shap_values(X[:30])[np.arange(30), :, chosen], atol=1e-12)
    np.testing.assert_allclose(ours.base, np.asarray(theirs.expected_value)[chosen], atol=1e-12)


@pytest.mark.parametrize("family", ["random_forest", "extra_trees", "decision_tree", "hist_gradient_boosting"])
def test_trees_that_take_gaps_are_explained_with_gaps(family, fitted):
    model, X = fitted(family, 2)
    gaps = np.where(np.random.default_rng(0).random(X.shape) < 0.2, np.nan, X)
    again, chosen = clone(model).fit(gaps, X[:, 0] > 0), np.ones(30, dtype=int)
    parts = attribute(again, gaps[:30], chosen, gaps[:0])
    np.testing.assert_allclose(parts.base + parts.values.sum(axis=1), parts.output, atol=1e-9)


def test_a_forest_that_is_fitted_anew_is_explained_anew(fitted):
    model, X = fitted("random_forest", 2)
    again, chosen = clone(model), np.ones(5, dtype=int)
    for target in (X[:, 0] > 0, X[:, 3] > 0):
        parts = attribute(again.fit(X, target), X[:5], chosen, X[:0])
        np.testing.assert_allclose(parts.base + parts.values.sum(axis=1), again.predict_proba(X[:5])[:, 1], atol=1e-12)


def test_catboost_takes_the_same_paths_as_shap(fitted):
    model, X = fitted("catboost", 2)
    theirs = shap.TreeExplainer(model.model_, feature_perturbation="tree_path_dependent").shap_values(X[:20])
    ours = attribute(model, X[:20], np.ones(20, dtype=int), X[:0])
    np.testing.assert_allclose(ours.values, theirs, atol=1e-9)


def test_the_error_of_sampling_shrinks_with_the_background_and_covers_the_truth(fitted):
    """Four times the rows: half the error; and two samples differ by no more than their errors say."""
    model, X = fitted("svm", 2)
    few, many = (attribute(model, X[:6], np.ones(6, dtype=int), X[start:stop]) for start, stop in ((0, 50), (50, 250)))
    assert 0.3 < many.error.mean() / few.error.mean() < 0.7
    distance = np.abs(few.values - many.values) / np.hypot(few.error, many.error)
    assert np.median(distance) < 1.5
    assert distance.max() < 5


def test_exact_contributions_have_no_error(fitted):
    model, X = fitted("lightgbm", 2)
    assert (attribute(model, X[:3], np.ones(3, dtype=int), X[:0]).error == 0).all()
