"""Selections are completed with defaults, and nothing that gives the answer away slips in unasked."""

from __future__ import annotations

from typing import Any

import pytest

from backend.errors import InvalidFieldsError
from backend.services import selection
from backend.services.labels import class_name, positive_of
from backend.services.snapshots import SnapshotShelf
from backend.services.sources import CatalogueSource
from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.snapshots import find_snapshot


@pytest.fixture(scope="module")
def kepler(shipped: SnapshotShelf) -> CatalogueSource:
    return CatalogueSource(get_catalogue("kepler"), find_snapshot("kepler", None), shipped)


def features(source: CatalogueSource, **chosen: Any) -> dict[str, Any]:
    return selection.complete_features(chosen, source)


def test_the_default_features_hold_no_leak_no_identifier_and_not_the_target(kepler: CatalogueSource) -> None:
    roles = {kepler.catalogue.column(name).role for name in features(kepler)["features"]}
    assert roles == {Role.FEATURE}


@pytest.mark.parametrize("leak", ["koi_score", "koi_pdisposition", "koi_fpflag_nt", "rowid", "koi_steff_err1"])
def test_a_locked_column_is_refused_with_its_reason_and_opened_on_purpose(kepler: CatalogueSource, leak: str) -> None:
    with pytest.raises(InvalidFieldsError, match="allow_leaks") as refused:
        features(kepler, features=["koi_period", leak])
    assert refused.value.details["fields"][0]["field"] == f"features.{leak}"
    opened = features(kepler, features=["koi_period", leak], allow_leaks=[leak])
    assert opened["allow_leaks"] == [leak]


def test_the_target_is_no_feature_even_on_purpose(kepler: CatalogueSource) -> None:
    with pytest.raises(InvalidFieldsError, match="target itself"):
        features(kepler, features=["koi_disposition"], allow_leaks=["koi_disposition"])


def test_unknown_columns_are_all_named(kepler: CatalogueSource) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        features(kepler, features=["koi_periodd", "koi_deepth", "koi_prad"])
    named = {field["field"] for field in refused.value.details["fields"]}
    assert named == {"features.koi_periodd", "features.koi_deepth"}


def test_an_unknown_task_names_those_there_are(kepler: CatalogueSource) -> None:
    with pytest.raises(InvalidFieldsError, match="binary"):
        selection.complete_data_source({"data_source": "nasa", "dataset": "kepler", "task": "habitability"}, kepler)


def test_completing_twice_changes_nothing(kepler: CatalogueSource) -> None:
    chosen = {"data_source": {"data_source": "nasa", "dataset": "kepler"}}
    once = selection.complete(chosen, kepler)
    assert selection.complete(once, kepler) == once


def test_model_defaults_are_complete_and_a_wrong_type_is_refused() -> None:
    complete = selection.complete_model({"model": "lightgbm", "hyperparameters": {"n_estimators": 50}})
    assert complete["hyperparameters"]["n_estimators"] == 50
    assert len(complete["hyperparameters"]) > 1
    with pytest.raises(InvalidFieldsError, match="n_estimators"):
        selection.complete_model({"model": "lightgbm", "hyperparameters": {"n_estimators": "50"}})


@pytest.mark.parametrize(
    ("chosen", "missing"),
    [
        ({}, ["data_source"]),
        ({"data_source": {"data_source": "upload"}}, ["features.target"]),
        ({"data_source": {"data_source": "upload"}, "features": {"target": "class"}}, []),
        ({"data_source": {"data_source": "nasa"}}, []),
    ],
)
def test_what_is_missing_is_told(chosen: dict[str, Any], missing: list[str]) -> None:
    assert selection.missing_steps(chosen) == missing


def test_one_and_one_point_zero_are_the_same_class() -> None:
    assert {class_name(1), class_name(1.0), class_name("1")} == {"1"}


@pytest.mark.parametrize(
    ("classes", "chosen", "expected"),
    [
        (("FALSE POSITIVE", "PLANET"), None, "PLANET"),
        (("0", "1"), None, "1"),
        (("alpha", "beta"), "alpha", "alpha"),
        (("a", "b", "c"), None, None),
    ],
)
def test_the_positive_class_is_the_planet_unless_chosen(
    classes: tuple[str, ...], chosen: str | None, expected: str | None
) -> None:
    assert positive_of(classes, chosen) == expected
