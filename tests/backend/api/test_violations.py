"""Violations of a schema are told in the client's words."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, RootModel, ValidationError

from backend.api.violations import LONGEST_QUOTE, MOST_FIELDS, to_fact
from backend.schemas.envelope import Request


class Model(Request):
    config_type: Literal["model"]
    model: str
    seed: int | None = None
    hyperparameters: dict[str, float | int | str | bool] = Field(default_factory=dict)


class Features(Request):
    config_type: Literal["features"]
    features: list[Annotated[str, Field(min_length=1)]]
    preset: Literal["physics", "default"] | None = None


class Step(RootModel[Annotated[Model | Features, Field(discriminator="config_type")]]):
    pass


def told(body: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        Step.model_validate(body)
    fact = to_fact(caught.value, body)
    assert fact.message.startswith(fact.details["fields"][0]["message"])
    return {field["field"]: field["message"] for field in fact.details["fields"]}


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"config_type": "model"}, "model", "model is missing; it is required."),
        ({"config_type": "model", "model": 5}, "model", "model is 5; expected a valid string."),
        ({"config_type": "model", "model": "mlp", "seed": "7"}, "seed", "seed is '7'; expected a valid integer."),
        ({"config_type": "model", "model": "mlp", "sed": 7}, "sed", "sed is not known here."),
        ({"config_type": "features", "features": ["a", ""]}, "features.1", "features.1 is ''; expected"),
        ({"config_type": "features", "features": "a"}, "features", "features is 'a'; expected a valid list."),
        ({"config_type": "features"}, "features", "features is missing"),
        ({"config_type": "features", "features": ["a"], "preset": "x"}, "preset", "'physics' or 'default'"),
        (
            {"config_type": "model", "model": "mlp", "hyperparameters": {"depth": [1]}},
            "hyperparameters.depth",
            "hyperparameters.depth is [1]; expected",
        ),
    ],
)
def test_a_field_is_named_as_the_client_wrote_it(body: Any, field: str, words: str) -> None:
    messages = told(body)
    assert list(messages) == [field]
    assert words in messages[field]


@pytest.mark.parametrize("body", [None, [], "text", 3, {}, {"config_type": "nothing"}, {"config_type": []}])
def test_a_body_of_no_known_shape_is_told_as_such(body: Any) -> None:
    assert all(message.endswith(".") for message in told(body).values())


def test_every_field_is_listed_and_counted() -> None:
    body = {"config_type": "model", "model": 5, "seed": "x", "more": 1}
    assert set(told(body)) == {"model", "seed", "more"}
    with pytest.raises(ValidationError) as caught:
        Step.model_validate(body)
    assert "And 2 more" in to_fact(caught.value, body).message


def test_neither_long_values_nor_many_fields_flood_the_answer() -> None:
    assert len(told({"config_type": "model", "model": ["x" * 10_000]})["model"]) < LONGEST_QUOTE + 100
    assert len(told({"config_type": "model", "model": "mlp", **{f"f{n}": 1 for n in range(500)}})) == MOST_FIELDS
