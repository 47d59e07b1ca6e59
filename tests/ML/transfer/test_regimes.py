"""Ways to train on several missions: one stage is plain training, and no held-out star is in any stage."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from ML.catalogs.catalogue import Column, Role
from ML.exceptions import InvalidFieldsError
from ML.transfer import Stage, compare_regimes, study_transfer
from ML.transfer.continuing import CONTINUED
from ML.transfer.regimes import prepare_regimes

MISSION = Column("mission", "Mission", "", "Survey.", Role.SOFT_LEAK, kind="category")
ORDER = (Stage("North"), Stage("South"))


def by(made, regime, after, tested):
    return next(s for s in made.scores if (s.regime, s.after, s.tested) == (regime, after, tested))


@pytest.mark.parametrize("family", list(CONTINUED))
def test_one_stage_is_plain_training_and_a_second_changes_the_answers(family, missions, plan):
    small = plan(family)
    one = compare_regimes(missions, small, MISSION, [Stage("North")])
    alone = by(one, "per_mission", ("North",), "North")
    assert by(one, "staged", ("North",), "North").metrics == alone.metrics
    two = compare_regimes(missions, small, MISSION, ORDER)
    assert by(two, "staged", ("North",), "South").metrics == by(one, "staged", ("North",), "South").metrics
    changed = by(two, "staged", ("North", "South"), "South")
    assert changed.metrics != by(two, "staged", ("North",), "South").metrics
    assert changed.change["log_loss"].value == pytest.approx(
        changed.metrics["log_loss"].value - by(two, "staged", ("North",), "South").metrics["log_loss"].value
    )


@pytest.mark.parametrize("family", ["lightgbm", "xgboost", "catboost", "random_forest"])
def test_a_later_stage_adds_its_share_of_trees_to_those_before(family, missions, plan):
    from ML.transfer.continuing import first_stage, later_stage

    chosen = plan(family)
    X = np.random.default_rng(1).normal(size=(300, 3))
    y = (X[:, 0] > 0).astype(int)
    estimator = first_stage(chosen, 1.0, (X, y, None), np.arange(300), lambda completed, total: None)
    before = estimator.predict_proba(X)
    later_stage(estimator, chosen, 0.5, (X + 1, 1 - y, None))
    counts = {
        "lightgbm": lambda made: made.booster_.num_trees(),
        "xgboost": lambda made: made.get_booster().num_boosted_rounds(),
        "catboost": lambda made: made.model_.tree_count_,
        "random_forest": lambda made: len(made.estimators_),
    }
    # LightGBM does not keep trees that find nothing to split.
    assert (20 if family == "lightgbm" else 30) <= counts[family](estimator) <= 30
    assert (estimator.predict_proba(X) != before).any()


def test_no_held_out_star_is_in_any_stage(sky, table_of, plan, kept):
    """Spoil every row of one fold's held-out stars in both missions: that fold's answers may not change."""
    made = prepare_regimes(table_of(sky), plan(), MISSION)
    train, test = made.folds[0]
    assert not set(sky.host[train]) & set(sky.host[test])
    spoiled = sky.copy()
    spoiled.loc[test, "target"] = sky.target[test].map({"PLANET": "FALSE POSITIVE", "FALSE POSITIVE": "PLANET"})
    clean, dirty = kept(), kept()
    compare_regimes(table_of(sky), plan(), MISSION, fold_store=clean)
    held = made.rows
    again = replace(made, rows=replace(held, y=np.where(np.isin(np.arange(len(sky)), test), 1 - held.y, held.y)))
    from ML.transfer.fits import Fits
    from ML.transfer.regimes import measure_regimes

    measure_regimes(again, Fits(lambda progress: None, dirty, again.fits))
    one_fold = made.fits // len(made.folds)
    for number in range(1, one_fold + 1):
        np.testing.assert_array_equal(clean.held[number], dirty.held[number])
    assert (clean.held[one_fold + 1] != dirty.held[one_fold + 1]).any()


def test_per_mission_models_are_what_the_others_are_held_against(missions, plan):
    made = compare_regimes(missions, plan(), MISSION)
    assert {score.regime for score in made.scores} == {
        "joint", "joint_with_mission", "per_mission", "staged", "rehearsed",
    }  # fmt: skip
    joint, alone = by(made, "joint", ("North", "South"), "South"), by(made, "per_mission", ("South",), "South")
    for name in ("accuracy", "roc_auc", "log_loss"):
        assert joint.difference[name].value == pytest.approx(joint.metrics[name].value - alone.metrics[name].value)
    assert alone.difference == {}
    assert made.text.startswith("After the stages North → South, the accuracy on held-out stars of South is ")
    json.dumps(asdict(made), allow_nan=False)


def test_replay_of_full_weight_forgets_less(missions, plan):
    forgotten = [
        by(compare_regimes(missions, plan(), MISSION, [Stage("North"), Stage("South", 2.0, replay)]), *where)
        for replay in (0.0, 1.0)
        for where in [("staged", ("North", "South"), "North")]
    ]
    assert forgotten[1].metrics["log_loss"].value < forgotten[0].metrics["log_loss"].value


def test_a_family_that_cannot_go_on_learning_is_compared_without_stages(missions, plan):
    made = compare_regimes(missions, plan("decision_tree"), MISSION)
    assert {score.regime for score in made.scores} == {"joint", "joint_with_mission", "per_mission"}
    assert [entry["code"] for entry in made.warnings] == ["not_staged"]
    assert made.stages == []


@pytest.mark.parametrize(
    ("stages", "told"),
    [
        ([Stage("East")], "no rows of East"),
        ([Stage("North"), Stage("North")], "named twice"),
        ([Stage("North", rounds=0)], "rounds must be above 0"),
        ([Stage("North", replay=2)], "replay from 0 to 1"),
    ],
)
def test_stages_that_cannot_be_trained_are_refused(stages, told, missions, plan):
    with pytest.raises(InvalidFieldsError, match=told):
        compare_regimes(missions, plan(), MISSION, stages)


def test_the_study_counts_all_fits_and_goes_on_where_it_stopped(missions, plan, kept):
    store, reports = kept(), []
    made = study_transfer(missions, plan(), MISSION, reports.append, store)
    total = reports[-1].total
    assert reports[-1].completed == total == len(store.held) == 13 + 3 * (2 + 2 + 4)
    for number in list(store.held)[total // 2 :]:
        del store.held[number]
    assert study_transfer(missions, plan(), MISSION, fold_store=store) == made
    assert "the largest drop between two missions" in made.text
    json.dumps(asdict(made), allow_nan=False)
