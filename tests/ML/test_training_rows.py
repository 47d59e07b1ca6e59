from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ML.exceptions import InvalidFieldsError, UnknownFamilyError, UntrainableTableError
from ML.training_rows import training_rows


def cut(table, keep):
    series = {name: getattr(table, name)[keep] for name in ("target", "hosts", "objects", "flags")}
    return replace(table, features=table.features[keep], **series)


def with_cells(table, **columns):
    return replace(table, features=table.features.assign(**columns))


def test_undecided_rows_are_left_aside(table, plan):
    made = table()
    undecided = replace(made, target=made.target.mask(np.arange(len(made.target)) % 3 == 0))
    rows = training_rows(undecided, plan())
    assert len(rows.y) == len(rows.X) == len(rows.hosts) == len(rows.objects) == len(rows.flags) == 160
    assert list(rows.objects) == [name for row, name in enumerate(made.objects) if row % 3]


def test_classes_are_coded_in_the_order_of_the_plan_not_of_the_table(table, plan):
    made = table()
    for classes in (("FALSE POSITIVE", "PLANET"), ("PLANET", "FALSE POSITIVE")):
        rows = training_rows(made, plan(classes=classes))
        assert [classes[code] for code in rows.y] == list(made.target)


def test_a_constant_feature_is_left_out_with_a_warning(table, plan, column):
    made = with_cells(table(), always=1.0)
    rows = training_rows(made, plan(features=(*plan().features, column("always"))))
    assert "always" not in rows.X
    assert [(entry["code"], "always" in entry["text"]) for entry in rows.warnings] == [("constant_features", True)]


REFUSED = {
    "no feature": (lambda t: t, {"features": ()}, "No feature is chosen"),
    "twelve rows": (lambda t: cut(t, np.arange(240) < 12), {}, "Only 12 rows have a class; at least 50"),
    "one class": (lambda t: cut(t, t.target == "PLANET"), {}, "No row is FALSE POSITIVE"),
    "no decided row": (lambda t: replace(t, target=t.target.mask(t.target.notna())), {}, "No row is"),
    "another class": (lambda t: replace(t, target=t.target.replace("PLANET", "STAR")), {}, "holds STAR; expected only"),
    "an empty column": (lambda t: with_cells(t, noise=np.nan), {}, r"Empty in every decided row: noise\. Leave it out"),
    "infinity": (lambda t: with_cells(t, noise=np.r_[np.inf, np.ones(239)]), {}, "noise holds 1 infinite"),
    "names": (
        lambda t: with_cells(t, spectral_type=[f"star {row}" for row in range(240)]),
        {},
        "more than 50 different values: spectral_type",
    ),
    "all constant": (
        lambda t: with_cells(t, depth=1.0, period=1.0, noise=1.0, spectral_type="G"),
        {},
        "Every chosen feature is constant",
    ),
}


@pytest.mark.parametrize(("change", "changes", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_train_is_refused_with_the_reason(change, changes, said, table, plan):
    with pytest.raises(UntrainableTableError, match=said):
        training_rows(change(table()), plan(**changes))


@pytest.mark.parametrize(("changes", "field"), [
    ({"imbalance": "smite"}, "imbalance"),
    ({"imbalance": "cost"}, "costs"),
    ({"costs": {"PLANET": 2.0}}, "costs"),
    ({"imbalance": "cost", "costs": {"STAR": 2.0}}, "costs"),
    ({"imbalance": "cost", "costs": {"PLANET": 0.0}}, "costs"),
    ({"imbalance": "cost", "costs": {"PLANET": float("nan")}}, "costs"),
    ({"imputation": "zero"}, "imputation"),
    ({"scaling": "minmax"}, "scaling"),
    ({"encoding": "hash"}, "encoding"),
    ({"selection": "best"}, "selection"),
    ({"calibration": "platt"}, "calibration"),
    ({"positive_class": "STAR"}, "positive_class"),
    ({"hyperparameters": {"n_estimators": "300"}}, "hyperparameters.n_estimators"),
])  # fmt: skip
def test_a_plan_that_cannot_be_followed_names_the_field(changes, field, table, plan):
    with pytest.raises(InvalidFieldsError) as caught:
        training_rows(table(), plan(**changes))
    assert [entry["field"] for entry in caught.value.details["fields"]] == [field]


def test_an_unknown_family_is_refused(table, plan):
    with pytest.raises(UnknownFamilyError, match="tabnet"):
        training_rows(table(), plan("tabnet"))


def test_a_column_that_the_table_lacks_is_named(table, plan, column):
    with pytest.raises(InvalidFieldsError, match="no column koi_depth"):
        training_rows(table(), plan(features=(column("koi_depth"),)))


def test_text_in_a_number_column_is_named(table, plan):
    made = table()
    made.features["noise"] = made.features["noise"].astype(object)
    made.features.loc[7, "noise"] = "about 3"
    with pytest.raises(InvalidFieldsError, match="noise holds 'about 3'"):
        training_rows(made, plan())


def test_the_columns_are_described_by_what_they_hold(table, plan):
    rows = training_rows(table(), plan())
    depth, *_, kind = rows.columns()
    held = table().features.depth
    assert (depth.minimum, depth.median, depth.maximum) == (held.min(), held.median(), held.max())
    assert depth.missing == pytest.approx(held.isna().mean())
    assert kind.categories == ("F", "G", "K")


def test_the_hash_knows_cells_classes_hosts_and_names(table, plan):
    made = table()
    known = training_rows(made, plan()).data_hash()
    assert training_rows(table(), plan()).data_hash() == known
    others = [
        with_cells(made, noise=made.features.noise + 1e-9),
        replace(made, target=pd.Series(np.roll(made.target.to_numpy(), 1))),
        replace(made, hosts=made.hosts + 1),
        replace(made, objects=made.objects + "x"),
    ]
    assert known not in {training_rows(other, plan()).data_hash() for other in others}
