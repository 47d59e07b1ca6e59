"""Tuning: nested, seeded, resumable, never worse than where it began."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ML.classifiers import families, get_family
from ML.cross_validation import completed_plan, cross_validate, split_rows
from ML.exceptions import UntrainableTableError
from ML.trained_model import TrainingPlan, TuningPlan
from ML.training import train
from ML.training_rows import LabelledTable, TrainingRows, training_rows
from ML.tuning import HyperparameterSearch, Judged, LocalTrials, Trial, bench_of, judge, searched_rows
from ML.tuning import search as searching
from ML.tuning.sampling import is_hopeless, starting_points, suggest
from ML.tuning.trials import LAG, peers_of

TREE = {"max_depth": 3}
BUDGET = TuningPlan(trials=12, folds=3)


@pytest.fixture
def tree_plan(plan: Callable[..., TrainingPlan]) -> TrainingPlan:
    return completed_plan(plan("decision_tree", hyperparameters=TREE, tuning=BUDGET))


@pytest.fixture
def tree_rows(table: Callable[..., LabelledTable], tree_plan: TrainingPlan) -> TrainingRows:
    return training_rows(table(), tree_plan)


def search(rows: TrainingRows, plan: TrainingPlan, book: LocalTrials, **how: Any) -> Any:
    everyone = np.arange(len(rows.y))
    return HyperparameterSearch(book).search(rows, plan, everyone, how.pop("on_progress", lambda *_: None), None, **how)


def without_times(facts: dict[str, Any]) -> dict[str, Any]:
    trials = [{key: value for key, value in trial.items() if key != "seconds"} for trial in facts["trials"]]
    return {**facts, "trials": trials}


def test_every_fold_and_the_final_fit_are_searched_for(table: Any, tree_plan: TrainingPlan) -> None:
    model = train(table(), tree_plan, tuner=HyperparameterSearch(LocalTrials()))
    assert [facts["search"] for facts in model.tuning] == ["fold-1", "fold-2", "fold-3", "final"]
    for facts in model.tuning:
        assert (facts["ended"], facts["metric"], len(facts["trials"])) == ("trials", "log_loss", BUDGET.trials)
        assert facts["best_value"] <= facts["start_value"], "trial 0 are the settings as chosen"
    final = model.tuning[-1]
    assert model.plan.hyperparameters == {**tree_plan.hyperparameters, **final["settings"]}
    assert any(trial["state"] == "pruned" for facts in model.tuning for trial in facts["trials"])


def test_the_same_seed_and_budget_find_the_same(tree_rows: TrainingRows, tree_plan: TrainingPlan) -> None:
    first, second = (search(tree_rows, tree_plan, LocalTrials()) for _ in range(2))
    assert without_times(first.facts) == without_times(second.facts)
    other = search(tree_rows, replace(tree_plan, seed=43), LocalTrials())
    drawn = [[trial["settings"] for trial in found.facts["trials"]] for found in (first, other)]
    assert drawn[0] != drawn[1]


class _InterruptedError(Exception):
    pass


def test_a_search_that_is_interrupted_goes_on_and_repeats_no_trial(
    tree_rows: TrainingRows, tree_plan: TrainingPlan
) -> None:
    expected = search(tree_rows, tree_plan, LocalTrials())
    book, ended = LocalTrials(), []

    def interrupt(completed: int, _: int) -> None:
        if completed == 7:
            raise _InterruptedError

    with pytest.raises(_InterruptedError):
        search(tree_rows, tree_plan, book, on_progress=interrupt)
    before = [trial for trial in book.trials("final") if trial.state == "complete"]
    found = search(tree_rows, tree_plan, book, on_progress=lambda completed, _: ended.append(completed))
    assert ended[0] == 7
    assert [trial for trial in book.trials("final") if trial in before] == before
    assert without_times(found.facts) == without_times(expected.facts)


class OutOfOrder(LocalTrials):
    """A book whose workers take the newest trial first, as if four were at work and the last were the fastest."""

    def trials(self, search: str) -> list[Trial]:
        return super().trials(search)

    def work(self, search: str, judge: Callable[..., Judged]) -> bool:
        waiting = [trial for trial in self.trials(search) if trial.state == "waiting"]
        if not waiting:
            return False
        newest = waiting[-1]
        judged = judge(newest, lambda: None)
        facts = {name: getattr(judged, name) for name in ("state", "scores", "value", "seconds", "error")}
        self._trials[search][newest.number] = replace(newest, **facts)
        return True


def test_what_is_found_does_not_depend_on_who_is_faster(tree_rows: TrainingRows, tree_plan: TrainingPlan) -> None:
    alone, together = (search(tree_rows, tree_plan, book) for book in (LocalTrials(), OutOfOrder()))
    assert without_times(alone.facts) == without_times(together.facts)


def test_corrupted_validation_rows_change_no_chosen_setting(table: Any, tree_plan: TrainingPlan) -> None:
    honest = table()
    rows = training_rows(honest, tree_plan)
    for fold, (_, validated) in enumerate(split_rows(rows, tree_plan), start=1):
        corrupt = corrupted(rows, validated)
        chosen = searched_rows(rows, tree_plan, f"fold-{fold}")
        tuners = [HyperparameterSearch(LocalTrials()) for _ in range(2)]
        found = [
            tuner.search(seen, tree_plan, chosen, lambda *_: None, None, fold)
            for tuner, seen in zip(tuners, (rows, corrupt), strict=True)
        ]
        assert without_times(found[0].facts) == without_times(found[1].facts)


def corrupted(rows: TrainingRows, places: np.ndarray) -> TrainingRows:
    X, y = rows.X.copy(), rows.y.copy()
    X.loc[places, ["depth", "period", "noise"]] = 1e9
    X.loc[places, "spectral_type"] = None
    y[places] = 1 - y[places]
    return replace(rows, X=X, y=y)


def test_inner_folds_keep_hosts_apart_and_stay_within_the_training_rows(
    tree_rows: TrainingRows, tree_plan: TrainingPlan
) -> None:
    for fold, (train_rows, _) in enumerate(split_rows(tree_rows, tree_plan), start=1):
        chosen = searched_rows(tree_rows, tree_plan, f"fold-{fold}")
        assert np.array_equal(chosen, train_rows)
        bench = bench_of(tree_rows, tree_plan, chosen)
        assert len(bench.folds) == BUDGET.folds
        for inner, validated in bench.folds:
            assert not set(tree_rows.hosts[inner]) & set(tree_rows.hosts[validated])
            assert set(inner) | set(validated) == set(chosen)


def test_stop_keeps_the_best_and_goes_on_with_the_fit(
    table: Any, tree_plan: TrainingPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A search on this small table can be over before the next look.
    monkeypatch.setattr(searching, "ASK_EVERY_S", 0.0)

    class StopsInTheSecondFold(LocalTrials):
        def stopped(self) -> bool:
            return self.ended_in_fold_2() >= LAG

        def ended_in_fold_2(self) -> int:
            return sum(trial.state in {"complete", "pruned"} for trial in self.trials("fold-2"))

    plan = tree_plan
    model = train(table(), plan, tuner=HyperparameterSearch(StopsInTheSecondFold()))
    facts = {entry["search"]: entry for entry in model.tuning}
    assert [entry["ended"] for entry in facts.values()] == ["trials", "stopped", "stopped", "stopped"]
    assert facts["fold-3"]["settings"] == {}, "a fold may not use what another fold's search has seen"
    best = max((facts[name] for name in ("fold-1", "fold-2")), key=lambda f: f["start_value"] - f["best_value"])
    assert facts["final"]["borrowed_from"] == best["search"]
    assert model.plan.hyperparameters == {**plan.hyperparameters, **best["settings"]}


def test_trials_are_judged_uncalibrated_and_the_kept_settings_are_calibrated(
    table: Callable[..., LabelledTable], tree_plan: TrainingPlan
) -> None:
    plan = replace(tree_plan, calibration="sigmoid", tuning=TuningPlan(trials=2, folds=2), method="holdout")
    rows = training_rows(table(), plan)
    assert bench_of(rows, plan, np.arange(len(rows.y))).plan == replace(plan, calibration="none")
    model = train(table(), plan, tuner=HyperparameterSearch(LocalTrials()))
    assert model.plan.calibration == "sigmoid"
    assert type(model.pipeline).__name__ == "CalibratedPipeline"


def test_a_timeout_ends_a_search_and_keeps_the_best(tree_rows: TrainingRows, tree_plan: TrainingPlan) -> None:
    plan = replace(tree_plan, tuning=TuningPlan(trials=500, timeout_s=1.0, folds=3))
    book = LocalTrials()
    found = search(tree_rows, plan, book)
    assert found.facts["ended"] == "timeout"
    assert 1 <= sum(trial["state"] == "complete" for trial in found.facts["trials"]) < 500
    assert found.facts["best_value"] <= found.facts["start_value"]
    again = search(tree_rows, plan, book)
    assert again.facts == found.facts, "time that is up stays up when the search is taken up again"


def test_time_spent_before_an_interruption_counts(tree_rows: TrainingRows, tree_plan: TrainingPlan) -> None:
    book = LocalTrials()
    book.add(Trial("final", 0, {}, "complete", (0.5,), 0.5, seconds=60.0, asked_s=0.0), "")
    plan = replace(tree_plan, tuning=TuningPlan(trials=500, timeout_s=30.0))
    started = time.monotonic()
    assert search(tree_rows, plan, book).facts["ended"] == "timeout"
    assert time.monotonic() - started < 30


def test_settings_that_cannot_be_fitted_fail_alone(tree_rows: TrainingRows, tree_plan: TrainingPlan) -> None:
    bench = bench_of(tree_rows, tree_plan, np.arange(len(tree_rows.y)))
    judged = judge(bench, {"max_depth": -1}, [], lambda: None)
    assert judged.state == "failed"
    assert "max_depth" in judged.error
    assert judge(bench, {"max_depth": 2}, [], lambda: None).state == "complete"


def test_a_class_of_one_host_is_refused_with_the_reason(tree_rows: TrainingRows, tree_plan: TrainingPlan) -> None:
    y = np.zeros_like(tree_rows.y)
    y[0] = 1
    with pytest.raises(UntrainableTableError, match="has 1 host"):
        bench_of(replace(tree_rows, y=y), tree_plan, np.arange(len(y)))


def test_few_hosts_make_fewer_inner_folds(tree_rows: TrainingRows, tree_plan: TrainingPlan) -> None:
    hosts = pd.Series(tree_rows.hosts)
    two = hosts[tree_rows.y == 1].unique()[:2]
    chosen = np.flatnonzero((tree_rows.y == 0) | hosts.isin(two).to_numpy())
    plan = replace(tree_plan, tuning=replace(BUDGET, folds=5))
    assert len(bench_of(tree_rows, plan, chosen).folds) == 2


def peer(number: int, *scores: float) -> Trial:
    return Trial("final", number, {}, "complete", scores, float(np.mean(scores)))


def test_a_trial_is_given_up_when_it_is_worse_than_half_of_its_peers() -> None:
    peers = [peer(number, 0.1 * number, 0.1 * number, 0.1 * number) for number in range(5)]
    assert is_hopeless([0.3], 3, peers)
    assert not is_hopeless([0.1], 3, peers)
    assert not is_hopeless([0.9], 3, peers[:4]), "four peers are too few"
    assert not is_hopeless([0.9, 0.9, 0.9], 3, peers), "after the last fold it is complete"
    assert [trial.number for trial in peers_of(6, peers)] == [0, 1, 2]


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_every_family_can_be_searched(family: Any) -> None:
    starts = starting_points(family, family.defaults())
    assert starts == [{name: family.defaults()[name] for name in family.search_space()}]
    trials: list[Trial] = [Trial("final", 0, starts[0], "complete", (1.0,), 1.0)]
    for number in range(1, 16):
        drawn = suggest(family, number, trials, seed=7)
        assert all(where.holds(drawn[name]) for name, where in family.search_space().items())
        family.validate(drawn)
        value = 1.0 - 0.01 * number
        trials.append(Trial("final", number, drawn, "complete", (value,), value))


def test_settings_outside_the_searched_range_are_where_a_search_begins() -> None:
    family = get_family("lightgbm")
    chosen = {**family.defaults(), "n_estimators": 10, "reg_lambda": 0.0}
    starts = starting_points(family, chosen)
    assert [start["n_estimators"] for start in starts] == [10, family.defaults()["n_estimators"]]
    trials = [Trial("final", number, start, "complete", (1.0,), 1.0) for number, start in enumerate(starts)]
    assert suggest(family, 2, trials, seed=1).keys() == family.search_space().keys()


def test_without_a_budget_nothing_is_searched_for(table: Any, tree_plan: TrainingPlan) -> None:
    plain = replace(tree_plan, tuning=None)
    book = LocalTrials()
    validated = cross_validate(table(), plain, tuner=HyperparameterSearch(book))
    assert (validated.tuning, book.trials("fold-1")) == ([], [])
