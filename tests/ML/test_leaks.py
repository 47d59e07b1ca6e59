"""The guard finds what is planted, finds nothing where nothing is, and does not depend on order, unit or names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ML.catalogs.catalogue import Column, Role
from ML.leaks import find_with_target, find_without_target, measure_columns

CLASSES = np.array(["FALSE POSITIVE", "PLANET"], dtype=object)


def make(n_rows=600, seed=0, n_classes=2, rows_per_host=2):
    """Two honest measurements, one of them telling; hosts hold about two rows."""
    rng = np.random.default_rng(seed)
    y = rng.integers(n_classes, size=n_rows)
    frame = pd.DataFrame(
        {
            "depth": rng.normal(size=n_rows) + y,
            "period": rng.lognormal(size=n_rows),
            "colour": rng.choice(list("abc"), n_rows),
        }
    )
    target = pd.Series(np.array([*CLASSES, "CANDIDATE"], dtype=object)[y], name="verdict_column")
    return frame, target, pd.Series(rng.integers(n_rows // rows_per_host, size=n_rows)), y


def defined(frame, **roles):
    kinds = {name: "number" if pd.api.types.is_numeric_dtype(frame[name].dtype) else "category" for name in frame}
    return [Column(n, n, "", "", roles.get(n, Role.FEATURE), kind=kinds[n]) for n in frame]


def found(frame, target, hosts, **facts):
    columns = facts.pop("columns", None) or defined(frame)
    return {(entry.column, entry.code) for entry in find_with_target(frame, columns, target, hosts, **facts)}


def test_honest_measurements_are_no_findings():
    frame, target, hosts, _ = make()
    assert found(frame, target, hosts) == set()


def planted(y, seed=1):
    """Columns that give the answer away, or are no measurement, with the code of what they are."""
    rng = np.random.default_rng(seed)
    noise, third = rng.normal(size=len(y)), rng.random(len(y)) < 0.35
    return {
        "value": (y + 0.01 * noise, "single_column_auc"),
        "in the middle": (np.where(y, noise / 10, rng.choice([-2, 2], len(y))), "single_column_auc"),
        "words": (np.take(["good", "bad"], y), "single_column_auc"),
        "present": (np.where(y, noise, np.nan), "missingness_auc"),
        "flag for a third": ((y & third).astype(float), "one_class_value"),
        "held for a third": (np.where(y & third, noise, np.nan), "one_class_value"),
        "row": (rng.permutation(len(y)), "near_unique"),
        "code": ([f"X{number}" for number in rng.permutation(len(y))], "near_unique"),
        "nothing": (np.full(len(y), 3.0), "constant"),
        "void": (np.full(len(y), np.nan), "constant"),
    }


@pytest.mark.parametrize("name", planted(np.zeros(40, dtype=int)))
def test_what_is_planted_is_found(name):
    frame, target, hosts, y = make()
    frame[name], code = planted(y)[name]
    codes = found(frame, target, hosts)
    assert (name, code) in codes
    assert {column for column, _ in codes} == {name}


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**20), n_rows=st.integers(30, 400), n_classes=st.integers(2, 3), share=st.floats(0, 0.9))
def test_a_shuffled_target_is_told_by_no_column(seed, n_rows, n_classes, share):
    rng = np.random.default_rng(seed)
    frame, target, hosts, _ = make(n_rows, seed, n_classes)
    frame["flag"] = rng.random(n_rows) < 0.1
    frame["gap"] = np.where(rng.random(n_rows) < share, np.nan, rng.normal(size=n_rows))
    frame["id"] = rng.permutation(n_rows)
    frame["few"] = rng.choice([0, 1, 2, 50], n_rows, p=[0.9, 0.05, 0.04, 0.01])
    shuffled = pd.Series(rng.permutation(target.to_numpy()), name="verdict_column")
    measured = {"single_column_auc", "missingness_auc", "one_class_value", "mask_only_auc"}
    assert not measured & {code for _, code in found(frame, shuffled, hosts)}


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**20), transform=st.sampled_from([np.exp, np.cbrt, lambda x: 3 * x - 7, lambda x: x**3 + x])
)
def test_a_growing_transform_changes_no_number(seed, transform):
    frame, target, hosts, _ = make(seed=seed)
    frame.loc[::7, "depth"] = np.nan
    moved = frame.assign(depth=transform(frame.depth), period=transform(frame.period))
    one, other = (measure_columns(table, defined(table), target, hosts) for table in (frame, moved))
    assert one == other


def test_a_falling_transform_changes_next_to_nothing():
    frame, target, hosts, _ = make()
    turned = frame.assign(depth=-frame.depth)
    one, other = (measure_columns(table, defined(table), target, hosts)["depth"] for table in (frame, turned))
    assert one.single_column_auc == pytest.approx(other.single_column_auc, abs=0.01)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**20), most_rows=st.sampled_from([150, 10_000]))
@example(seed=25465, most_rows=10_000)
def test_the_order_of_the_rows_does_not_matter(seed, most_rows):
    frame, target, hosts, y = make(seed=seed)
    frame["leak"], frame["id"] = y + 0.0, np.arange(len(frame)) + 5
    hosts = hosts.where(np.arange(len(hosts)) % 5 > 0)
    target = target.where(np.arange(len(hosts)) % 11 > 0)
    order = np.random.default_rng(seed).permutation(len(frame))
    one = find_with_target(frame, defined(frame), target, hosts, most_rows=most_rows)
    turned, *labels = (part.iloc[order] for part in (frame, target, hosts))
    other = find_with_target(turned, defined(frame), *labels, most_rows=most_rows)
    assert one == other


def test_what_names_the_host_tells_nothing_of_other_hosts_but_is_named():
    frame, _, hosts, _ = make()
    by_host = np.random.default_rng(3).integers(2, size=len(frame))
    target = pd.Series(CLASSES[by_host[hosts]], name="t")
    frame["star"] = hosts
    frame["star_name"] = "star " + hosts.astype("str")
    assert target.groupby(frame["star"]).nunique().max() == 1
    measured = measure_columns(frame, defined(frame), target, hosts)
    assert measured["star"].single_column_auc < 0.7
    assert measured["star_name"].single_column_auc < 0.7
    assert {("star", "near_unique"), ("star_name", "near_unique")} == found(frame, target, hosts)
    alone = measure_columns(frame, defined(frame), target, pd.Series(np.nan, index=hosts.index))
    assert alone["star_name"].single_column_auc > measured["star_name"].single_column_auc + 0.1


def test_measurements_that_are_all_different_are_not_taken_for_names():
    frame, target, hosts, _ = make()
    frame["temperature"] = np.random.default_rng(2).integers(3000, 9000, len(frame))
    frame["magnitude"] = hosts.map(pd.Series(np.random.default_rng(4).normal(size=600))).round(6)
    assert found(frame, target, hosts) == set()


def test_a_filtered_running_number_is_still_one():
    frame, target, hosts, _ = make()
    frame["n"] = np.sort(np.random.default_rng(5).choice(900, len(frame), replace=False))
    assert found(frame, target, hosts) == {("n", "near_unique")}


def test_large_numbers_of_each_row_are_suspected_without_a_lock():
    frame, target, hosts, _ = make()
    frame["catalogue"] = np.random.default_rng(5).integers(10**8, 10**9, len(frame))
    (entry,) = find_with_target(frame, defined(frame), target, hosts)
    assert (entry.column, entry.code, entry.locks) == ("catalogue", "near_unique", False)
    renamed = frame.rename(columns={"catalogue": "catalogue_id"})
    (entry,) = find_with_target(renamed, defined(renamed), target, hosts)
    assert entry.locks


def test_rows_that_repeat_are_counted():
    frame, *_ = make(100)
    twice = pd.concat([frame, frame.iloc[:7]], ignore_index=True)
    (entry,) = find_without_target(twice, defined(twice))
    assert (entry.column, entry.code, entry.value, entry.locks) == (None, "duplicate_rows", 7, False)
    assert "7 of 107 rows" in entry.text


def test_one_object_under_two_hosts_is_found_and_under_one_host_is_not():
    frame, target, _, _ = make(100)
    hosts = pd.Series(np.arange(100))
    frame, target = (pd.concat([part, part.iloc[:5]], ignore_index=True) for part in (frame, target))
    frame["row"] = np.arange(105)
    extra = pd.Series(range(100, 105))
    apart, together = (pd.concat([hosts, more], ignore_index=True) for more in (extra, hosts.iloc[:5]))
    assert (None, "duplicates_across_groups") in found(frame, target, apart)
    assert (None, "duplicates_across_groups") not in found(frame, target, together)
    (entry,) = [e for e in find_with_target(frame, defined(frame), target, apart) if e.code.startswith("dup")]
    assert entry.value == 10


def test_an_object_in_several_rows_is_found():
    frame, target, hosts, _ = make(100)
    objects = pd.Series([f"b{row // 2}" for row in range(100)], name="planet")
    (entry,) = find_with_target(frame, defined(frame), target, hosts, objects=objects)
    assert (entry.column, entry.code, entry.value) == ("planet", "duplicate_rows", 50)


def test_coarse_columns_that_agree_are_no_doubles():
    frame, target, _, _ = make(200)
    coarse = frame[["colour"]].assign(size=np.random.default_rng(0).integers(3, size=200))
    assert (None, "duplicates_across_groups") not in found(coarse, target, pd.Series(range(200)))


def test_names_of_verdicts_are_named():
    frame, target, hosts, _ = make()
    for name in ("myDispositionOld", "is_confirmed", "vetting flag", "verdict_colum", "dispersion", "labelled"):
        frame[name] = frame["period"] + len(name)
    named = {column for column, code in found(frame, target, hosts) if code == "target_like_name"}
    assert named == {"myDispositionOld", "is_confirmed", "vetting flag", "verdict_colum", "labelled"}
    assert not any(entry.locks for entry in find_without_target(frame, defined(frame)))


def test_a_prefix_that_all_columns_share_does_not_resemble_the_target():
    frame, target, hosts, _ = make()
    frame.columns = [f"planet_{name}" for name in frame]
    assert found(frame, target.rename("planet_kind"), hosts) == set()


def test_emptiness_of_many_columns_together_is_told():
    frame, target, hosts, y = make()
    rng = np.random.default_rng(7)
    for k in range(12):
        gone = rng.random(len(y)) < np.where(y, 0.5, 0.15)
        frame[f"m{k}"] = np.where(gone, np.nan, rng.normal(size=len(y)))
    (entry,) = find_with_target(frame, defined(frame), target, hosts)
    assert (entry.column, entry.code, entry.locks) == (None, "mask_only_auc", False)
    assert entry.value > 0.8


def test_known_roles_come_with_their_reason():
    frame, *_ = make()
    roles = {"depth": Role.LEAK, "period": Role.SOFT_LEAK, "colour": Role.IDENTIFIER}
    columns = [replace(column, reason="So it is.") for column in defined(frame, **roles)]
    by_column = {entry.column: entry for entry in find_without_target(frame, columns)}
    assert {name: (entry.code, entry.locks) for name, entry in by_column.items()} == {
        "depth": ("known_leak", True),
        "period": ("known_leak", False),
        "colour": ("known_identifier", True),
    }
    assert all(entry.text.startswith("So it is.") and entry.value is None for entry in by_column.values())


def test_another_verdict_beside_the_target_is_a_leak_and_the_target_is_none():
    frame, target, hosts, y = make()
    frame["old"], frame["verdict_column"] = np.take(["x", "z"], y), target
    columns = defined(frame, old=Role.TARGET, verdict_column=Role.TARGET)
    assert find_without_target(frame, columns) == ()
    assert found(frame, target, hosts, columns=columns) >= {("old", "known_leak"), ("old", "single_column_auc")}
    assert not {code for name, code in found(frame, target, hosts, columns=columns) if name == "verdict_column"}


def test_one_class_of_many_that_a_column_gives_away_is_named():
    frame, target, hosts, y = make(n_classes=3)
    frame["extra"] = np.where(y == 1, 1.0, 0.0)
    measured = measure_columns(frame, defined(frame), target, hosts)["extra"].overall
    assert measured.best == 1.0
    assert measured.best_class == "PLANET"
    assert measured.mean == pytest.approx(0.83, abs=0.02)
    texts = {entry.code: entry.text for entry in find_with_target(frame, defined(frame), target, hosts)}
    assert "tells PLANET from the rest with an AUC of 1.000" in texts["single_column_auc"]


def test_every_finding_says_number_threshold_and_remedy():
    frame, target, hosts, y = make()
    for name, (cells, _) in planted(y).items():
        frame[name] = cells
    measured = [entry for entry in find_with_target(frame, defined(frame), target, hosts) if entry.value is not None]
    assert {entry.code for entry in measured} >= {code for _, code in planted(y).values()}
    for entry in measured:
        assert entry.threshold is not None
        assert entry.text[0].isupper() or entry.text.startswith(str(entry.column)) or entry.text[0].isdigit()
        assert entry.text.endswith(".")
        assert any(remedy in entry.text for remedy in ("eave it out", "Keep one", "keep one", "leave out"))


def test_progress_counts_columns_and_what_it_raises_comes_out():
    frame, target, hosts, _ = make()
    steps = []
    find_with_target(frame, defined(frame), target, hosts, on_step=lambda *counts: steps.append(counts))
    assert steps[-1] == (3, 3)

    def stop(completed, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        find_with_target(frame, defined(frame), target, hosts, on_step=stop)


def test_measuring_first_saves_measuring_again():
    frame, target, hosts, y = make()
    frame["leak"] = y
    measured = measure_columns(frame, defined(frame), target, hosts)
    again = find_with_target(frame, defined(frame), target, hosts, measured=measured)
    assert again == find_with_target(frame, defined(frame), target, hosts)


def test_a_large_table_is_measured_on_whole_hosts_of_every_class():
    frame, _, hosts, _ = make(4000)
    rare = np.arange(4000) < 60
    frame["leak"] = np.where(rare, 1.0, 0.0)
    target = pd.Series(np.where(rare, "RARE", "COMMON"), name="t")
    hosts = pd.Series(np.where(rare, -hosts, hosts))
    assert ("leak", "single_column_auc") in found(frame, target, hosts, most_rows=400)


@pytest.mark.parametrize("n_rows", [0, 1, 2, 5])
@pytest.mark.parametrize("decided", [True, False])
def test_tables_too_small_to_judge_are_not_judged(n_rows, decided):
    frame, target, hosts, _ = make(20)
    target = target if decided else target.where(target.isna())
    codes = found(frame.iloc[:n_rows], target.iloc[:n_rows], hosts.iloc[:n_rows])
    assert not {code for _, code in codes} & {"single_column_auc", "missingness_auc", "one_class_value", "near_unique"}


def test_columns_of_every_kind_are_measured():
    frame, target, hosts, y = make()
    frame["when"] = pd.to_datetime("2020-01-01", utc=True) + pd.to_timedelta(y * 50, unit="D")
    frame["yes"] = pd.array(y == 1, dtype="boolean")
    frame["category"] = pd.Categorical(np.take(["u", "v"], y))
    frame["int"] = pd.array(y, dtype="Int64")
    frame["far"] = np.where(y, np.inf, -np.inf)
    frame["mixed"] = pd.Series([1 if one else "one" for one in y], dtype=object)
    measured = measure_columns(frame, defined(frame), target, hosts)
    kinds = {"when", "yes", "category", "int", "far", "mixed"}
    assert {measured[name].single_column_auc for name in kinds} == {1.0}
    found_in = {entry.column for entry in find_with_target(frame, defined(frame), target, hosts) if entry.locks}
    assert kinds == found_in
