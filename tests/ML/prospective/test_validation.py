"""A model of an old snapshot is held against what a newer one says; it has seen neither that nor the undecided rows."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, average_precision_score, roc_auc_score

from ML.exceptions import InvalidFieldsError, UntrainableTableError
from ML.prospective import validate_prospectively


class Kept:
    """A fold store that remembers."""

    def __init__(self):
        self.held = {}

    def load(self, number):
        return self.held.get(number)

    def save(self, number, probabilities):
        self.held[number] = probabilities


@pytest.fixture
def then(table):
    """The old table: a third of the objects is undecided."""
    whole = table(2, n_rows=420)
    return replace(whole, flags=None, target=whole.target.where(np.arange(420) % 3 != 0))


@pytest.fixture
def now(table):
    """What is known now: of the undecided ones a third still is nothing, and the last ten objects are gone."""
    whole = table(2, n_rows=420)
    known = whole.target.where(np.arange(420) % 9 != 0)
    return pd.Series(known.to_numpy(), index=whole.objects.to_numpy())[:-10]


def listed(made):
    return pd.DataFrame(made.objects)


def test_the_numbers_are_those_of_the_listed_objects(then, now, plan):
    made = validate_prospectively(then, now, plan())
    rows = listed(made)
    assert len(rows) == made.undecided_then == 140
    decided = rows[rows["now"].isin(["PLANET", "FALSE POSITIVE"])]
    assert len(decided) == made.rows == made.fates["PLANET"] + made.fates["FALSE POSITIVE"]
    assert made.fates == {**made.fates, **rows["now"].value_counts().to_dict()}
    assert sum(made.fates.values()) == 140
    assert made.fates["gone"] > 0
    truth = decided["now"] == "PLANET"
    metrics = made.evaluation.metrics
    assert metrics["roc_auc"].value == pytest.approx(roc_auc_score(truth, decided["score"]))
    assert metrics["pr_auc"].value == pytest.approx(average_precision_score(truth, decided["score"]))
    assert metrics["accuracy"].value == pytest.approx(accuracy_score(decided["now"], decided["prediction"]))
    assert np.sum(made.evaluation.confusion_matrix) == made.rows
    assert metrics["roc_auc"].low < metrics["roc_auc"].value < metrics["roc_auc"].high
    json.dumps(asdict(made), allow_nan=False)


def test_what_became_of_the_objects_teaches_the_model_nothing(then, now, plan):
    """Other verdicts in the newer table, and other cells of other undecided rows, change no score."""
    scores = listed(validate_prospectively(then, now, plan())).set_index("object")["score"]
    other = pd.Series(np.roll(now.to_numpy(), 50), index=now.index)
    turned = listed(validate_prospectively(then, other, plan())).set_index("object")["score"]
    pd.testing.assert_series_equal(turned.sort_index(), scores.sort_index())
    spoiled = then.features.copy()
    undecided = np.flatnonzero(then.target.isna())
    spoiled.loc[undecided[1:], "depth"] = 1e9
    left = listed(validate_prospectively(replace(then, features=spoiled), now, plan())).set_index("object")["score"]
    first = then.objects[undecided[0]]
    assert left[first] == scores[first]


def test_it_is_the_model_that_training_makes_of_the_decided_rows(then, now, plan):
    from ML.training import train

    settings = plan("logistic_regression")
    rows = listed(validate_prospectively(then, now, settings)).set_index("object")["score"]
    undecided = then.target.isna()
    answers = train(then, settings).predict_table(then.features[undecided])
    expected = pd.Series(answers["score"].to_numpy(), index=then.objects[undecided])
    assert rows.sort_index().to_numpy() == pytest.approx(expected.sort_index().to_numpy())


def test_objects_around_stars_of_training_rows_stand_apart(then, now, plan):
    made = validate_prospectively(then, now, plan())
    trained = set(then.hosts[then.target.notna()].astype(str))
    rows = listed(made)
    assert (rows["known_host"] == rows["host"].isin(trained)).all()
    assert made.new_hosts.rows + made.known_hosts.rows == made.rows
    decided = rows[rows["now"].isin(["PLANET", "FALSE POSITIVE"])]
    assert made.new_hosts.rows == int((~decided["known_host"]).sum())
    apart = decided[~decided["known_host"]]
    expected = roc_auc_score(apart["now"] == "PLANET", apart["score"])
    assert made.new_hosts.metrics["roc_auc"].value == pytest.approx(expected)


def test_the_top_of_the_list_is_counted(then, now, plan):
    made = validate_prospectively(then, now, plan())
    rows = listed(made)
    assert rows["score"].is_monotonic_decreasing
    decided = rows[rows["now"].isin(["PLANET", "FALSE POSITIVE"])]
    assert [top.length for top in made.tops] == [10, 20, 50]
    for top in made.tops:
        assert top.precision.value == pytest.approx((decided["now"][: top.length] == "PLANET").mean())
        assert top.precision.low <= top.precision.value <= top.precision.high
        assert sum(top.of_all.values()) == top.length
        assert top.of_all["PLANET"] == int((rows["now"][: top.length] == "PLANET").sum())
    assert made.tops[0].precision.value == 1
    assert made.tops[0].precision.low < 0.8, "ten of ten prove less than all"


def test_the_models_own_scores_as_the_catalogues_make_no_difference(then, now, plan):
    made = validate_prospectively(then, now, plan())
    own = pd.Series(then.objects.map(listed(made).set_index("object")["score"]).astype(float), name="koi_score")
    beside = validate_prospectively(then, now, plan(), catalogue_scores=own).catalogue_score
    assert (beside.name, beside.rows) == ("koi_score", made.rows)
    assert beside.metrics == beside.model_metrics
    assert all((each.value, each.low, each.high) == (0, 0, 0) for each in beside.difference.values())


def test_a_score_that_knows_nothing_is_beaten_with_an_interval(then, now, plan):
    noise = pd.Series(np.random.default_rng(1).random(420), name="koi_score")
    noise[::2] = np.nan
    made = validate_prospectively(then, now, plan(), catalogue_scores=noise)
    beside = made.catalogue_score
    assert 0 < beside.rows < made.rows
    assert beside.difference["roc_auc"].low > 0
    assert "the catalogue's own score (koi_score)" in made.text


def test_a_column_that_the_old_table_lacks_is_left_out_and_named(then, now, plan):
    made = validate_prospectively(replace(then, features=then.features.drop(columns="noise")), now, plan())
    (told,) = [entry for entry in made.warnings if entry["code"] == "features_not_held_then"]
    assert told["text"].endswith(": noise.")


def test_the_same_table_twice_is_refused(then, plan):
    same = pd.Series(then.target.to_numpy(), index=then.objects)
    with pytest.raises(UntrainableTableError, match=r"None of the 140 objects .* Choose snapshots further apart"):
        validate_prospectively(then, same, plan())


def test_a_table_without_undecided_objects_is_refused(then, now, plan):
    with pytest.raises(UntrainableTableError, match="Every object of the older snapshot was decided"):
        validate_prospectively(replace(then, target=then.target.fillna("PLANET")), now, plan())


def test_three_classes_leave_nothing_to_rank(table, now, plan):
    with pytest.raises(InvalidFieldsError, match="Choose the task 'binary'"):
        validate_prospectively(table(3), now, plan("lightgbm", 3))


def test_one_class_alone_has_no_area_and_says_so(then, now, plan):
    made = validate_prospectively(then, now.where(now.isna(), "PLANET"), plan())
    assert made.evaluation.metrics["roc_auc"].value is None
    assert "nothing to rank apart" in made.text


def test_finished_scores_are_not_fitted_again(then, now, plan):
    kept, seen = Kept(), []
    first = validate_prospectively(then, now, plan(), fold_store=kept)
    second = validate_prospectively(then, now, plan(), lambda report: seen.append(report.phase), kept)
    assert asdict(first) == asdict(second)
    assert set(seen) == {"comparing"}


def test_progress_is_counted_and_may_stop(then, now, plan):
    reports = []
    validate_prospectively(then, now, plan(), reports.append)
    for phase in ("folds", "comparing"):
        counts = [report.completed for report in reports if report.phase == phase]
        assert counts == sorted(counts)
        assert counts[-1] == next(report.total for report in reports if report.phase == phase)

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        validate_prospectively(then, now, plan(), stop)


def test_steps_around_the_classifier_are_taken(then, now, plan):
    from ML.training import train

    settings = plan("lightgbm", calibration="sigmoid", selection="importance")
    rows = listed(validate_prospectively(then, now, settings)).set_index("object")["score"]
    undecided = then.target.isna()
    answers = train(then, settings).predict_table(then.features[undecided])
    expected = pd.Series(answers["score"].to_numpy(), index=then.objects[undecided])
    assert rows.sort_index().to_numpy() == pytest.approx(expected.sort_index().to_numpy())
