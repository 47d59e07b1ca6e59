"""What is known of each validated object finds its row, also where names stand twice or a holdout leaves rows out."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from backend.services.labels import Labels
from backend.services.validated import with_context
from ML.catalogs.catalogue import Column, Role


def column(name: str, canonical: str) -> Column:
    return Column(name, name, "", "A made-up measurement.", Role.FEATURE, canonical=canonical)


SOURCE = SimpleNamespace(columns=(column("days", "orbital_period"), column("size", "planet_radius")))


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame({"days": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "size": [1.5, None, 3.5, 4.5, 5.5, 6.5]})


def labels_of(objects: list[str], hosts: list[str], target: list[str | None]) -> Labels:
    return Labels(("NO", "YES"), "YES", pd.Series(target, dtype="str"), pd.Series(hosts), pd.Series(objects))


def test_each_validated_object_keeps_its_own_values(frame: pd.DataFrame) -> None:
    labels = labels_of(list("abcdef"), list("aabbcc"), ["YES", "NO", None, "YES", "NO", "YES"])
    answers = pd.DataFrame({"object": ["e", "f"], "host": ["c", "c"], "fold": [1, 1]})
    made = with_context(answers, frame, labels, SOURCE)
    assert made["orbital_period"].tolist() == [5.0, 6.0]
    assert made["planet_radius"].tolist() == [5.5, 6.5]
    assert list(made.columns) == ["object", "host", "fold", "orbital_period", "planet_radius"]


def test_objects_of_one_name_are_told_apart_by_their_order(frame: pd.DataFrame) -> None:
    labels = labels_of(
        ["a", "a", "a", "b", "a", "b"], ["s", "s", "s", "t", "u", "t"], ["YES", "NO", None, "YES", "NO", "NO"]
    )
    answers = pd.DataFrame({"object": ["a", "a", "b", "a", "b"], "host": ["s", "s", "t", "u", "t"]})
    assert with_context(answers, frame, labels, SOURCE)["orbital_period"].tolist() == [1.0, 2.0, 4.0, 5.0, 6.0]


def test_a_table_that_tells_nothing_adds_nothing(frame: pd.DataFrame) -> None:
    labels = labels_of(list("abcdef"), list("aabbcc"), ["YES", "NO"] * 3)
    answers = pd.DataFrame({"object": list("abcdef"), "host": list("aabbcc")})
    assert with_context(answers, frame, labels, SimpleNamespace(columns=())).equals(answers)
