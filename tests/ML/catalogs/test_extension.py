"""An upload's labelled rows extend a catalogue openly: every row is new, changed, the same, left out or refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.extension import extend, propose_extension
from ML.catalogs.extension_names import name_reader
from ML.catalogs.readers import read_table
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.exceptions import InvalidFieldsError

ARCHIVE = Path(__file__).parents[4] / "shared" / "archive"
needs_archive = pytest.mark.skipif(
    not ARCHIVE.is_dir(), reason=f"The archive's own tables are not at {ARCHIVE}; they are not part of the project."
)

KEPLER = get_catalogue("kepler")
VERDICTS = {"planet": "CONFIRMED", "no": "FALSE POSITIVE"}


@pytest.fixture(scope="module")
def base():
    names = ["rowid", "kepid", "kepoi_name", "kepler_name", "koi_disposition", "koi_period", "koi_depth", "koi_count"]
    return load_snapshot(find_snapshot("kepler"), columns=names).head(60)


def upload(*rows):
    return pd.DataFrame(rows, columns=["object", "star", "period_h", "depth", "label"])


def proposed(base, frame, **changes):
    settings = {
        "column_map": {"period_h": "orbital_period", "depth": "koi_depth"},
        "units": {"period_h": "hours"},
        "target": "label",
        "class_map": VERDICTS,
        "host": "star",
        "object_name": "object",
    }
    return propose_extension(base, KEPLER, frame, **{**settings, **changes})


def test_each_row_has_one_fate(base):
    frame = upload(
        ("KOI-1.01", 11446443, base["koi_period"][0] * 24, base["koi_depth"][0], "planet"),
        ("k00002.01", "KIC 10666592", np.nan, 7000.0, "no"),
        ("9001.01", "KIC 77", 36.0, 500.0, "planet"),
        ("K09002.01", 78, 48.0, 1e9, "no"),
        ("K09003.01", 79, 48.0, 10.0, "maybe"),
        ("K09004.01", 80, 48.0, 10.0, None),
    )
    diff = proposed(base, frame)
    assert diff.counts == {"new": 1, "update": 1, "unchanged": 1, "conflict": 0, "rejected": 1, "left_out": 2}
    changed, new = diff.rows
    assert (changed.line, changed.object, changed.host, changed.change) == (3, "K00002.01", "10666592", "update")
    assert (changed.was, changed.becomes) == ("CONFIRMED", "FALSE POSITIVE")
    assert changed.changed == {"koi_depth": [base["koi_depth"][1], 7000.0]}
    assert (new.line, new.object, new.host, new.change, new.was) == (4, "K09001.01", "77", "new", None)
    (refused,) = diff.rejected
    assert (refused.line, refused.column, refused.value, refused.code) == (5, "depth", "1000000000.0", "implausible")
    assert "plausible is" in refused.message
    assert {"from": "CONFIRMED", "to": "FALSE POSITIVE", "count": 1} in diff.transitions
    assert {note.code: note.count for note in diff.notes}["left_out"] == 2


def test_the_version_holds_the_confirmed_changes_and_nothing_else(base):
    frame = upload(("KOI-2.01", "", 60.0, 7000.0, "no"), ("K09001.01", 77, 36.0, np.nan, "planet"))
    version = extend(base, proposed(base, frame))
    made = version.frame
    assert len(made) == len(base) + 1
    assert made.loc[1, ["koi_period", "koi_depth", "koi_disposition", "kepler_name"]].tolist() == [
        2.5,
        7000.0,
        "FALSE POSITIVE",
        base["kepler_name"][1],
    ]
    new = made.iloc[-1]
    assert (new["kepoi_name"], new["kepid"], new["koi_period"]) == ("K09001.01", 77, 1.5)
    assert new[["koi_depth", "kepler_name", "koi_count"]].isna().all()
    untouched = [row for row in range(len(base)) if row != 1]
    pd.testing.assert_frame_equal(
        made.iloc[untouched].reset_index(drop=True), base.iloc[untouched].reset_index(drop=True), check_dtype=False
    )
    assert made["kepid"].dtype == base["kepid"].dtype
    assert version.notes[0].code == "extended"
    assert set(version.absent_columns) == {column.name for column in KEPLER.columns} - set(base.columns)


def test_a_catalogue_extended_by_itself_stays_as_it_is(base):
    diff = propose_extension(base, KEPLER, base, column_map={}, units={}, target="koi_disposition", class_map={})
    assert diff.counts["unchanged"] == len(base)
    pd.testing.assert_frame_equal(extend(base, diff).frame, base)


def test_an_alias_is_the_same_object(base):
    named = base["kepler_name"].first_valid_index()
    diff = proposed(base, upload((base["kepler_name"][named].lower(), "", np.nan, np.nan, "no")))
    assert [row.object for row in diff.rows] == [base["kepoi_name"][named]]


def test_rows_that_repeat_each_other_are_one_and_rows_that_contradict_are_none(base):
    same = ("K09001.01", 77, 36.0, 500.0, "planet")
    assert proposed(base, upload(same, same)).counts["new"] == 1
    diff = proposed(base, upload(same, ("KOI-9001.01", 77, 36.0, 500.0, "no"), ("K09002.01", 78, 36.0, 5.0, "no")))
    assert (diff.counts["new"], diff.counts["conflict"], diff.counts["rejected"]) == (1, 2, 2)
    assert [refused.line for refused in diff.rejected] == [2, 3]
    assert "Lines 2, 3" in diff.rejected[0].message


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (("", 77, 36.0, 5.0, "no"), "no_object", "object"),
        (("K09001.01", "", 36.0, 5.0, "no"), "no_host", "star"),
        (("K09001.01", "TIC 77", 36.0, 5.0, "no"), "foreign_host", "star"),
        (("K00002.01", 77, 36.0, 5.0, "no"), "other_host", "star"),
        (("K00002.02", 77, 36.0, 5.0, "no"), "other_host", "star"),
        (("K09001.01", 77, "soon", 5.0, "no"), "not_a_number", "period_h"),
        (("K09001.01", 77, 36.0, -5.0, "no"), "implausible", "depth"),
    ],
)
def test_refused_rows_name_line_column_and_reason(base, row, code, column):
    diff = proposed(base, upload(("K00001.01", "", np.nan, np.nan, "planet"), row))
    (refused,) = diff.rejected
    assert (refused.line, refused.code, refused.column) == (3, code, column)
    assert refused.message.endswith((".", "!"))
    assert len(extend(base, diff).frame) == len(base)


def test_a_further_candidate_of_a_known_star_takes_its_host(base):
    (row,) = proposed(base, upload(("K00002.07", "", 36.0, 5.0, "no"))).rows
    assert (row.change, row.host) == ("new", str(base["kepid"][1]))


def test_lines_are_those_of_the_table_where_it_knows_them(base):
    frame = upload(("K00002.01", 77, 36.0, 5.0, "no"))
    frame.index = pd.Index([41], name="line")
    assert proposed(base, frame).rejected[0].line == 41


def test_the_hash_tells_every_difference(base):
    frame = upload(("K09001.01", 77, 36.0, 500.0, "planet"), ("K00002.01", "", 36.0, 5.0, "no"))
    diff = proposed(base, frame)
    assert diff.sha256 == proposed(base, frame.copy()).sha256
    others = [
        proposed(base, frame.assign(depth=[500.0, 6.0])),
        proposed(base, frame.head(1)),
        proposed(base, frame, class_map={"planet": "CANDIDATE", "no": "FALSE POSITIVE"}),
        proposed(base.assign(koi_count=1), frame),
    ]
    assert len({diff.sha256, *(other.sha256 for other in others)}) == 5
    json.dumps([diff.summary(), diff.rows_json(), diff.rejected_json()], allow_nan=False)
    assert [row["object"] for row in diff.rows_json(1, 2)] == ["K00002.01"]


def test_another_base_is_refused(base):
    diff = proposed(base, upload(("K00002.01", "", 36.0, 5.0, "no")))
    with pytest.raises(InvalidFieldsError, match="has changed since"):
        extend(base.assign(koi_depth=1.0), diff)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"target": "verdict"}, "target", "no column 'verdict'"),
        ({"object_name": None}, "object", "Choose the column"),
        ({"host": "sun"}, "host", "no column 'sun'"),
        ({"column_map": {"depth": "pl_massj"}}, "column_map.depth", "has no column 'pl_massj'"),
        ({"column_map": {"deep": "koi_depth"}}, "column_map.deep", "no column 'deep'"),
        ({"column_map": {"depth": "koi_depth", "period_h": "koi_depth"}}, "column_map.period_h", "would both be"),
        ({"units": {"period_h": "kg"}}, "units.period_h", "does not convert"),
        ({"units": {"star": "hours"}}, "units.star", "is not taken"),
        ({"class_map": {"planet": "HABITABLE"}}, "class_map.planet", "no disposition"),
        ({"class_map": {"star": "CONFIRMED"}}, "class_map", "None of the mapped classes"),
        ({"class_map": {}}, "class_map", "No class is mapped"),
    ],
)
def test_settings_that_cannot_be_used_are_named(base, changes, field, words):
    frame = upload(("K00002.01", "", 36.0, 5.0, "planet"))
    with pytest.raises(InvalidFieldsError, match=words) as caught:
        proposed(base, frame.rename(columns={"object": "thing"}) if "object_name" in changes else frame, **changes)
    assert field in [fault["field"] for fault in caught.value.details["fields"]]


def test_computed_classes_cannot_be_extended(base):
    with pytest.raises(InvalidFieldsError, match="are computed from its columns"):
        propose_extension(
            base, get_catalogue("planets"), base, column_map={}, units={}, target="koi_disposition", class_map={}
        )


def test_tess_objects_are_known_by_number_and_by_name():
    tess = get_catalogue("tess")
    base = load_snapshot(find_snapshot("tess")).head(20)
    frame = pd.DataFrame({"TOI": [float(base["toi"][0]), 9999.10], "TIC ID": [base["tid"][0], 5], "v": ["FP", "FP"]})
    diff = propose_extension(base, tess, frame, column_map={}, units={}, target="v", class_map={})
    assert [(row.object, row.change) for row in diff.rows] == [(base["toi"][0], "update"), ("9999.10", "new")]
    worded = frame.assign(TOI=[f"TOI-{base['toi'][0]}", "TOI 9999.10"])
    again = propose_extension(base, tess, worded, column_map={}, units={}, target="v", class_map={})
    assert again.sha256 == diff.sha256


def test_k2_stars_are_known_by_any_of_their_names():
    base = pd.DataFrame(
        {
            "pl_name": ["K2-3 b", "EPIC 201367065.02"],
            "hostname": ["K2-3", "EPIC 201367065"],
            "epic_hostname": ["EPIC 201367065", "EPIC 201367065"],
            "epic_candname": ["EPIC 201367065.01", "EPIC 201367065.02"],
            "hip_name": ["HIP 57274", None],
            "disposition": ["CONFIRMED", "CANDIDATE"],
            "pl_trandep": [0.12, 0.05],
        }
    )
    rows = [
        ("201367065.01", "K2-3", 1200.0, "FALSE POSITIVE"),
        ("k2-3 B", "", 1200.0, "FALSE POSITIVE"),
        ("K2-3 e", "HIP 57274", 900.0, "CONFIRMED"),
        ("EPIC-201367065.05", "", 300.0, "CANDIDATE"),
        ("EPIC 9.01", "9", np.nan, "REFUTED"),
    ]
    frame = pd.DataFrame(rows, columns=["name", "hostname", "pl_trandep", "v"])
    diff = propose_extension(
        base,
        get_catalogue("k2"),
        frame,
        column_map={"name": "object_name"},
        units={"pl_trandep": "ppm"},
        target="v",
        class_map={},
    )
    assert [(row.object, row.host, row.change) for row in diff.rows] == [
        ("K2-3 b", "K2-3", "update"),
        ("K2-3 e", "K2-3", "new"),
        ("EPIC 201367065.05", "EPIC 201367065", "new"),
        ("EPIC 9.01", "EPIC 9", "new"),
    ]
    assert diff.rows[0].changed == {}
    assert {note.code: note.count for note in diff.notes} == {"repeated": 1, "taken_columns": 1}
    assert extend(base, diff).frame["pl_trandep"].tolist()[2:] == pytest.approx([0.09, 0.03, np.nan], nan_ok=True)


@needs_archive
def test_the_archives_later_table_shows_what_became_of_keplers_candidates():
    table = "cumulative_2025-10-01.csv"
    later = read_table(ARCHIVE / table, table).frame
    base = load_snapshot(find_snapshot("kepler"))
    diff = propose_extension(base, KEPLER, later, column_map={}, units={}, target="koi_disposition", class_map={})
    turned = {(entry["from"], entry["to"]): entry["count"] for entry in diff.transitions}
    assert (turned["CANDIDATE", "CONFIRMED"], turned["CANDIDATE", "FALSE POSITIVE"]) == (437, 129)
    assert ("K00477.01", "koi_fpflag_nt", "465") in {(row.object, row.column, row.value) for row in diff.rejected}
    assert sum(diff.counts[fate] for fate in ("new", "update", "unchanged", "rejected")) == len(later)
    version = extend(base, diff).frame
    assert version["kepoi_name"].is_unique
    assert len(version) == len(base) + diff.counts["new"]


SPELLINGS = {
    "kepler": ("K00752.01", "KOI-752.01", "koi 752.01", "KOI752.01", "752.01", "00752.01", "k752.1"),
    "tess": ("TOI 101.01", "TOI-101.01", "toi101.01", "101.01", "TOI 101.1"),
    "k2": ("EPIC 201155177.01", "EPIC201155177.01", "epic-201155177.01", "201155177.01"),
    "combined": ("TOI 101.01", "toi-101.01"),
}


@pytest.mark.parametrize("catalogue", SPELLINGS)
def test_spellings_of_one_object_have_one_key(catalogue):
    reader = name_reader(get_catalogue(catalogue))
    assert len({reader.object_key(name) for name in SPELLINGS[catalogue]}) == 1


def test_different_objects_and_stars_have_different_keys():
    reader = name_reader(KEPLER)
    names = ("K00752.01", "K00752.02", "K07520.1", "TOI-752.01", "Kepler-75 b", "Kepler-75 c", "")
    assert len({reader.object_key(name) for name in names}) == len(names)
    stars = ("KIC 123", "TIC 123", "KIC 1230", "Kepler-123", "HD 123")
    assert len({reader.host_key(name) for name in stars}) == len(stars)
    assert reader.host_key("123") == reader.host_key("KIC 123") == reader.host_key("kic00000123")


ROW = st.tuples(
    st.sampled_from(["K00001.01", "KOI-2.01", "3.01", "K00001.02", "9001.01", "KOI 9001.02", "", "Kepler-1 b", "x"]),
    st.sampled_from(["", "77", "KIC 77", "11446443", "TIC 5", "sun"]),
    st.one_of(st.none(), st.floats(-10, 1e6)),
    st.one_of(st.none(), st.floats(allow_infinity=True), st.just(100.0)),
    st.sampled_from(["planet", "no", "maybe", None]),
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=8))
@example(rows=[("9001.01", "77", None, None, "planet"), ("KOI 9001.02", "", None, None, "planet")])
@example(rows=[(f"9001.0{n}", star, None, None, "planet") for n, star in ((1, "77"), (2, "78"), (3, ""))])
def test_every_row_is_accounted_for_and_confirming_twice_changes_nothing(base, rows):
    frame = upload(*rows, ("K00001.01", "", None, None, "planet"), ("K00004.01", "", None, None, "no"))
    diff = proposed(base, frame)
    repeated = sum(note.count for note in diff.notes if note.code == "repeated")
    fates = ("new", "update", "unchanged", "rejected", "left_out")
    assert sum(diff.counts[fate] for fate in fates) + repeated == len(frame)
    version = extend(base, diff).frame
    assert len(version) == len(base) + diff.counts["new"]
    assert version["kepoi_name"].is_unique
    assert version["kepid"].notna().all()
    again = proposed(version, frame)
    assert (again.counts["new"], again.counts["update"]) == (0, 0)
