from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import log_loss
from sklearn.utils.estimator_checks import parametrize_with_checks

from ML.classifiers.histogram_boosting import HistogramBoosting
from ML.classifiers.margins import BoostedVotes, SupportVectorMachine
from ML.classifiers.neighbours import NeighbourVotes
from ML.classifiers.symmetric_boosting import SymmetricBoosting
from ML.exceptions import UntrainableTableError

EQUAL_WEIGHTS = "check_sample_weight_equivalence_on_dense_data"
"""That a row of weight two is the same as the row twice: promised by none of these, for these reasons."""
NOT_PROMISED = {
    "SupportVectorMachine": "a row twice can stand in two inner folds, a heavy row cannot",
    "BoostedVotes": "a row twice can stand in two inner folds, a heavy row cannot",
    "NeighbourVotes": "a row twice takes two of the places among the neighbours, a heavy row one",
    "SymmetricBoosting": "borders between bins and random scores are drawn from rows, not weights",
    "HistogramBoosting": "the smallest leaf is counted in rows, not in weights",
}


@parametrize_with_checks(
    [
        SupportVectorMachine(folds=2, random_state=0),
        BoostedVotes(n_estimators=20, folds=2, random_state=0),
        NeighbourVotes(n_neighbors=5),
        SymmetricBoosting(n_estimators=8, depth=3, learning_rate=0.5, random_state=0),
        HistogramBoosting(max_iter=5, min_samples_leaf=5, random_state=0, n_jobs=1),
    ]
)
def test_own_estimators_keep_the_promise_of_scikit_learn(estimator, check):
    if check.func.__name__ == EQUAL_WEIGHTS:
        with pytest.raises(AssertionError, match="Not equal"):
            check(estimator)
    else:
        check(estimator)


def noisy(n_rows=400, n_classes=2):
    """Classes overlap, so that honest probabilities stay away from 0 and 1."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(n_rows, 4))
    score = X[:, 0] + 0.5 * X[:, 1] ** 2 + rng.normal(size=n_rows)
    return X, np.digitize(score, np.quantile(score, np.arange(1, n_classes) / n_classes))


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("made", [SupportVectorMachine, BoostedVotes])
def test_margins_become_probabilities_that_hold_on_new_rows(made, n_classes):
    X, y = noisy(800, n_classes)
    model = made(random_state=0).fit(X[:400], y[:400])
    probabilities = model.predict_proba(X[400:])
    assert log_loss(y[400:], probabilities) < 0.85 * np.log(n_classes)
    said, right = probabilities.max(axis=1).mean(), (probabilities.argmax(axis=1) == y[400:]).mean()
    assert said == pytest.approx(right, abs=0.08)
    assert model.n_calibrated_ == 400


def test_twins_on_both_sides_of_an_inner_fold_would_make_it_too_sure():
    """Each row ten times, slightly moved: only groups keep the calibration honest."""
    X, y = noisy(460)
    twins, classes, hosts = (np.repeat(part[:60], 10, axis=0) for part in (X, y, np.arange(460)))
    twins = twins + 1e-3 * np.random.default_rng(0).normal(size=twins.shape)
    machine = SupportVectorMachine(C=100.0, sharpness=10.0, random_state=0)
    honest = log_loss(y[60:], machine.fit(twins, classes, groups=hosts).predict_proba(X[60:]))
    fooled = log_loss(y[60:], machine.fit(twins, classes).predict_proba(X[60:]))
    assert honest < 0.9 * fooled


def test_a_class_with_one_host_is_calibrated_on_the_fitted_rows_and_says_so():
    X, y = noisy(40)
    hosts = np.where(y == 1, 0, np.arange(1, 41))
    model = SupportVectorMachine(random_state=0).fit(X, y, groups=hosts)
    assert model.n_calibrated_ == 0
    assert np.isfinite(model.predict_proba(X)).all()


def test_votes_no_better_than_chance_are_refused_with_a_remedy():
    X, y = np.ones((40, 2)), np.arange(40) % 2
    with pytest.raises(UntrainableTableError, match="Choose other columns"):
        BoostedVotes(random_state=0).fit(X, y)


def test_a_neighbours_vote_grows_with_its_weight():
    X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 0, 1, 1])
    model = NeighbourVotes(4, "uniform", prior_votes=0.0)
    np.testing.assert_allclose(model.fit(X, y).predict_proba([[1.5]]), [[0.5, 0.5]])
    np.testing.assert_allclose(model.fit(X, y, [1, 1, 3, 3]).predict_proba([[1.5]]), [[0.25, 0.75]])


def test_prior_votes_keep_an_answer_from_being_quite_sure():
    X, y = noisy(200)
    sure = NeighbourVotes(1, prior_votes=0.0).fit(X, y).predict_proba(X)
    assert sure.max(axis=1).min() > 1 - 1e-9
    assert NeighbourVotes(1, prior_votes=1.0).fit(X, y).predict_proba(X).max() < 0.8


def test_more_neighbours_than_rows_are_all_rows():
    X, y = noisy(12)
    shares = np.bincount(y) / 12
    np.testing.assert_allclose(NeighbourVotes(50, "uniform").fit(X, y).predict_proba(X[:2]), [shares, shares])


def test_catboost_writes_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    SymmetricBoosting(n_estimators=3, random_state=0).fit(*noisy(60))
    assert list(Path.cwd().iterdir()) == []
