"""Which columns could be a target."""

from __future__ import annotations

import pandas as pd

from backend.services.targets import target_candidates
from ML.catalogs.profiles import profile_columns
from ML.catalogs.uploads import describe_columns


def candidates(**columns: list[object]) -> list[dict[str, object]]:
    frame = pd.DataFrame(columns)
    return target_candidates(frame, describe_columns(frame), profile_columns(frame, frame.columns))


def test_two_to_twenty_values_make_a_candidate() -> None:
    found = candidates(
        one=[1] * 42, two=[0, 1] * 21, twenty=[*range(20), 0] * 2, twenty_one=list(range(21)) * 2, words=["a", "b"] * 21
    )
    assert {entry["name"] for entry in found} == {"two", "twenty", "words"}


def test_a_known_target_comes_first_then_words_then_numbers() -> None:
    found = candidates(number=[1, 2, 1], word=["a", "b", "a"], koi_disposition=["CONFIRMED", "FALSE POSITIVE", None])
    assert [entry["name"] for entry in found] == ["koi_disposition", "word", "number"]
    assert found[0]["classes"] == ["CONFIRMED", "FALSE POSITIVE"]


def test_whole_numbers_are_the_same_class_however_they_are_written() -> None:
    assert candidates(flag=[0.0, 1.0, None])[0]["classes"] == ["0", "1"]


def test_long_remarks_are_no_classes() -> None:
    assert candidates(remark=["a" * 101, "b" * 101] * 2) == []
