"""Versions of a table are compared on the same held-out stars, and no row of such a star trains either model."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from ML.exceptions import UntrainableTableError
from ML.results import METRIC_NAMES, Estimate
from ML.retraining import compare_versions
from ML.retraining.outcome import Outcome


def rows_of(table, chosen):
    """Rows of a made-up table, without its flags."""
    chosen = np.asarray(chosen)
    parts = {part: getattr(table, part)[chosen].reset_index(drop=True) for part in ("target", "hosts", "objects")}
    return replace(table, features=table.features[chosen].reset_index(drop=True), flags=None, **parts)


def first(table, count):
    return rows_of(table, np.arange(len(table.target)) < count)


def flipped(labels, chosen):
    other = {"PLANET": "FALSE POSITIVE", "FALSE POSITIVE": "PLANET"}
    return labels.where(~np.asarray(chosen), labels.map(other))


def joined(table, later):
    """The rows of one table, then those of another."""
    parts = ("target", "hosts", "objects", "features")
    both = {part: pd.concat([getattr(table, part), getattr(later, part)], ignore_index=True) for part in parts}
    return replace(table, flags=None, **both)


def test_a_version_that_is_the_same_makes_exactly_no_difference(table, plan):
    made = compare_versions(table(2), table(2), plan("lightgbm"))
    for name in METRIC_NAMES:
        assert (made.difference[name].value, made.difference[name].low, made.difference[name].high) == (0, 0, 0)
    assert made.base == made.extended
    assert (made.gained, made.lost, made.p_value, made.verdict) == (0, 0, 1.0, "alike")
    assert (made.new_rows, made.changed_rows, made.relabelled_rows) == (0, 0, 0)
    assert "are right about the same ones of 240 objects around " in made.text
    json.dumps(asdict(made), allow_nan=False)


@pytest.mark.parametrize("family", ["logistic_regression", "random_forest"])
def test_the_base_is_judged_as_training_judges_it(family, table, plan):
    from ML.cross_validation import cross_validate

    made = compare_versions(table(2), table(2), plan(family))
    trained = cross_validate(replace(table(2), flags=None), plan(family), with_baselines=False)
    assert made.base == trained.evaluation.metrics
    assert made.split_hash == trained.split_hash


def test_good_labels_help_a_starved_base(table, plan):
    large = table(2, n_rows=900)
    made = compare_versions(first(large, 70), large, plan("logistic_regression"))
    assert made.difference["log_loss"].high < 0
    assert made.difference["roc_auc"].value > 0
    assert (made.rows, made.new_rows, made.trained_rows) == (70, 830, {"base": 70, "extended": 900})


def test_poison_shows_as_worse(table, plan):
    large = table(2, n_rows=900)
    base = first(large, 300)
    poisoned = replace(large, flags=None, target=flipped(large.target, np.arange(900) >= 300))
    made = compare_versions(base, poisoned, plan("logistic_regression"))
    assert made.verdict == "worse"
    assert made.difference["accuracy"].high < 0
    assert made.lost > made.gained
    assert made.p_value < 0.001
    assert made.text.startswith("The extended version is worse by ")
    assert "p < .001" in made.text


def test_relabelled_objects_are_judged_by_the_base_and_counted(table, plan):
    base = replace(table(2), flags=None)
    extended = replace(base, target=flipped(base.target, np.arange(240) < 100))
    made = compare_versions(base, extended, plan("logistic_regression"))
    assert made.relabelled_rows == 100
    assert made.difference["accuracy"].value < 0
    assert [entry["code"] for entry in made.warnings] == ["relabelled_objects"]


class Kept:
    """A fold store that remembers the probabilities of every fit."""

    def __init__(self):
        self.held = {}

    def load(self, number):
        return self.held.get(number)

    def save(self, number, probabilities):
        self.held[number] = probabilities


def held_out(table, settings):
    """Hosts that a holdout of the table holds out, by the objects that change when their own cells do."""
    from ML.cross_validation import cross_validate

    validated = cross_validate(table, settings, with_baselines=False)
    return set(validated.rows.host_names[validated.tested])


def test_no_row_of_a_held_out_star_trains_either_model(table, plan):
    """Spoil every row that the extended version has around held-out stars: no answer may change."""
    settings = plan("lightgbm", method="holdout", test_size=0.3)
    made = replace(table(2), flags=None)
    hosts = held_out(made, settings)
    more = table(2, seed=5)
    extended = joined(made, replace(more, objects="X" + more.objects))
    around = extended.hosts.isin(hosts).to_numpy()
    assert around.sum() > around[:240].sum() > 0
    cells = extended.features.copy()
    cells.loc[around, ["depth", "period", "noise"]] = 1e6
    cells.loc[around, "spectral_type"] = "G"
    spoiled = replace(extended, features=cells, target=flipped(extended.target, around))
    clean_answers, spoiled_answers, fewer_answers = Kept(), Kept(), Kept()
    clean = compare_versions(made, extended, settings, fold_store=clean_answers)
    dirty = compare_versions(made, spoiled, settings, fold_store=spoiled_answers)
    compare_versions(made, rows_of(extended, ~around), settings, fold_store=fewer_answers)
    for number in (1, 2):
        np.testing.assert_array_equal(clean_answers.held[number], spoiled_answers.held[number])
        np.testing.assert_array_equal(clean_answers.held[number], fewer_answers.held[number])
    assert clean.difference == dirty.difference
    assert (clean_answers.held[1] != clean_answers.held[2]).any()


def test_an_object_whose_star_is_not_named_does_not_teach_its_own_answer(table, plan):
    settings = plan("random_forest")
    base = replace(table(2), flags=None)
    nameless = replace(base, hosts=pd.Series([None] * 240, dtype="object"))
    made = compare_versions(base, nameless, settings)
    assert made.extended["accuracy"].value == pytest.approx(made.base["accuracy"].value, abs=0.08)


def test_hosts_are_the_same_as_numbers_of_any_kind(table, plan):
    base = replace(table(2), flags=None)
    floats = replace(base, hosts=base.hosts.astype(float))
    assert compare_versions(base, floats, plan("logistic_regression")).difference["accuracy"].value == 0


def test_features_that_one_version_lacks_are_left_out_of_both(table, plan):
    base = replace(table(2), flags=None)
    for features in (base.features.drop(columns="noise"), base.features.assign(noise=np.nan)):
        made = compare_versions(replace(base, features=features), base, plan("logistic_regression"))
        assert [entry["code"] for entry in made.warnings] == ["features_not_shared"]
        assert made.difference["accuracy"].value == 0


def test_an_extension_without_a_class_away_from_held_out_stars_is_refused(table, plan):
    base = replace(table(2), flags=None)
    with pytest.raises(UntrainableTableError, match="has no PLANET"):
        compare_versions(base, replace(base, target=flipped(base.target, base.target == "PLANET")), plan("lightgbm"))


def test_progress_counts_both_models_of_every_fold(table, plan):
    reports = []
    compare_versions(table(2), table(2), plan("random_forest"), reports.append)
    assert list(dict.fromkeys(report.phase for report in reports)) == ["folds", "comparing"]
    for phase, total in (("folds", 150), ("comparing", 3)):
        counts = [report.completed for report in reports if report.phase == phase]
        assert counts == sorted(counts)
        assert (counts[0], counts[-1]) == (0, total)
        assert {report.total for report in reports if report.phase == phase} == {total}
    assert len(reports[-1].scores) == 3


def test_a_cancel_comes_out_unchanged(table, plan):
    stop = KeyError("enough")

    def cancel(report):
        if report.phase == "comparing":
            raise stop

    with pytest.raises(KeyError) as caught:
        compare_versions(table(2), table(2), plan("logistic_regression"), cancel)
    assert caught.value is stop


def test_finished_fits_are_not_done_again(table, plan):
    store = Kept()
    made = compare_versions(table(2), table(2), plan("random_forest"), fold_store=store)
    assert sorted(store.held) == [1, 2, 3, 4, 5, 6]
    reports = []
    again = compare_versions(table(2), table(2), plan("random_forest"), reports.append, store)
    assert again.difference == made.difference
    assert len(reports) < 30


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_p_value_is_the_exact_mcnemar_test(gained, lost):
    outcome = Outcome(Estimate(0.01, -0.01, 0.02), gained, lost, 100, 50)
    turned = gained + lost
    expected = min(1.0, 2 * binom.cdf(min(gained, lost), turned, 0.5)) if turned else 1.0
    assert outcome.p_value == pytest.approx(expected)


CLAIMS = [
    ((0.012, 0.003, 0.021), "The extended version is better by 1.2 points of accuracy (0.3 to 2.1) on the same 1,500 "),
    ((-0.012, -0.021, -0.003), "The extended version is worse by 1.2 points of accuracy (0.3 to 2.1) on the same "),
    ((0.002, -0.01, 0.012), "No difference can be told: the accuracy moves by +0.2 points (-1.0 to 1.2) on the same "),
]


@pytest.mark.parametrize(("numbers", "words"), CLAIMS)
def test_the_sentence_says_what_the_numbers_say(numbers, words):
    sentence = Outcome(Estimate(*numbers), 31, 14, 1500, 1234).sentence()
    assert sentence.startswith(words)
    assert sentence.endswith(
        "objects around 1,234 held-out stars; 31 objects right that were wrong, 14 the other way, p = .016."
    )
