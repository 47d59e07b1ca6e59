from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import jsonschema
import pytest

from ML.classifiers import families, family_names, get_family
from ML.classifiers.costs import REFERENCE_COLUMNS, REFERENCE_FIT_S, REFERENCE_ROWS
from ML.classifiers.search import KINDS
from ML.exceptions import InvalidFieldsError, UnknownFamilyError

EVERY = pytest.mark.parametrize("family", families(), ids=family_names())


def test_one_family_is_recommended_and_comes_first():
    assert len(set(family_names())) == len(families()) >= 13
    assert families()[0].recommended
    assert [family.name for family in families() if family.recommended] == ["lightgbm"]


def test_an_unknown_family_names_those_that_are_held():
    with pytest.raises(UnknownFamilyError, match=r"'tabnet'.*lightgbm") as caught:
        get_family("tabnet")
    assert caught.value.details["fields"][0]["field"] == "model"


@EVERY
def test_the_schema_is_valid_and_accepts_the_defaults(family):
    schema = family.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(family.defaults(), schema)
    assert schema["additionalProperties"] is False


@EVERY
def test_every_setting_is_explained_and_bounded(family):
    for setting in family.hyperparameters:
        assert len(setting.help) > 20
        assert setting.problem(setting.default) is None
        assert setting.choices or setting.type == "boolean" or setting.minimum < setting.maximum


@EVERY
def test_schema_and_check_refuse_the_same_values(family):
    schema = family.json_schema()["properties"]
    for setting in family.hyperparameters:
        for value in ("300", None, True, [], {}, -1, 10**9, 0.5, "sqrt"):
            valid = jsonschema.Draft202012Validator(schema[setting.name]).is_valid(value)
            assert valid == (setting.problem(value) is None), (setting.name, value)


def test_chosen_values_are_completed_with_defaults():
    complete = get_family("lightgbm").validate({"n_estimators": 300})
    assert complete == {**get_family("lightgbm").defaults(), "n_estimators": 300}


def test_whole_numbers_written_with_a_point_are_integers():
    value = get_family("lightgbm").validate({"n_estimators": 300.0})["n_estimators"]
    assert value == 300
    assert isinstance(value, int)


def test_every_wrong_field_is_listed_with_value_and_expectation():
    with pytest.raises(InvalidFieldsError) as caught:
        get_family("xgboost").validate({"n_estimators": "300", "max_depth": 99, "leaves": 3, "subsample": float("nan")})
    messages = {entry["field"]: entry["message"] for entry in caught.value.details["fields"]}
    assert "without quotation marks" in messages["hyperparameters.n_estimators"]
    assert "from 1 to 16" in messages["hyperparameters.max_depth"]
    assert "is not a hyperparameter" in messages["hyperparameters.leaves"]
    assert "nan" in messages["hyperparameters.subsample"]


def test_a_choice_outside_the_list_names_the_list():
    with pytest.raises(InvalidFieldsError, match="sqrt, log2, third, half, all"):
        get_family("random_forest").validate({"max_features": "most"})


def test_reading_the_registry_imports_no_training_library():
    code = (
        "import sys, ML.classifiers, ML.results, ML.progress, ML.exceptions, ML.constants, "
        "ML.features.physics, ML.features.definitions, ML.habitability.zone\n"
        "heavy = {'sklearn', 'lightgbm', 'xgboost', 'catboost', 'shap', 'numba', 'optuna'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@EVERY
def test_every_search_lies_within_what_is_allowed_and_can_find_the_default(family):
    for name, search in family.search_space().items():
        setting = next(setting for setting in family.hyperparameters if setting.name == name)
        assert search.kind in KINDS
        ends = search.choices or (search.low, search.high)
        assert all(setting.problem(value) is None for value in ends), (name, ends)
        assert search.holds(setting.default), (name, setting.default)
        assert search.kind == "categorical" or search.low < search.high
        assert search.kind.endswith("int") == (setting.type == "integer")


@EVERY
def test_the_cost_grows_with_the_table_and_with_the_work(family):
    chosen = {"max_members": 3} if family.name == "auto" else {}
    cost = family.expected_cost(REFERENCE_ROWS, REFERENCE_COLUMNS, chosen)
    assert cost > 0
    assert family.expected_cost(10 * REFERENCE_ROWS, REFERENCE_COLUMNS, chosen) > cost
    assert family.expected_cost(REFERENCE_ROWS, 10 * REFERENCE_COLUMNS, chosen) >= cost
    if "n_estimators" in family.defaults():
        assert family.expected_cost(REFERENCE_ROWS, REFERENCE_COLUMNS, {"n_estimators": 10}) < cost / 2


def test_one_fit_of_lightgbm_on_the_reference_table_is_the_unit():
    assert get_family("lightgbm").expected_cost(REFERENCE_ROWS, REFERENCE_COLUMNS) == 1.0


def test_an_ensemble_costs_its_members_on_every_inner_fold_and_once_more():
    members = dict.fromkeys(get_family("ensemble").members, False)
    chosen = {**members, "lightgbm": True, "decision_tree": True, "weighting": "equal"}
    alone = [get_family(name).expected_cost(1000, 10) for name in ("lightgbm", "decision_tree")]
    assert get_family("ensemble").expected_cost(1000, 10, chosen) == pytest.approx(sum(alone))
    assert get_family("ensemble").expected_cost(1000, 10, {**chosen, "weighting": "greedy"}) > 3 * sum(alone)


def test_auto_costs_its_time_or_the_members_that_it_is_asked_for():
    auto = get_family("auto")
    assert auto.expected_cost(10, 2) == auto.expected_cost(10**6, 200) == pytest.approx(60 / REFERENCE_FIT_S)
    assert auto.expected_cost(10, 2, {"time_budget": 120}) == pytest.approx(120 / REFERENCE_FIT_S)
    costs = [auto.expected_cost(5000, 70, {"max_members": number}) for number in (1, 5, 40)]
    assert costs == sorted(costs)


@EVERY
def test_pros_cons_and_libraries_are_told(family):
    assert len(family.pros) >= 2
    assert len(family.cons) >= 2
    installed = {name for name in family.libraries if _installed(name)}
    assert bool(installed) == bool(family.libraries)


def _installed(name):
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False
