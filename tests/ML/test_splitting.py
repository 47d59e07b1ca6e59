from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.exceptions import InvalidFieldsError, UntrainableTableError
from ML.splitting import grouped_folds, host_codes, split_hash


def made_up(n_rows=300, n_hosts=120, seed=0):
    rng = np.random.default_rng(seed)
    return rng.choice(["a", "b", "c"], n_rows, p=[0.6, 0.3, 0.1]), rng.integers(n_hosts, size=n_rows)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), folds=st.integers(2, 6))
def test_every_row_is_validated_once_and_no_host_stands_on_both_sides(seed, folds):
    y, hosts = made_up(seed=seed)
    split = grouped_folds(y, hosts, folds=folds, seed=seed)
    np.testing.assert_array_equal(np.sort(np.concatenate([test for _, test in split])), np.arange(len(y)))
    for train, test in split:
        assert not set(hosts[train]) & set(hosts[test])
        assert len(train) + len(test) == len(y)


def test_classes_keep_their_shares():
    y, hosts = made_up(2000, 1500)
    for _, test in grouped_folds(y, hosts):
        assert np.mean(y[test] == "c") == pytest.approx(np.mean(y == "c"), abs=0.02)


def test_without_grouping_hosts_are_torn_apart():
    y, hosts = made_up()
    train, test = grouped_folds(y, hosts, group_by_host=False)[0]
    assert set(hosts[train]) & set(hosts[test])


@pytest.mark.parametrize("test_size", [0.1, 0.2, 0.3, 0.5])
def test_a_holdout_has_the_wanted_size_and_whole_hosts(test_size):
    y, hosts = made_up(2000, 900)
    ((train, test),) = grouped_folds(y, hosts, method="holdout", test_size=test_size)
    assert len(test) / len(y) == pytest.approx(test_size, abs=0.01)
    assert not set(hosts[train]) & set(hosts[test])
    assert sorted([*train, *test]) == list(range(len(y)))


def test_a_holdout_validates_even_a_class_around_two_stars():
    y = np.array(["a"] * 80 + ["b"] * 20)
    hosts = np.r_[np.arange(80), np.repeat([100, 101], 10)]
    ((train, test),) = grouped_folds(y, hosts, method="holdout")
    assert (y[train] == "b").sum() == (y[test] == "b").sum() == 10


def test_the_seed_decides():
    y, hosts = made_up()
    first, again, other = (grouped_folds(y, hosts, seed=seed)[0][1] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert set(first) != set(other)


def test_rows_without_a_host_are_groups_of_their_own():
    codes = host_codes(["a", None, "a", None, float("nan")])
    assert codes[0] == codes[2]
    assert len(set(codes)) == 4


def test_fewer_hosts_than_folds_are_refused_with_the_remedy():
    y = np.array(["a"] * 50 + ["b"] * 50)
    hosts = np.r_[np.arange(50), np.repeat([100, 101, 102], [20, 20, 10])]
    with pytest.raises(UntrainableTableError, match=r"'b' has 3 hosts.*Choose 3 folds or fewer"):
        grouped_folds(y, hosts)
    assert len(grouped_folds(y, hosts, folds=3)) == 3


def test_a_class_around_one_star_is_refused():
    y = np.array(["a"] * 50 + ["b"] * 50)
    hosts = np.r_[np.arange(50), np.full(50, 99)]
    with pytest.raises(UntrainableTableError, match=r"'b' has 1 host,.*Add objects"):
        grouped_folds(y, hosts, method="holdout")


@pytest.mark.parametrize(("y", "said"), [(["a"] * 9, "every row is 'a'"), ([], "there are no rows")])
def test_one_class_is_refused(y, said):
    with pytest.raises(UntrainableTableError, match=said):
        grouped_folds(np.array(y), np.arange(len(y)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"folds": 1}, "folds"),
        ({"folds": 21}, "folds"),
        ({"method": "loo"}, "method"),
        ({"test_size": 0.9}, "test_size"),
    ],
)
def test_impossible_settings_name_the_field(changes, field):
    y, hosts = made_up()
    with pytest.raises(InvalidFieldsError) as caught:
        grouped_folds(y, hosts, **changes)
    assert [entry["field"] for entry in caught.value.details["fields"]] == [field]


def test_the_hash_knows_the_split_and_not_the_order():
    names, folds = ["x", "y", "z"], [1, 2, 1]
    assert split_hash(names, folds) == split_hash(names[::-1], folds[::-1])
    assert split_hash(names, folds) != split_hash(names, [2, 1, 1])
    assert len(split_hash(names, folds)) == 64
