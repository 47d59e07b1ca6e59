"""The families that can be chosen, as the registry describes them."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from backend.services.families import FamilyService
from ML.classifiers import family_names, get_family
from ML.exceptions import UnknownFamilyError


def test_every_family_is_listed_once_the_recommended_first() -> None:
    listed = FamilyService().page()
    assert tuple(family["name"] for family in listed["models"]) == family_names()
    assert listed["total"] == len(family_names())
    assert [family["recommended"] for family in listed["models"]] == [True] + [False] * (listed["total"] - 1)


def test_pages_put_together_are_the_list() -> None:
    service = FamilyService()
    pages = [service.page(number, 2)["models"] for number in range(1, len(family_names()))]
    assert [family for page in pages for family in page] == service.page()["models"]
    assert pages[-1] == []


@pytest.mark.parametrize("name", family_names())
def test_the_schema_accepts_the_defaults_and_nothing_unknown(name: str) -> None:
    schema = FamilyService().describe(name)["hyperparameters"]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid(get_family(name).defaults())
    assert not validator.is_valid({"no_such_setting": 1})
    assert all(setting["description"] for setting in schema["properties"].values())


def test_an_unknown_family_is_refused_naming_what_is_held() -> None:
    with pytest.raises(UnknownFamilyError, match="lightgbm"):
        FamilyService().describe("oracle")
