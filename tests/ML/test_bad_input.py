"""Tables that no textbook draws: each trains, with a remark where one is due, or is refused with a reason."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest

from ML.classifiers import family_names
from ML.cross_validation import cross_validate, fits
from ML.exceptions import UntrainableTableError
from ML.explanation import explain
from ML.preprocessing import selecting
from ML.splitting import _check_sides
from ML.training import train
from ML.training_rows import LabelledTable

EVERY = pytest.mark.parametrize("family", family_names())
QUICK = {
    **{
        name: {"n_estimators": 10}
        for name in ("lightgbm", "catboost", "xgboost", "hist_gradient_boosting", "gradient_boosting", "random_forest",
                     "extra_trees")
    },
    "adaboost": {"n_estimators": 10, "folds": 2},
    "svm": {"folds": 2},
    "mlp": {"epochs": 40, "hidden_units": 8, "batch_size": 16, "learning_rate": 0.01},
    "ensemble": {"catboost": False, "xgboost": False, "svm": False, "mlp": False, "decision_tree": True,
                 "logistic_regression": True, "lightgbm": False, "folds": 2},
    "auto": {"max_members": 1, "folds": 2},
}  # fmt: skip
EXPLAINED = ("decision_tree", "logistic_regression")
STEPS = {
    "as it comes": {},
    "everything": {
        "imputation": "indicator",
        "scaling": "robust",
        "selection": "importance",
        "imbalance": "smote",
        "calibration": "isotonic",
    },
}
EVERY_STEP = pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS.keys())


def named(n_classes):
    return tuple(f"CLASS {k:02d}" for k in range(n_classes))


def made_up(codes, hosts, n_classes=2, **columns):
    """A table of one telling column, and those given."""
    rng, codes = np.random.default_rng(5), np.asarray(codes)
    cells = {"depth": codes + 0.3 * rng.normal(size=len(codes)), "noise": rng.normal(size=len(codes)), **columns}
    return LabelledTable(
        features=pd.DataFrame(cells, index=range(len(codes))),
        target=pd.Series(np.array(named(n_classes), dtype=object)[codes]),
        hosts=pd.Series(hosts),
        objects=pd.Series([f"K{row:05d}.01" for row in range(len(codes))]),
    )


@pytest.fixture
def attempt(plan, column, monkeypatch):
    """Validate a family on a table, and hold the result to what every result must be."""
    monkeypatch.setattr(fits, "CALIBRATION_FOLDS", 2)
    monkeypatch.setattr(selecting, "_TREES", 10)

    def run(family, table, n_classes=2, **changes):
        settings = {
            "features": tuple(column(name) for name in table.features),
            "classes": named(n_classes),
            "positive_class": None,
            "hyperparameters": QUICK.get(family, {}),
        }
        chosen = plan(family, **{**settings, **changes})
        validated = cross_validate(table, chosen)
        found = validated.probabilities[validated.tested]
        assert np.isfinite(found).all()
        np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-6)
        json.dumps(asdict(validated.evaluation), allow_nan=False)
        if family in EXPLAINED:
            model = train(table, chosen)
            for part in (*model.importance, *explain(model, table.features.iloc[:2])):
                json.dumps(asdict(part), allow_nan=False)
        return validated

    return run


def codes_of(model):
    return {entry["code"] for entry in model.warnings}


@EVERY
@EVERY_STEP
def test_a_column_that_some_folds_have_no_value_of(family, steps, attempt):
    """Only one host has values in it, and only two another: empty or constant where that host is held out."""
    codes, hosts = np.arange(80) % 2, np.arange(80) // 2
    rare = np.where(hosts == 7, np.arange(80.0), np.nan)
    constant = np.where(hosts == 9, np.arange(80.0), 3.0)
    model = attempt(family, made_up(codes, hosts, rare=rare, constant=constant), **steps)
    assert steps or model.evaluation.metrics["accuracy"].value > 0.6


@EVERY
def test_a_constant_column_is_left_out_and_named(family, attempt):
    model = attempt(family, made_up(np.arange(60) % 2, np.arange(60), always=1.0))
    assert any(entry["code"] == "constant_features" and "always" in entry["text"] for entry in model.warnings)
    assert list(model.rows.X) == ["depth", "noise"]


@EVERY
@EVERY_STEP
def test_twenty_classes(family, steps, attempt):
    codes = np.arange(240) % 20
    model = attempt(family, made_up(codes, np.arange(240) // 20 + 100 * codes, 20), 20, **steps)
    assert model.evaluation.metrics["accuracy"].value > 0.05
    assert len(model.evaluation.confusion_matrix) == 20


@EVERY
@EVERY_STEP
def test_fifty_rows_with_a_class_of_three(family, steps, attempt):
    codes = np.array([0] * 47 + [1] * 3)
    attempt(family, made_up(codes, np.arange(50)), **steps)


@EVERY
def test_folds_that_validate_one_class_alone(family, attempt):
    """Two stars hold a class each: areas under curves are not defined for their folds, and a remark says so."""
    codes = np.concatenate([np.zeros(20), np.ones(20), np.tile([0, 1], 8)]).astype(int)
    hosts = np.concatenate([np.zeros(20), np.ones(20), 2 + np.arange(16) // 8])
    model = attempt(family, made_up(codes, hosts))
    assert ["roc_auc" in fold.metrics for fold in model.evaluation.folds].count(False) == 2
    assert model.evaluation.metrics["roc_auc"].value is not None
    assert "one_class_fold" in codes_of(model)


@pytest.mark.parametrize("sides", [(np.arange(3), np.arange(0)), (np.arange(0), np.arange(3))])
def test_a_split_with_an_empty_side_is_refused(sides):
    with pytest.raises(UntrainableTableError, match=r"one of 5 parts has no rows.*Choose fewer folds"):
        _check_sides(*sides, 5)


REFUSED = {
    "twelve rows": (made_up(np.arange(12) % 2, np.arange(12)), {}, "12 rows have a class; at least 50"),
    "one class": (made_up(np.zeros(60, dtype=int), np.arange(60)), {}, "No row is CLASS 01"),
    "an empty column": (made_up(np.arange(60) % 2, np.arange(60), gone=np.nan), {}, "Empty in every decided row: gone"),
    "nothing but empty columns": (
        made_up(np.arange(60) % 2, np.arange(60), depth=np.nan, noise=np.nan), {}, "Empty in every decided row: depth"
    ),
    "nothing but constants": (
        made_up(np.arange(60) % 2, np.arange(60), depth=1.0, noise=2.0), {}, "Every chosen feature is constant"
    ),
    "fewer hosts than folds": (
        made_up(np.arange(60) % 2, np.arange(60) % 4), {"folds": 5}, "has 2 hosts, but 5 parts need at least 5"
    ),
    "a class around one star": (
        made_up([0] * 50 + [1] * 10, [*range(50), *[99] * 10]), {}, "has 1 host, but 3 parts need"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "changes", "said"), REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("family", ["lightgbm", "ensemble", "auto"])
def test_what_cannot_be_validated_is_refused_with_the_reason_and_a_remedy(family, table, changes, said, attempt):
    with pytest.raises(UntrainableTableError, match=said) as caught:
        attempt(family, table, **changes)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("method", ["cv", "holdout"])
def test_no_split_has_an_empty_side(method, attempt):
    """One star holds nearly everything: it stands on one side, whatever the method."""
    hosts = np.concatenate([np.zeros(54), np.arange(1, 7)])
    table = made_up(np.arange(60) % 2, hosts)
    try:
        model = attempt("decision_tree", table, method=method)
    except UntrainableTableError as refusal:
        assert "fold" in str(refusal) or "host" in str(refusal)
    else:
        assert min(len(test) for _, test in model.folds) > 0


def test_undecided_and_lonely_rows_do_not_count_as_hosts(attempt):
    table = made_up(np.arange(80) % 2, [None] * 80)
    model = attempt("decision_tree", replace(table, target=table.target.mask(np.arange(80) < 10)))
    assert model.tested.sum() == 70
