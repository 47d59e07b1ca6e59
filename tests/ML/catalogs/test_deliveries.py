"""Deliveries: whatever dialect an archive speaks, one row per object comes out, and every change is counted."""

from __future__ import annotations

import dataclasses
import gzip

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import Catalogue, Column, Role, RowChoice, SourceName, Task
from ML.catalogs.deliveries import read_delivery, read_delivery_file
from ML.exceptions import TableTooLargeError, WrongDeliveryError


def column(name: str, kind: str = "number", unit: str = "", *sources: str) -> Column:
    names = tuple(SourceName(*source.split(" @ ")) for source in sources)
    return Column(name, name, unit, "A column.", Role.FEATURE, kind=kind, source_names=names)


COLUMNS = (
    column("toi", "text", "", "TOI"),
    column("tid", "number", "", "TIC ID"),
    column("verdict", "category", "", "Disposition"),
    column("radius", "number", "Earth radii", "Radius (R_J) @ Jupiter radii"),
    column("radius_lower", "number", "Earth radii", "Radius err (R_J) @ -Jupiter radii"),
    column("period", "number", "days"),
    column("period_lower", "number", "days", "Period err @ -"),
    column("rastr", "text", "", "RA"),
    column("ra", "number", "deg", "rastr @ sexagesimal hours", "RA @ sexagesimal hours"),
    column("dec", "number", "deg", "Dec @ sexagesimal degrees"),
    column("created", "date", "", "Date"),
    column("soltype", "category"),
)
MADE_UP = Catalogue(
    name="made_up",
    title="Made-up objects",
    description="",
    citation="",
    licence="",
    source_url="",
    target_column="verdict",
    host_column="tid",
    object_column="toi",
    tasks={"binary": Task("binary", "", ("FALSE POSITIVE", "PLANET"), {"CP": "PLANET", "FP": "FALSE POSITIVE"})},
    columns=COLUMNS,
    presets={"physics": ("period", "radius")},
)
CHOOSING = dataclasses.replace(
    MADE_UP, one_row_per_object=RowChoice((("soltype", ("candidate", "project")),), ("created",))
)


def table(**columns: object) -> pd.DataFrame:
    rows = max((len(cells) for cells in columns.values() if isinstance(cells, list)), default=2)
    facts = {
        "toi": [f"{number}.01" for number in range(101, 101 + rows)],
        "tid": list(range(7, 7 + rows)),
        "verdict": (["CP", "FP"] * rows)[:rows],
        "period": [1.5] * rows,
        "radius": [2.0] * rows,
    }
    return pd.DataFrame({name: cells for name, cells in {**facts, **columns}.items() if cells is not None})


def notes(delivery) -> dict[str, int]:
    return {note.code: note.count for note in delivery.notes}


def test_a_table_in_the_catalogues_own_words_passes_unchanged():
    frame = table()
    delivery = read_delivery(frame, MADE_UP)
    pd.testing.assert_frame_equal(delivery.frame[list(frame)], frame.astype({"toi": "str", "verdict": "str"}))
    assert delivery.notes == delivery.unknown_columns == ()


def test_columns_come_in_the_catalogues_order_with_the_unknown_ones_last():
    delivery = read_delivery(table(brand_new=[1, 2], another=["a", True]), MADE_UP)
    assert list(delivery.frame) == ["toi", "tid", "verdict", "radius", "period", "brand_new", "another"]
    assert delivery.unknown_columns == ("brand_new", "another")
    assert delivery.frame["another"].tolist() == ["a", "True"]


def test_columns_that_the_delivery_lacks_are_listed():
    absent = read_delivery(table(), MADE_UP).absent_columns
    assert absent == ("radius_lower", "period_lower", "rastr", "ra", "dec", "created", "soltype")


def test_source_names_units_and_signs_become_the_catalogues():
    frame = table(radius=None, **{"Radius (R_J)": [1.0, np.nan], "Radius err (R_J)": [0.1, 0.2], "Period err": [3, 4]})
    delivery = read_delivery(frame, MADE_UP)
    assert delivery.frame["radius"].tolist() == [pytest.approx(11.2089, abs=1e-4), pytest.approx(np.nan, nan_ok=True)]
    assert delivery.frame["radius_lower"].tolist() == pytest.approx([-1.12089, -2.24178], abs=1e-4)
    assert delivery.frame["period_lower"].tolist() == [-3, -4]
    assert notes(delivery) == {"converted": 3, "turned": 4}
    assert "Jupiter radii to Earth radii" in delivery.notes[0].text


def test_the_columns_own_name_goes_before_a_source_name_and_the_other_is_kept():
    delivery = read_delivery(table(**{"Radius (R_J)": [1.0, 1.0]}), MADE_UP)
    assert delivery.frame["radius"].tolist() == [2.0, 2.0]
    assert delivery.unknown_columns == ("Radius (R_J)",)


def test_positions_in_text_become_degrees_where_there_are_none():
    delivery = read_delivery(table(RA=["21:14:56.88", "not known"], Dec=["-55:52:18.71", None]), MADE_UP)
    assert delivery.frame["ra"].tolist() == pytest.approx([318.737, np.nan], nan_ok=True)
    assert delivery.frame["dec"].tolist() == pytest.approx([-55.871864, np.nan], nan_ok=True)
    assert delivery.frame["rastr"].tolist() == ["21:14:56.88", "not known"]
    assert notes(delivery) == {"converted": 1, "not_a_number": 1}


def test_positions_in_degrees_are_left_alone():
    delivery = read_delivery(table(RA=["21:14:56.88", "1:00:00"], ra=[1.0, 2.0]), MADE_UP)
    assert delivery.frame["ra"].tolist() == [1.0, 2.0]


def test_hours_with_letters_are_the_archives_way_to_write_them():
    delivery = read_delivery(table(rastr=["06h36m57.22s", "06h36m57.22s"]), MADE_UP)
    assert delivery.frame["ra"].tolist() == pytest.approx([99.238417] * 2)


def test_names_given_as_numbers_become_text_without_losing_a_digit():
    frame = table(toi=None, tid=None, TOI=[101.01, 2373.02], **{"TIC ID": [231663901, 2041563029]})
    delivery = read_delivery(frame, MADE_UP)
    assert delivery.frame["toi"].tolist() == ["101.01", "2373.02"]
    assert delivery.frame["tid"].tolist() == [231663901, 2041563029]
    assert delivery.frame["tid"].dtype == "int64"
    whole = read_delivery(table(toi=[3.0, 4.0]), MADE_UP)
    assert whole.frame["toi"].tolist() == ["3", "4"]


def test_dates_become_text_in_iso_8601():
    days = [pd.Timestamp("2018-09-05 18:34:18"), pd.Timestamp("2020-10-21")]
    delivery = read_delivery(table(created=days), MADE_UP)
    assert delivery.frame["created"].tolist() == ["2018-09-05T18:34:18", "2020-10-21"]


def test_cells_that_hold_no_finite_number_are_missing_and_counted():
    delivery = read_delivery(table(period=["1.5", "short"], radius=[np.inf, 2.0]), MADE_UP)
    assert delivery.frame["period"].tolist() == pytest.approx([1.5, np.nan], nan_ok=True)
    assert delivery.frame["radius"].tolist() == pytest.approx([np.nan, 2.0], nan_ok=True)
    assert notes(delivery) == {"not_a_number": 2}


def test_a_zero_is_missing_only_where_the_catalogue_says_so():
    frame = table(period=[0, 1], radius=[0.0, 1.0])
    delivery = read_delivery(frame, dataclasses.replace(MADE_UP, zero_is_missing=("period",)))
    assert delivery.frame["period"].isna().tolist() == [True, False]
    assert delivery.frame["radius"].tolist() == [0.0, 1.0]
    assert notes(delivery) == {"zero_is_missing": 1}


# --- one row per object -------------------------------------------------------------------------------------------


def test_of_several_rows_the_rule_chooses_the_preferred_then_the_earliest():
    frame = table(
        toi=["A", "A", "A", "B", "B", "C"],
        soltype=["confirmed", "candidate", "candidate", "confirmed", "project", None],
        created=["2015-01-01", "2017-01-01", "2016-01-01", "2015-01-01", "2019-01-01", None],
        period=[1, 2, 3, 4, 5, 6],
    )
    delivery = read_delivery(frame, CHOOSING)
    assert delivery.frame[["toi", "period"]].to_numpy().tolist() == [["A", 3], ["B", 5], ["C", 6]]
    assert notes(delivery) == {"further_rows": 3}
    assert "6 rows describe 3 objects" in delivery.notes[0].text


def test_without_the_rules_columns_the_tables_own_order_decides():
    frame = table(toi=["A", "B", "A"], period=[1, 2, 3])
    assert read_delivery(frame, CHOOSING).frame["period"].tolist() == [1, 2]


def test_rows_that_repeat_each_other_are_merged_and_counted():
    delivery = read_delivery(table(toi=["A", "A", "B"], tid=[1, 1, 2], verdict=["CP", "CP", "FP"]), MADE_UP)
    assert delivery.frame["toi"].tolist() == ["A", "B"]
    assert notes(delivery) == {"copies": 1}


def test_rows_that_contradict_each_other_are_refused_by_name():
    frame = table(toi=["A", "A", "B"], tid=[1, 1, 2], verdict=["CP", "FP", "FP"])
    with pytest.raises(WrongDeliveryError, match=r"1 objects .* contradict each other \(A\)"):
        read_delivery(frame, MADE_UP)


def test_rows_without_a_name_are_left_out_and_counted():
    delivery = read_delivery(table(toi=["A", None, "B"]), MADE_UP)
    assert delivery.frame["toi"].tolist() == ["A", "B"]
    assert notes(delivery) == {"nameless": 1}


def test_rows_in_are_objects_plus_counted_rows():
    frame = table(toi=["A", None, "A", "B", "B", None], soltype=["candidate"] * 6)
    delivery = read_delivery(frame, CHOOSING)
    assert len(frame) == len(delivery.frame) + sum(notes(delivery).values())


# --- refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["toi", "tid", "verdict"])
@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_table_without_object_star_or_verdict_is_refused(lost, how):
    with pytest.raises(WrongDeliveryError, match=rf"lacks {lost}; found are") as caught:
        read_delivery(table(**{lost: None if how == "absent" else [None, None]}), MADE_UP)
    assert caught.value.details["expected"] == [lost]


def test_a_computed_verdict_need_not_be_delivered():
    derived = dataclasses.replace(MADE_UP, derived=True)
    assert "verdict" not in read_delivery(table(verdict=None), derived).frame


def test_a_group_of_columns_needs_one_of_them():
    needy = dataclasses.replace(MADE_UP, one_of=(("ra", "dec"),))
    with pytest.raises(WrongDeliveryError, match="lacks ra or dec"):
        read_delivery(table(), needy)
    assert read_delivery(table(dec=[1.0, 2.0]), needy).frame["dec"].tolist() == [1.0, 2.0]


def test_a_table_without_most_of_the_physics_is_refused():
    assert len(read_delivery(table(radius=None), MADE_UP).frame) == 2
    with pytest.raises(WrongDeliveryError, match="2 of 2 columns that every such table holds"):
        read_delivery(table(radius=None, period=[None, None]), MADE_UP)


def test_verdicts_of_another_world_are_refused_and_single_ones_counted():
    with pytest.raises(WrongDeliveryError, match=r"expected are CP, FP, found 1\.5, 2\.5"):
        read_delivery(table(verdict=[1.5, 2.5]), MADE_UP)
    delivery = read_delivery(table(verdict=["CP", "??"]), MADE_UP)
    assert notes(delivery) == {"unknown_verdict": 1}
    assert "??" in delivery.notes[0].text


def test_a_table_without_rows_is_refused():
    with pytest.raises(WrongDeliveryError, match="no rows"):
        read_delivery(table().head(0), MADE_UP)


BROKEN = {
    "a web page": b"<!DOCTYPE html><html><body>Service unavailable</body></html>",
    "an error report": b'<?xml version="1.0"?><VOTABLE><INFO name="QUERY_STATUS" value="ERROR"/></VOTABLE>',
    "nothing": b"",
    "a header only": b"toi,tid,verdict,period,radius\n",
    "a message": b"ERROR: table not found\n",
    "a cut archive": gzip.compress(table(toi=[f"{n}.01" for n in range(5000)]).to_csv().encode())[:-200],
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_files_that_are_no_table_are_refused_as_wrong_deliveries(tmp_path, content):
    path = tmp_path / "answer.csv"
    path.write_bytes(content)
    with pytest.raises(WrongDeliveryError, match="Made-up objects"):
        read_delivery_file(path, "answer.csv", MADE_UP)


def test_a_file_is_read_and_what_the_reader_saw_is_noted(tmp_path):
    path = tmp_path / "answer.csv"
    path.write_text(table(period=["1.5", "2.5", "3.5", "4.5", "soon"]).to_csv(index=False))
    delivery = read_delivery_file(path, "answer.csv", MADE_UP)
    assert len(delivery.frame) == 5
    assert notes(delivery) == {"unreadable_cells": 1}
    assert "line 6, column period" in delivery.notes[0].text


def test_a_limit_stays_a_limit(tmp_path):
    from ML.catalogs.limits import TableLimits

    path = tmp_path / "answer.csv"
    path.write_text(table().to_csv(index=False))
    with pytest.raises(TableTooLargeError):
        read_delivery_file(path, "answer.csv", MADE_UP, TableLimits(rows=1))
