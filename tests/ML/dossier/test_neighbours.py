from __future__ import annotations

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest

from ML.dossier.neighbours import COLUMNS, neighbours
from ML.exceptions import InvalidFieldsError


def table(**changes):
    frame = pd.DataFrame(
        {
            "object_name": ["a", "b", "c", "d", "e", "f"],
            "host_id": [1, 1, 2, 3, 4, 5],
            "disposition": ["CONFIRMED", "FALSE POSITIVE", "CONFIRMED", "CANDIDATE", "FALSE POSITIVE", "CONFIRMED"],
            "orbital_period": [1.0, 2.0, 4.0, 8.0, 16.0, 32.0],
            "planet_radius": [1.0, 1.0, 2.0, 2.0, 4.0, np.nan],
        }
    )
    return frame.assign(**changes)


OBJECT = {"object_name": "a", "host_id": 1, "orbital_period": 1.0, "planet_radius": 1.0}


def names(found):
    return [one.object_name for one in found]


def test_the_nearest_come_first_with_their_fate():
    answer = neighbours(table(), OBJECT, k=3)
    assert names(answer.nearest) == ["b", "c", "e"]
    assert [one.label for one in answer.nearest] == ["FALSE POSITIVE", "CONFIRMED", "FALSE POSITIVE"]
    assert answer.counts == {"CONFIRMED": 1, "FALSE POSITIVE": 2}
    assert names(answer.by_label["CONFIRMED"]) == ["c", "f"]
    assert answer.candidates == 5  # candidates have no fate


def test_the_object_itself_is_left_out_by_name_and_by_numbers():
    assert "a" not in names(neighbours(table(), OBJECT).nearest)
    nameless = {name: value for name, value in OBJECT.items() if name != "object_name"}
    assert "a" not in names(neighbours(table(), nameless).nearest)
    twin = {**OBJECT, "object_name": "z"}
    assert names(neighbours(table(), twin).nearest)[0] == "a"


def test_distances_are_in_widths_of_the_logarithms():
    frame = table()
    labelled = frame[frame["disposition"] != "CANDIDATE"]
    widths = []
    for name in ("orbital_period", "planet_radius"):
        low, high = np.percentile(np.log10(labelled[name].dropna()), [25, 75])
        widths.append((high - low) / 1.349)
    answer = neighbours(frame, OBJECT, ("orbital_period", "planet_radius"))
    expected = np.sqrt(((np.log10(4) / widths[0]) ** 2 + (np.log10(2) / widths[1]) ** 2) / 2)
    assert next(one for one in answer.nearest if one.object_name == "c").distance == pytest.approx(expected)


def test_the_values_that_were_compared_are_told():
    nearest = neighbours(table(), OBJECT).nearest[0]
    assert [one.name for one in nearest.compared] == ["orbital_period", "planet_radius"]
    assert (nearest.compared[0].value, nearest.compared[0].theirs) == (1.0, 2.0)
    assert nearest.compared[1].difference == 0 and nearest.same_host


def test_what_is_missing_is_left_out_of_the_distance():
    """f has no radius: it is compared by its period alone, and still counts with half of the columns."""
    last = neighbours(table(), OBJECT).nearest[-1]
    assert (last.object_name, last.shared, last.compared[1].theirs) == ("f", 1, None)
    thin = table(transit_depth=np.nan)
    assert "f" not in names(
        neighbours(thin.assign(transit_depth=[1, 2, 3, 4, 5, np.nan]), {**OBJECT, "transit_depth": 2.0}).nearest
    )


def test_the_order_of_the_rows_does_not_matter():
    frame = pd.concat([table(), table(object_name=["g", "h", "i", "j", "k", "l"])], ignore_index=True)
    answer = neighbours(frame, OBJECT)
    assert neighbours(frame.iloc[::-1], OBJECT) == answer
    assert names(answer.nearest)[:3] == ["g", "b", "h"]  # ties by name


def test_more_of_everything_is_no_error_and_json_is_plain():
    answer = neighbours(table(), OBJECT, k=100, per_label=100)
    assert len(answer.nearest) == 4
    assert json.loads(json.dumps(dataclasses.asdict(answer), allow_nan=False))["candidates"] == 5


def test_a_table_without_labels_or_anything_shared_is_refused():
    with pytest.raises(InvalidFieldsError, match="There is no column 'fate'"):
        neighbours(table(), OBJECT, label_column="fate")
    with pytest.raises(InvalidFieldsError, match="Nothing to compare"):
        neighbours(table(), {"stellar_radius": 1.0})


def test_a_table_whose_rows_have_no_label_has_no_neighbours():
    answer = neighbours(table(disposition="CANDIDATE"), OBJECT)
    assert answer.nearest == () and answer.candidates == 0


def test_the_fate_of_keplers_neighbours_is_mostly_the_objects_own(kepler):
    """Of 150 labelled objects, the majority of 15 neighbours has the object's own label for about 88 %."""
    labelled = kepler[kepler["disposition"] != "CANDIDATE"].dropna(subset=list(COLUMNS))
    sample = labelled.sample(150, random_state=0).to_dict("records")
    agrees = []
    for row in sample:
        counts = neighbours(kepler, row, k=15).counts
        agrees.append(max(counts, key=lambda label: counts[label]) == row["disposition"])
    assert np.mean(agrees) > 0.82
