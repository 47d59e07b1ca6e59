from __future__ import annotations

import multiprocessing
import pickle
import warnings

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.exceptions import ConvergenceWarning

from ML.classifiers import family_names, get_family
from ML.classifiers.estimators import build_estimator, limit_threads
from ML.classifiers.fitting import fit_with_progress, total_steps
from ML.exceptions import InvalidFieldsError

EVERY = pytest.mark.parametrize("family", family_names())
AT_ONCE = {"decision_tree": 1, "k_nearest_neighbours": 1}
"""Families whose fit has no parts to count."""
WITHOUT_CHANCE = {"decision_tree", "k_nearest_neighbours", "logistic_regression"}


class CancelledError(Exception):
    pass


def made_up(n_classes=2, n_rows=300):
    rng = np.random.default_rng(1)
    X = rng.normal(size=(n_rows, 6))
    score = X[:, 0] + X[:, 1] ** 2
    return X, np.digitize(score, np.quantile(score, np.arange(1, n_classes) / n_classes))


@pytest.fixture
def fitted(small):
    def fit(family, X, y, threads=1, seed=7, weight=None, on_step=lambda completed, total: None, **changes):
        estimator = build_estimator(family, {**small[family], **changes}, seed, threads)
        return fit_with_progress(estimator, X, y, weight, on_step)

    return fit


@EVERY
def test_steps_rise_from_one_to_the_total(family, fitted):
    X, y = made_up()
    steps = []
    model = fitted(family, X, y, on_step=lambda completed, total: steps.append((completed, total)))
    counts = [completed for completed, _ in steps]
    assert counts == sorted(counts)
    assert counts[0] >= 1
    assert {total for _, total in steps} == {total_steps(model)}
    assert counts[-1] == total_steps(model)
    assert len(steps) >= AT_ONCE.get(family, 3)


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_what_a_step_raises_comes_out_unchanged_and_at_once(family, n_classes, fitted):
    X, y = made_up(n_classes)
    calls, stop = [], CancelledError("stop")

    def cancel(completed, total):
        calls.append(completed)
        raise stop

    with pytest.raises(CancelledError) as caught:
        fitted(family, X, y, on_step=cancel)
    assert caught.value is stop
    assert len(calls) == 1


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_one_seed_gives_one_model_whatever_the_threads(family, n_classes, fitted):
    X, y = made_up(n_classes)
    models = [fitted(family, X, y, threads) for threads in (1, 2)]
    for model in models:
        limit_threads(model, 1)
    np.testing.assert_array_equal(*(model.predict_proba(X) for model in models))


@pytest.mark.parametrize("family", sorted(set(family_names()) - WITHOUT_CHANCE))
def test_another_seed_gives_another_model(family, fitted):
    X, y = made_up()
    assert (fitted(family, X, y, seed=1).predict_proba(X) != fitted(family, X, y, seed=2).predict_proba(X)).any()


@pytest.mark.parametrize("family", sorted(set(family_names()) - {"mlp", "ensemble", "auto"}))
def test_counting_changes_nothing(family, fitted, small):
    X, y = made_up()
    plain = build_estimator(family, small[family], 7, 1).fit(X, y)
    np.testing.assert_array_equal(plain.predict_proba(X), fitted(family, X, y).predict_proba(X))


def test_a_network_reads_the_rows_in_another_order_in_every_epoch(fitted, small):
    """An integer seed would restart at every epoch, and each would see the same batches."""
    X, y = made_up()
    same_order = build_estimator("mlp", small["mlp"], 7, 1)
    for _ in range(6):
        same_order.partial_fit(X, y, classes=[0, 1])
    assert (same_order.predict_proba(X) != fitted("mlp", X, y).predict_proba(X)).any()


def test_a_forest_grown_in_parts_is_the_forest_grown_at_once(fitted):
    X, y = made_up(3)
    whole = RandomForestClassifier(25, max_depth=20, random_state=7).fit(X, y)
    parts = fitted("random_forest", X, y)
    assert len(parts.estimators_) == 25
    np.testing.assert_array_equal(whole.predict_proba(X), parts.predict_proba(X))


@EVERY
def test_no_callback_stays_in_the_fitted_estimator(family, fitted):
    X, y = made_up()
    secret = object()
    model = fitted(family, X, y, on_step=lambda completed, total: secret)
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))


@EVERY
def test_weights_are_used(family, fitted):
    X, y = made_up()
    heavy = fitted(family, X, y, weight=np.where(y == 1, 50.0, 1.0)).predict_proba(X)[:, 1]
    assert heavy.mean() > fitted(family, X, y).predict_proba(X)[:, 1].mean()


@EVERY
def test_no_process_is_started(family, monkeypatch, fitted):
    def refuse(*_):
        raise AssertionError("a fit started a process")

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", refuse)
    X, y = made_up()
    fitted(family, X, y, threads=2)


@EVERY
def test_prediction_threads_can_be_limited_after_the_fit(family, fitted):
    X, y = made_up()
    model = fitted(family, X, y, threads=2)
    before = model.predict_proba(X)
    limit_threads(model, 1)
    np.testing.assert_array_equal(model.predict_proba(X), before)


def test_wrong_hyperparameters_build_nothing():
    with pytest.raises(InvalidFieldsError):
        build_estimator("lightgbm", {"num_leaves": 1}, 0, 1)


def test_depth_zero_means_no_limit():
    assert build_estimator("random_forest", {"max_depth": 0}, 0, 1).max_depth is None


def hard_tables():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(240, 4))
    return {
        "12 rows": (X[:12], np.arange(12) % 2),
        "20 classes": (X, np.arange(240) % 20),
        "one row of a class": (X[:60], np.r_[2, np.arange(59) % 2]),
        "a constant column": (np.column_stack([X, np.ones(240)]), (X[:, 0] > 0).astype(int)),
        "one column": (X[:, :1], (X[:, 0] > 0).astype(int)),
        "decades": (np.exp(20 * X), (X[:, 0] > 0).astype(int)),
    }


@EVERY
@pytest.mark.parametrize("name", hard_tables())
def test_hard_tables_give_probabilities_all_the_same(family, name, fitted):
    X, y = hard_tables()[name]
    few = {"n_estimators": 10} if "n_estimators" in get_family(family).defaults() else {}
    # A fit that has not settled says so by this warning, which a training passes on as a remark.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        probabilities = fitted(family, X, y, **few).predict_proba(X)
    assert probabilities.shape == (len(X), y.max() + 1)
    assert (probabilities >= 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("penalty", ["l1", "elasticnet"])
def test_an_l1_penalty_leaves_useless_columns_out(penalty, fitted):
    X, y = made_up()
    model = fitted("logistic_regression", X, y, penalty=penalty, C=0.05, l1_share=0.9)
    assert (model.coef_ == 0).any()
    assert (fitted("logistic_regression", X, y, C=0.05).coef_ != 0).all()


def test_an_l1_penalty_counts_its_passes_and_says_when_they_were_too_few(fitted):
    X, y = made_up()
    steps = []
    changes = {"penalty": "l1", "C": 1000.0, "max_iter": 60}
    with pytest.warns(ConvergenceWarning, match="60 passes"):
        fitted("logistic_regression", X * 1e-3, y, on_step=lambda *step: steps.append(step), **changes)
    assert steps[:2] == [(50, 60), (60, 60)]


def test_hosts_reach_the_families_that_split_once_more(small):
    X, y = made_up()
    hosts, seen = np.zeros(300, dtype=int), {}
    for name in ("svm", "adaboost"):
        estimator = build_estimator(name, small[name], 0, 1)
        fit_with_progress(estimator, X, y, None, lambda completed, total: None, hosts)
        seen[name] = estimator.n_calibrated_
    # All rows are of one host, so no inner fold can be made.
    assert seen == {"svm": 0, "adaboost": 0}


def test_weighted_rows_cost_histogram_boosting_no_more(fitted):
    """Binning by weight would take seconds for each part of the fit."""
    X, y = made_up()
    plain, weighted = (fitted("hist_gradient_boosting", X, y, weight=w)._bin_mapper for w in (None, 1.0 + y))
    for ours, theirs in zip(weighted.bin_thresholds_, plain.bin_thresholds_, strict=True):
        np.testing.assert_array_equal(ours, theirs)
