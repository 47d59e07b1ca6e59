"""A kept split is used again: the same folds to the last object, whatever else is chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ML.cross_validation import cross_validate
from ML.exceptions import InvalidFieldsError
from ML.frozen_split import FrozenSplit


def kept(validated):
    table = validated.out_of_fold()
    return FrozenSplit(dict(zip(table["object"], table["fold"].tolist(), strict=True)))


def rows_of(table, chosen):
    parts = {part: getattr(table, part)[chosen].reset_index(drop=True) for part in ("target", "hosts", "objects")}
    return replace(table, features=table.features[chosen].reset_index(drop=True), flags=None, **parts)


@pytest.mark.parametrize("settings", [{}, {"method": "holdout"}, {"group_by_host": False}])
def test_the_same_numbers_come_out_again(table, plan, settings):
    own = cross_validate(table(2), plan(**settings))
    again = cross_validate(table(2), plan(**settings, split=kept(own)))
    assert again.split_hash == own.split_hash
    assert again.evaluation == own.evaluation


def test_another_seed_and_other_columns_are_judged_in_the_same_folds(table, plan):
    own = cross_validate(table(2), plan(), with_baselines=False)
    settings = plan("random_forest", seed=99, split=kept(own))
    other = cross_validate(table(2), replace(settings, features=settings.features[:2]), with_baselines=False)
    assert other.split_hash == own.split_hash
    assert cross_validate(table(2), plan(seed=99), with_baselines=False).split_hash != own.split_hash


def test_new_objects_are_trained_on_but_not_beside_a_validated_star(table, plan):
    large = table(2, n_rows=300)
    small = rows_of(large, np.arange(300) < 240)
    split = kept(cross_validate(small, plan(), with_baselines=False))
    hosts, objects = pd.factorize(large.hosts)[0], large.objects.to_numpy()
    folds = split.positions(objects, hosts, group_by_host=True)
    assert sorted(np.concatenate([test for _, test in folds])) == list(range(240))
    for train, test in folds:
        assert not set(hosts[train]) & set(hosts[test])
        assert train.max() >= 240, "new objects around other stars are trained on"
    assert split.count == 3


def test_a_split_of_other_data_is_refused(table, plan):
    split = FrozenSplit({f"other {number}": 1 + number % 3 for number in range(240)})
    with pytest.raises(InvalidFieldsError, match=r"names 240 objects, of which 0 .* Choose the data") as refused:
        cross_validate(table(2), plan(split=split))
    assert refused.value.details["fields"][0]["field"] == "split_of"
