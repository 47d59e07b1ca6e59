"""The family that chooses for itself: what it promises whatever the clock says, and what the clock decides."""

from __future__ import annotations

import pickle
import threading
import time
import warnings

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from ML.classifiers import family_names, get_family
from ML.classifiers.auto import AutoEnsemble
from ML.classifiers.contributions import attribute, background_rows
from ML.classifiers.costs import REFERENCE_FIT_S
from ML.classifiers.estimators import build_estimator
from ML.classifiers.fitting import fit_with_progress
from ML.classifiers.side_by_side import side_by_side
from ML.classifiers.tables.auto import PORTFOLIO, Candidate

QUICK = (
    Candidate("line", "logistic_regression", {}),
    Candidate("tree", "decision_tree", {}),
    Candidate("forest", "extra_trees", {"n_estimators": 20}),
    Candidate("boosting", "xgboost", {"n_estimators": 20}),
)
SLOW = Candidate("slow", "gradient_boosting", {"n_estimators": 5000})


@parametrize_with_checks([AutoEnsemble(max_members=2, folds=2, candidates=QUICK[:2], random_state=0)])
def test_auto_keeps_the_promise_of_scikit_learn(estimator, check):
    check(estimator)


def made_up(n_classes=2, n_rows=240):
    rng = np.random.default_rng(3)
    X = rng.normal(size=(n_rows, 5))
    score = X[:, 0] + X[:, 1] * X[:, 2] + 0.5 * rng.normal(size=n_rows)
    return X, np.digitize(score, np.quantile(score, np.arange(1, n_classes) / n_classes))


def quick(**changes):
    return AutoEnsemble(**{"folds": 3, "candidates": QUICK, "random_state": 0, **changes})


@pytest.fixture(scope="module")
def timed():
    return quick(time_budget=3, clock="processor").fit(*made_up())


def names_of(model):
    return [fact["name"] for fact in model.tried_]


def test_so_many_members_of_one_seed_are_one_model(timed):
    X, y = made_up()
    first, second = (quick(max_members=6, n_jobs=threads).fit(X, y) for threads in (1, 2))
    assert names_of(first) == ["line", "tree", "forest", "boosting", "tree #2", "forest #2"]
    assert first.weights_ == second.weights_
    np.testing.assert_array_equal(first.predict_proba(X), second.predict_proba(X))


def test_what_a_clock_chose_can_be_repeated_by_name(timed):
    X, y = made_up()
    again = quick(only=names_of(timed)).fit(X, y)
    assert names_of(again) == names_of(timed)
    assert again.weights_ == timed.weights_
    np.testing.assert_array_equal(again.predict_proba(X), timed.predict_proba(X))


def test_it_is_at_least_as_good_on_inner_folds_as_all_that_it_tried(timed):
    alone = {name: loss for name, loss in timed.inner_losses_.items() if name != "auto"}
    assert set(alone) == set(names_of(timed)) == set(timed.weights_)
    assert timed.inner_losses_["auto"] <= min(alone.values())
    assert sum(timed.weights_.values()) == pytest.approx(1)


def test_other_seeds_follow_when_every_candidate_had_its_turn(timed):
    again = [fact for fact in timed.tried_ if " #" in fact["name"]]
    assert again
    assert all(fact["family"] != "logistic_regression" and fact["seed"] >= 1000 for fact in again)


def test_the_budget_is_kept_by_leaving_out_what_would_not_end():
    X, y = made_up(n_rows=600)
    model = quick(time_budget=4, clock="processor", candidates=(*QUICK[:2], SLOW, QUICK[2])).fit(X, y)
    assert model.skipped_ == ["slow"]
    assert names_of(model)[:3] == ["line", "tree", "forest"]
    assert model.seconds_ < 6


def test_a_candidate_that_turns_out_slow_is_given_up(monkeypatch):
    """The cost law promises what the fit does not keep."""
    monkeypatch.setattr("ML.classifiers.auto._Trial.expected", lambda *_: 1e-6)
    X, y = made_up(n_rows=600)
    model = quick(time_budget=1.0, candidates=(*QUICK[:2], SLOW._replace(settings={"n_estimators": 800}))).fit(X, y)
    assert model.skipped_ == ["slow"]
    assert set(model.member_names_) <= set(names_of(model))


def test_the_first_two_are_tried_however_short_the_time():
    X, y = made_up()
    model = quick(time_budget=1e-9).fit(X, y)
    assert names_of(model) == ["line", "tree"]
    assert model.folds_ == 2


def test_the_processor_clock_does_not_count_waiting():
    X, y = made_up()
    model = quick(time_budget=0.2, clock="processor").fit(X, y, on_step=lambda *_: time.sleep(0.02))
    assert model.seconds_ < 1.0


def test_a_table_too_long_for_its_time_has_fewer_inner_folds():
    budget = 9 * get_family("lightgbm").expected_cost(240, 5) * REFERENCE_FIT_S
    assert AutoEnsemble(time_budget=budget, candidates=QUICK[:1], random_state=0).fit(*made_up()).folds_ == 2
    assert AutoEnsemble(time_budget=10 * budget, candidates=QUICK[:1], random_state=0).fit(*made_up()).folds_ == 5


class CancelledError(Exception):
    pass


@pytest.mark.parametrize("threads", [1, 2])
def test_what_progress_raises_stops_every_fit_and_comes_out_in_the_thread_that_called(threads):
    X, y = made_up()
    callers, stop = set(), CancelledError("stop")

    def cancel(completed, total):
        callers.add(threading.get_ident())
        if completed > 30:
            raise stop

    with pytest.raises(CancelledError) as caught:
        quick(max_members=4, n_jobs=threads, candidates=(QUICK[3], QUICK[2])).fit(X, y, on_step=cancel)
    assert caught.value is stop
    assert callers == {threading.get_ident()}
    assert threading.active_count() < 5


def test_a_fit_that_fails_on_a_thread_stops_the_others():
    def fail(on_step):
        raise ValueError("no")

    def wait(on_step):
        for step in range(1, 1000):
            time.sleep(0.01)
            on_step(step, 1000)

    began = time.monotonic()
    with pytest.raises(ValueError, match="no"):
        side_by_side([wait, fail], 2, lambda share: None)
    assert time.monotonic() - began < 5


def test_seconds_are_counted_where_the_clock_decides():
    steps = []
    quick(time_budget=2).fit(*made_up(), on_step=lambda *step: steps.append(step))
    assert {total for _, total in steps} == {2}
    counts = [completed for completed, _ in steps]
    assert counts == sorted(counts)
    assert counts[0] == 1


def test_a_class_around_one_star_has_no_inner_fold_and_equal_weights():
    X, y = made_up(n_rows=60)
    hosts = np.where(y == 1, 0, np.arange(1, 61))
    model = quick(max_members=2, candidates=(QUICK[0], PORTFOLIO[1]._replace(settings={"n_estimators": 10}))).fit(
        X, y, groups=hosts
    )
    assert model.folds_ == 0
    assert model.weights_ == {"lightgbm": 1.0}
    assert model.inner_losses_ == {}
    assert model.tried_[0]["loss"] is None


def test_hosts_stay_together_on_inner_folds():
    """Twin rows that tell their class by heart help nobody who has not seen their star."""
    X, y = made_up(n_rows=80)
    hosts = np.repeat(np.arange(80), 3)
    X, y = np.repeat(X, 3, axis=0), np.repeat(y, 3)
    honest = quick(max_members=2).fit(X, y, groups=hosts).inner_losses_["tree"]
    assert honest > quick(max_members=2).fit(X, y).inner_losses_["tree"]


def test_every_family_of_the_portfolio_is_held_and_tried_with_settings_it_takes():
    assert len({candidate.name for candidate in PORTFOLIO}) == len(PORTFOLIO)
    for candidate in PORTFOLIO:
        assert candidate.family in family_names()
        get_family(candidate.family).validate(candidate.settings)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_contributions_of_members_of_one_family_add_up(n_classes):
    X, y = made_up(n_classes)
    model = quick(candidates=QUICK[2:], max_members=4).fit(X, y)
    chosen = model.predict_proba(X[:6]).argmax(axis=1)
    parts = attribute(model, X[:6], chosen, background_rows(model, X, 0))
    np.testing.assert_allclose(parts.output, model.predict_proba(X[:6])[np.arange(6), chosen], atol=1e-6)
    np.testing.assert_allclose(parts.base + parts.values.sum(axis=1), parts.output, atol=1e-6)


def test_the_record_travels_with_the_model(timed):
    again = pickle.loads(pickle.dumps(timed))
    assert again.tried_ == timed.tried_
    assert again.seconds_ == timed.seconds_ > 0


@pytest.mark.parametrize("family", ["lightgbm", "xgboost", "catboost", "ensemble", "auto"])
def test_families_that_take_gaps_learn_from_them_and_explain_them(family, small):
    """A column whose gaps alone tell the class; members that cannot see gaps are given the median."""
    assert get_family(family).takes_gaps
    X, y = made_up()
    X[y == 1, 4] = np.nan
    X[:, 3] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        model = fit_with_progress(build_estimator(family, small[family], 0, 1), X, y, None, lambda *_: None)
    found = model.predict_proba(X)
    assert (found.argmax(axis=1) == y).mean() > 0.98
    chosen = found[:8].argmax(axis=1)
    parts = attribute(model, X[:8], chosen, background_rows(model, X, 0))
    np.testing.assert_allclose(parts.base + parts.values.sum(axis=1), parts.output, atol=1e-5)
    assert np.abs(parts.values).mean(axis=0).argmax() == 4
