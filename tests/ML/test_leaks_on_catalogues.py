"""On real catalogues the guard finds the known leaks by measurement alone, and leaves honest columns alone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.deliveries import read_delivery
from ML.catalogs.readers import read_table
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.labelling import label_rows
from ML.leaks import find_with_target, find_without_target, measure_columns

K2 = Path(__file__).parents[3] / "shared" / "archive" / "k2pandc_2025-10-01.csv"
VERDICTS = {"single_column_auc", "missingness_auc", "one_class_value"}
TASKS = pytest.mark.parametrize("task", ["binary", "three_class"])


@cache
def loaded(name):
    return get_catalogue(name), load_snapshot(find_snapshot(name, None))


def labelled(name, task):
    catalogue, frame = loaded(name)
    target = label_rows(catalogue, catalogue.tasks[task], frame).rename(catalogue.target_column)
    return catalogue, frame, target, frame[catalogue.host_column]


@cache
def measured_alone(name, task):
    """Codes by column, where the guard is told no role."""
    catalogue, frame, target, hosts = labelled(name, task)
    unknown = [replace(column, role=Role.FEATURE, reason="") for column in catalogue.columns]
    found = find_with_target(frame, unknown, target, hosts, objects=frame[catalogue.object_column])
    return {column: {e.code for e in found if e.column == column} for column in {e.column for e in found}}


@TASKS
def test_kepler_s_leaks_are_found_without_being_told(task):
    codes = measured_alone("kepler", task)
    assert {"single_column_auc", "target_like_name"} <= codes["koi_score"]
    assert {"single_column_auc", "one_class_value", "target_like_name"} <= codes["koi_pdisposition"]
    assert {"missingness_auc", "one_class_value", "near_unique"} <= codes["kepler_name"]
    assert {"single_column_auc", "target_like_name"} <= codes["koi_comment"]
    for flag in ("nt", "ss", "co", "ec"):
        assert codes[f"koi_fpflag_{flag}"] == {"one_class_value", "target_like_name"}
    for identifier in ("rowid", "kepid", "kepoi_name"):
        assert "near_unique" in codes[identifier]


@TASKS
@pytest.mark.parametrize("name", ["kepler", "tess"])
def test_honest_columns_are_left_alone(name, task):
    catalogue, *_ = loaded(name)
    honest = {column.name for column in catalogue.columns_with_role(Role.FEATURE, Role.SOFT_LEAK)}
    codes = measured_alone(name, task)
    assert not {column for column in honest if codes.get(column, set()) - {"constant"}}
    assert not {column for column, held in codes.items() if held & VERDICTS} & set(catalogue.presets["default"])


def test_tess_s_own_disposition_is_found():
    codes = measured_alone("tess", "binary")
    assert {"one_class_value", "target_like_name"} <= codes["tess_disposition"]
    assert "near_unique" in codes["tid"]


def test_the_measured_areas_are_those_of_the_science():
    catalogue, frame, target, hosts = labelled("kepler", "binary")
    measured = measure_columns(frame, catalogue.columns, target, hosts)
    assert measured["koi_score"].single_column_auc == pytest.approx(0.994, abs=0.002)
    assert measured["rowid"].single_column_auc > 0.85
    assert max(measured[name].single_column_auc for name in catalogue.presets["default"]) < 0.90
    assert measured["kepler_name"].missingness_auc > 0.999


def test_known_roles_stand_beside_the_numbers():
    catalogue, frame, target, hosts = labelled("kepler", "binary")
    found = find_with_target(frame, catalogue.columns, target, hosts)
    of_score = {entry.code: entry for entry in found if entry.column == "koi_score"}
    assert set(of_score) == {"known_leak", "single_column_auc"}
    assert of_score["known_leak"].text.startswith(catalogue.column("koi_score").reason)
    locked = {entry.column for entry in found if entry.locks}
    assert locked >= {column.name for column in catalogue.columns_with_role(Role.LEAK, Role.IDENTIFIER)}
    assert not locked & set(catalogue.presets["everything"])


def test_no_bundled_table_gives_its_verdict_away_by_empty_cells():
    for name in ("kepler", "tess"):
        catalogue, frame, target, hosts = labelled(name, "binary")
        assert "mask_only_auc" not in {e.code for e in find_with_target(frame, catalogue.columns, target, hosts)}


def test_no_object_stands_in_a_bundled_table_twice():
    for name in ("kepler", "tess"):
        catalogue, frame = loaded(name)
        assert frame[catalogue.object_column].is_unique
        assert "duplicate_rows" not in {entry.code for entry in find_without_target(frame, catalogue.columns)}


@pytest.mark.skipif(not K2.exists(), reason=f"{K2.name} is not there: it is a development table that is never shipped")
def test_k2_s_verdict_is_found_in_columns_and_in_the_empty_cells_of_all_together():
    catalogue = get_catalogue("k2")
    frame = read_delivery(read_table(K2, K2.name).frame, catalogue).frame
    target = label_rows(catalogue, catalogue.tasks["binary"], frame).rename(catalogue.target_column)
    hosts = frame[catalogue.host_column]
    unknown = [replace(column, role=Role.FEATURE, reason="") for column in catalogue.columns]
    found = {(e.column, e.code): e for e in find_with_target(frame, unknown, target, hosts)}
    assert found["sy_pnum", "single_column_auc"].value > 0.999
    assert found["sy_pnum", "one_class_value"].locks
    assert found[None, "mask_only_auc"].value > 0.85
    honest = find_with_target(frame, catalogue.columns, target, hosts)
    assert "mask_only_auc" not in {entry.code for entry in honest}
    features = {column.name for column in catalogue.columns_with_role(Role.FEATURE)}
    assert not {entry.column for entry in honest if entry.code in VERDICTS} & features
