"""The matrix of missions: the diagonal is cross-validation, and no star is on both sides."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest

from ML.cross_validation import cross_validate
from ML.exceptions import UntrainableTableError
from ML.results import METRIC_NAMES
from ML.transfer import transfer_matrix
from ML.transfer.missions import with_features

SHARED = ("depth", "period", "noise")


@pytest.mark.parametrize("family", ["lightgbm", "random_forest", "logistic_regression"])
def test_the_diagonal_is_cross_validation(family, missions, plan):
    made = transfer_matrix(missions, plan(family))
    for name, columns in (("North", (*SHARED, "only_north")), ("South", SHARED)):
        table = missions.of([name]).table
        alone = cross_validate(table, with_features(plan(family), columns), with_baselines=False)
        cell = made.cell(name, name)
        assert cell.metrics == alone.evaluation.metrics
        assert cell.columns == columns
        assert made.split_hashes[name] == alone.split_hash


def test_what_the_tested_mission_itself_reaches_has_the_same_columns_and_rows(missions, plan):
    made = transfer_matrix(missions, plan())
    crossed = made.cell("South", "North")
    assert crossed.columns == SHARED
    table = missions.of(["North"]).table
    alone = cross_validate(table, with_features(plan(), SHARED), with_baselines=False)
    assert crossed.home == alone.evaluation.metrics
    for name in METRIC_NAMES:
        expected = crossed.metrics[name].value - crossed.home[name].value
        assert crossed.difference[name].value == pytest.approx(expected, abs=1e-12)


def test_every_model_is_tested_on_the_same_rows_of_a_mission(missions, plan, sky):
    made = transfer_matrix(missions, plan())
    assert len(made.cells) == 4
    for name in ("North", "South"):
        assert {(cell.rows, cell.hosts) for cell in made.cells if cell.test == name} == {
            ((sky.mission == name).sum(), sky.host[sky.mission == name].nunique())
        }
    north, south = made.cell("North", "South"), made.cell("South", "North")
    assert north.columns == south.columns
    assert north.trained_rows + north.held_back == south.rows


def test_no_star_is_on_both_sides(sky, table_of, plan, kept):
    """Spoil every row that North has around South's stars: what South's objects are answered may not change."""
    around = (sky.mission == "North") & sky.host.isin(sky.host[sky.mission == "South"])
    assert around.sum() > 10
    spoiled = sky.copy()
    spoiled.loc[around, "depth"] = 1e6
    spoiled.loc[around, "target"] = sky.target[around].map({"PLANET": "FALSE POSITIVE", "FALSE POSITIVE": "PLANET"})
    clean, dirty = kept(), kept()
    made = transfer_matrix(table_of(sky), plan(), fold_store=clean)
    transfer_matrix(table_of(spoiled), plan(), fold_store=dirty)
    number = max(clean.held) - 3
    # North on South as it is, and weighted towards South.
    for step in (0, 1):
        np.testing.assert_array_equal(clean.held[number + step], dirty.held[number + step])
    assert made.cell("North", "South").held_back == around.sum()
    others = sky.copy()
    others.loc[(sky.mission == "North") & ~around, "depth"] += 3.0
    third = kept()
    transfer_matrix(table_of(others), plan(), fold_store=third)
    assert (clean.held[number] != third.held[number]).any()


def test_a_mission_of_one_class_is_left_out_with_the_reason(sky, table_of, plan):
    third = sky[sky.mission == "South"].assign(mission="East", host="e" + sky.host, target="PLANET")
    made = transfer_matrix(table_of(pd.concat([sky, third], ignore_index=True)), plan())
    assert made.missions == ("North", "South")
    told = next(entry["text"] for entry in made.warnings if entry["code"] == "mission_left_out")
    assert told.startswith("East is left out: ")
    assert "FALSE POSITIVE" in told


def test_fewer_than_two_usable_missions_are_refused_with_the_reasons(sky, table_of, plan):
    of_one_class = sky.assign(target=sky.target.where(sky.mission == "North", "PLANET"))
    with pytest.raises(UntrainableTableError, match="South: No row is FALSE POSITIVE"):
        transfer_matrix(table_of(of_one_class), plan())
    with pytest.raises(UntrainableTableError, match="rows of North alone"):
        transfer_matrix(table_of(sky[sky.mission == "North"]), plan())


def test_missions_without_a_common_column_are_not_paired(sky, table_of, plan):
    apart = sky.copy()
    apart.loc[sky.mission == "South", ["depth", "period", "only_north"]] = np.nan
    apart.loc[sky.mission == "North", "noise"] = np.nan
    made = transfer_matrix(table_of(apart), plan())
    assert [(cell.train, cell.test) for cell in made.cells] == [("North", "North"), ("South", "South")]
    assert "North and South" in next(entry["text"] for entry in made.warnings if entry["code"] == "pair_left_out")


def test_undecided_rows_change_nothing(sky, table_of, plan):
    more = pd.concat([sky, sky.head(40).assign(target=None, object="new")], ignore_index=True)
    assert transfer_matrix(table_of(more), plan()).cells == transfer_matrix(table_of(sky), plan()).cells


def test_fits_are_counted_and_finished_ones_not_done_again(missions, plan, kept):
    store, reports = kept(), []
    made = transfer_matrix(missions, plan("random_forest"), reports.append, store)
    counts = [report.completed for report in reports]
    # North with four columns, North and South with three of them, each in three folds, and the two pairs twice.
    assert {report.total for report in reports} == {3 * 3 + 4} == {len(store.held)}
    assert counts == sorted(counts)
    assert counts[-1] == 13
    again: list = []
    assert transfer_matrix(missions, plan("random_forest"), again.append, store) == made
    assert len(again) < len(reports)


def test_a_cancel_comes_out_unchanged(missions, plan):
    stop = KeyError("enough")

    def cancel(report):
        if report.completed > 2:
            raise stop

    with pytest.raises(KeyError) as caught:
        transfer_matrix(missions, plan(), cancel)
    assert caught.value is stop


def test_a_holdout_and_a_mission_column_are_set_aside(missions, plan):
    chosen = replace(plan(), method="holdout", group_by_host=False)
    assert transfer_matrix(missions, chosen).cells == transfer_matrix(missions, plan()).cells


def test_the_result_is_ready_for_json(missions, plan):
    json.dumps(asdict(transfer_matrix(missions, plan())), allow_nan=False)


def test_weights_find_the_rows_that_are_like_the_wanted_ones():
    from ML.transfer.weighting import LARGEST, weights_towards

    rng = np.random.default_rng(3)
    X, wanted = rng.normal(size=(400, 2)), rng.normal([1.5, 0.0], 1, size=(300, 2))
    stars = (np.arange(400) // 2, 1000 + np.arange(300))
    weight = weights_towards(X, wanted, *stars, seed=1)
    assert weight.mean() == pytest.approx(1)
    assert (weight > 0).all() and weight.max() <= LARGEST / weight.min()
    assert np.average(X[:, 0], weights=weight) > X[:, 0].mean() + 0.5
    alike = weights_towards(X[:200], X[200:], *(np.arange(200), 1000 + np.arange(200)), seed=1)
    assert np.median(np.abs(np.log(alike))) < np.median(np.abs(np.log(weight)))


def test_the_weighted_model_never_sees_a_verdict_of_the_tested_mission(sky, table_of, plan, kept):
    flipped = sky.target.map({"PLANET": "FALSE POSITIVE", "FALSE POSITIVE": "PLANET"})
    clean, dirty = kept(), kept()
    transfer_matrix(table_of(sky), plan(), fold_store=clean)
    transfer_matrix(
        table_of(sky.assign(target=flipped.where(sky.mission == "South", sky.target))), plan(), fold_store=dirty
    )
    for number in (10, 11):
        np.testing.assert_array_equal(clean.held[number], dirty.held[number])
    assert (clean.held[10] != clean.held[11]).any()
