"""Two versions of a table differ exactly in the objects that were added, dropped or judged anew."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from backend.services.diffs import compare, plain, transitions

VERDICTS = st.sampled_from(["CONFIRMED", "CANDIDATE", "FALSE POSITIVE", None])
TABLES = st.dictionaries(st.integers(1, 30), VERDICTS, max_size=20)


def table(verdicts: dict[int, str | None]) -> pd.DataFrame:
    names = [f"K{number:05d}.01" for number in verdicts]
    hosts = [str(number) for number in verdicts]
    return pd.DataFrame(
        {"object": names, "host": hosts, "verdict": pd.Series(list(verdicts.values()), dtype="str")}
    ).astype("str")


@given(older=TABLES, newer=TABLES)
def test_every_object_stands_in_exactly_one_place(older: dict[int, str | None], newer: dict[int, str | None]) -> None:
    compared = compare(table(older), table(newer))
    found = dict(zip(compared["object"], compared["change"], strict=True))
    expected = {}
    for number in older.keys() | newer.keys():
        if number not in older:
            word = "new"
        elif number not in newer:
            word = "gone"
        else:
            word = "same" if older[number] == newer[number] else "changed"
        expected[f"K{number:05d}.01"] = word
    assert found == expected
    assert list(compared["change"]) == sorted(compared["change"], key=("changed", "new", "gone", "same").index)
    moves = transitions(compared)
    assert sum(move["count"] for move in moves) == list(found.values()).count("changed")
    assert all(move["from"] != move["to"] for move in moves)
    assert [move["count"] for move in moves] == sorted((move["count"] for move in moves), reverse=True)


def test_a_verdict_that_is_given_or_taken_back_is_a_change() -> None:
    compared = compare(table({1: None, 2: "CANDIDATE", 3: None}), table({1: "CONFIRMED", 2: None, 3: None}))
    moves = transitions(compared)
    assert {(move["from"], move["to"]) for move in moves} == {(None, "CONFIRMED"), ("CANDIDATE", None)}
    assert list(compared["change"]) == ["changed", "changed", "same"]


def test_names_are_the_same_however_a_delivery_wrote_them() -> None:
    assert list(plain(pd.Series([1001.0, 101.01]))) == ["1001", "101.01"]
    assert list(plain(pd.Series(["1001", " 101.01 "]))) == ["1001", "101.01"]
    assert list(plain(pd.Series([1001, 7]))) == ["1001", "7"]
