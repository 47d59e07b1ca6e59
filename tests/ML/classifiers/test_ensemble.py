from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss
from sklearn.utils.estimator_checks import parametrize_with_checks

from ML.classifiers.attribution import exactly
from ML.classifiers.contributions import attribute, background_rows
from ML.classifiers.ensemble import WeightedEnsemble, greedy_weights
from ML.classifiers.ensemble_contributions import in_probability
from ML.classifiers.estimators import build_estimator, limit_threads
from ML.exceptions import InvalidFieldsError

EQUAL_WEIGHTS = "check_sample_weight_equivalence_on_dense_data"
"""That a row of weight two is the same as the row twice: a row twice can stand in two inner folds."""
SMALL = {"xgboost": {"n_estimators": 20}, "mlp": {"epochs": 5, "hidden_units": 8}}


@parametrize_with_checks([WeightedEnsemble(("decision_tree", "logistic_regression"), folds=2, random_state=0)])
def test_the_ensemble_keeps_the_promise_of_scikit_learn(estimator, check):
    if check.func.__name__ == EQUAL_WEIGHTS:
        with pytest.raises(AssertionError, match="Not equal"):
            check(estimator)
    else:
        check(estimator)


def made_up(n_classes=2, n_rows=300):
    rng = np.random.default_rng(3)
    X = rng.normal(size=(n_rows, 5))
    score = X[:, 0] + X[:, 1] * X[:, 2] + 0.5 * rng.normal(size=n_rows)
    return X, np.digitize(score, np.quantile(score, np.arange(1, n_classes) / n_classes))


def fitted(members, X, y, **changes):
    return WeightedEnsemble(members, SMALL, folds=3, random_state=0, **changes).fit(X, y)


def test_it_answers_the_weighted_mean_of_its_members():
    X, y = made_up(3)
    model = fitted(("xgboost", "logistic_regression", "decision_tree"), X, y)
    assert sum(model.weights_.values()) == pytest.approx(1)
    expected = sum(model.weights_[name] * member.predict_proba(X) for name, member in model.parts())
    np.testing.assert_allclose(model.predict_proba(X), expected)


def test_on_inner_folds_it_is_at_least_as_good_as_every_member():
    X, y = made_up()
    losses = fitted(("xgboost", "logistic_regression", "decision_tree", "mlp"), X, y).inner_losses_
    assert losses["ensemble"] <= min(loss for name, loss in losses.items() if name != "ensemble")


def test_equal_weights_need_no_inner_folds():
    X, y = made_up()
    model = fitted(("xgboost", "logistic_regression"), X, y, weighting="equal")
    assert model.weights_ == {"xgboost": 0.5, "logistic_regression": 0.5}
    assert model.inner_losses_ == {}
    assert model.planned_steps() == 1020


def test_greedy_weights_find_the_mixture_that_made_the_rows():
    """Rows drawn from .7 of one and .3 of another member, and a third that only knows the shares of the classes."""
    rng = np.random.default_rng(1)
    first, second = rng.uniform(0.05, 0.95, (2, 20_000))
    codes = (rng.random(20_000) < 0.7 * first + 0.3 * second).astype(int)
    found = np.array([np.column_stack([1 - part, part]) for part in (first, second, np.full(20_000, 0.5))])
    weights, loss = greedy_weights(found, codes, None)
    np.testing.assert_allclose(weights, [0.7, 0.3, 0.0], atol=0.05)
    assert loss == pytest.approx(log_loss(codes, np.tensordot(weights, found, axes=1)))


def test_a_member_that_does_not_help_is_let_go():
    _, y = made_up()
    sure = np.column_stack([1 - y, y]) * 0.98 + 0.01
    weights, _ = greedy_weights(np.array([sure, np.full((300, 2), 0.5)]), y, None)
    np.testing.assert_array_equal(weights, [1.0, 0.0])


def test_heavy_rows_weigh_more_when_weights_are_found():
    codes = np.array([0, 0, 1])
    for_zero, for_one = np.tile([0.9, 0.1], (3, 1)), np.tile([0.1, 0.9], (3, 1))
    plain, _ = greedy_weights(np.array([for_zero, for_one]), codes, None)
    heavy, _ = greedy_weights(np.array([for_zero, for_one]), codes, np.array([1.0, 1.0, 10.0]))
    assert plain[0] > 0.5 > heavy[0]


def test_groups_stay_together_on_inner_folds(monkeypatch):
    X, y = made_up(n_rows=120)
    hosts, seen = np.arange(120) // 4, []
    fit = WeightedEnsemble(("decision_tree", "logistic_regression"), folds=3, random_state=0)

    def watch(codes, groups, folds, seed):
        from ML.classifiers.inner import inner_folds

        seen.extend(inner_folds(codes, groups, folds, seed))
        return seen

    monkeypatch.setattr("ML.classifiers.ensemble.inner_folds", watch)
    fit.fit(X, y, groups=hosts)
    assert len(seen) == 3
    assert all(not set(hosts[train]) & set(hosts[test]) for train, test in seen)


def test_threads_of_members_are_limited():
    X, y = made_up()
    model = fitted(("xgboost", "logistic_regression"), X, y, n_jobs=2, weighting="equal")
    assert dict(model.parts())["xgboost"].n_jobs == 1
    limit_threads(model, 3)
    assert dict(model.parts())["xgboost"].n_jobs == 3


def test_fewer_than_two_members_are_refused_with_the_choice():
    with pytest.raises(InvalidFieldsError, match="needs at least 2 of lightgbm"):
        build_estimator("ensemble", dict.fromkeys(("lightgbm", "catboost", "xgboost", "svm"), False), 0, 1)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_contributions_are_the_weighted_sum_of_the_members(n_classes):
    X, y = made_up(n_classes)
    model = fitted(("xgboost", "logistic_regression", "mlp", "decision_tree"), X, y, weighting="equal")
    chosen = model.predict_proba(X[:8]).argmax(axis=1)
    parts = attribute(model, X[:8], chosen, background_rows(model, X, 0))
    np.testing.assert_allclose(parts.output, model.predict_proba(X[:8])[np.arange(8), chosen])
    np.testing.assert_allclose(parts.base + parts.values.sum(axis=1), parts.output, atol=1e-9)
    assert (parts.error > 0).any()
    tree = dict(model.parts())["decision_tree"]
    alone = fitted(("decision_tree",), X, y, weighting="equal")
    np.testing.assert_allclose(attribute(alone, X[:8], chosen, X).values, attribute(tree, X[:8], chosen, X[:0]).values)


def test_two_classes_share_the_change_of_probability_as_they_share_the_log_odds():
    """Along a straight line the logistic function keeps the proportions."""
    values, base = np.array([[2.0, -1.0, 0.5]]), np.array([0.3])
    for_one = exactly(values, base, base + values.sum(axis=1))
    for_other = exactly(-values, -base, -for_one.output)
    parts = in_probability([for_other, for_one], np.array([1]))
    change = 1 / (1 + np.exp(-1.8)) - 1 / (1 + np.exp(-0.3))
    np.testing.assert_allclose(parts.values, change * values / 1.5, rtol=1e-6)


def test_contributions_that_cancel_are_still_shared_fairly():
    values, base = np.array([[2.0, -2.0]]), np.array([0.0])
    parts = in_probability([exactly(-values, base, base), exactly(values, base, base)], np.array([1]))
    np.testing.assert_allclose(parts.values, [[0.5, -0.5]])
    assert parts.output == pytest.approx(0.5)
