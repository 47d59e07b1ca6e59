"""The combined table: every row and cell of the missions in shared columns and units, stars found out, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.deliveries import read_delivery
from ML.catalogs.readers import read_table
from ML.catalogs.snapshots import (
    catalogue_columns,
    find_snapshot,
    load_snapshot,
    presets_of,
    uninformative_columns,
    write_snapshot,
)
from ML.catalogs.units import convert
from ML.combined import combine, combined_identity, withheld_columns, withhold
from ML.combined.__main__ import main
from ML.constants import EARTH_RADII_PER_SOLAR_RADIUS
from ML.exceptions import InvalidFieldsError
from ML.labelling import flag_rule, label_rows

ARCHIVE = Path(__file__).parents[3] / "shared" / "archive"
K2_TABLE = ARCHIVE / "k2pandc_2025-10-01.csv"
needs_archive = pytest.mark.skipif(
    not K2_TABLE.exists(), reason=f"{K2_TABLE.name} is not there: it is a development table that is never shipped"
)
COMBINED = get_catalogue("combined")
K2_18_DEPTH_PERCENT = 0.29
"""As papers give it for K2-18 b, in the unit of K2's table."""


def shipped(name):
    return load_snapshot(find_snapshot(name))


@pytest.fixture(scope="module")
def parts():
    return {"kepler": shipped("kepler"), "tess": shipped("tess")}


@pytest.fixture(scope="module")
def two(parts):
    return combine(parts)


@pytest.fixture(scope="module")
def three_parts(parts):
    """The shipped tables with K2's, in which K2-18 b has a depth: the archive's default columns hold none."""
    frame = read_table(K2_TABLE, K2_TABLE.name).frame
    frame["pl_trandep"] = np.where(frame["pl_name"] == "K2-18 b", K2_18_DEPTH_PERCENT, np.nan)
    return {**parts, "k2": read_delivery(frame, get_catalogue("k2")).frame}


@pytest.fixture(scope="module")
def three(three_parts):
    return combine(three_parts)


def row_of(delivery, name):
    (row,) = delivery.frame[delivery.frame["object_name"] == name].to_dict("records")
    return row


def note(delivery, code, word=""):
    return sum(note.count for note in delivery.notes if note.code == code and word in note.text)


def check_cells(delivery, parts):
    """Find each cell of every mission's table in the combined one, in the shared unit."""
    start = 0
    for name in ("kepler", "k2", "tess"):
        if name not in parts:
            continue
        part, catalogue = parts[name], get_catalogue(name)
        rows = delivery.frame.iloc[start : start + len(part)]
        start += len(part)
        found = {column.name: column for column in catalogue.columns}
        for own in part:
            if own in (catalogue.target_column, catalogue.object_column):
                continue
            shared = found[own].canonical if own in found and f"{name}_{own}" not in rows else ""
            values = rows[shared or f"{name}_{own}"].to_numpy()
            expected = part[own]
            if shared and found[own].kind == "number":
                numbers = expected.to_numpy(dtype=float, na_value=np.nan)
                expected = convert(numbers, found[own].unit, COMBINED.column(shared).unit)
            pd.testing.assert_series_equal(pd.Series(values), pd.Series(np.asarray(expected)), check_dtype=False)
    assert start == len(delivery.frame)


def test_a_kepler_object_stands_there_in_shared_units(two):
    """Kepler-227 b."""
    row = row_of(two, "K00752.01")
    assert (row["mission"], row["disposition"], row["host_id"]) == ("Kepler", "CONFIRMED", "KIC 10797460")
    assert row["orbital_period"] == pytest.approx(9.48804, abs=1e-4)
    assert row["transit_duration"] == pytest.approx(2.96, abs=0.1)  # hours
    assert row["transit_depth"] == pytest.approx(616, abs=20)  # ppm
    assert row["planet_radius"] == pytest.approx(2.26, abs=0.2)
    assert row["kepler_magnitude"] == pytest.approx(15.347)
    assert np.isnan(row["tess_magnitude"])


def test_a_tess_object_stands_there_in_shared_units(two):
    """WASP-46 b: Anderson et al. 2012, MNRAS 422, 1988 give 1.43037 days, 1.67 hours, 1.31 Jupiter radii."""
    row = row_of(two, "TOI 101.01")
    assert (row["mission"], row["disposition"], row["mission_disposition"]) == ("TESS", "CONFIRMED", "KP")
    assert row["host_id"] == "TIC 231663901"
    assert row["orbital_period"] == pytest.approx(1.43037, abs=1e-4)
    assert row["transit_duration"] == pytest.approx(1.67, abs=0.05)
    assert row["transit_depth"] == pytest.approx(20_000, rel=0.02)
    assert row["planet_radius"] == pytest.approx(1.31 * 11.21, rel=0.1)
    assert row["tess_magnitude"] == pytest.approx(12.4069)
    assert np.isnan(row["kepler_magnitude"])


@needs_archive
def test_a_k2_object_stands_there_in_shared_units(three):
    """K2-18 b: percent become ppm, and the depth is the square of planet over star."""
    row = row_of(three, "K2-18 b")
    assert (row["mission"], row["disposition"], row["host_id"]) == ("K2", "CONFIRMED", "K2-18")
    assert row["transit_depth"] == pytest.approx(2900)  # ppm
    ratio = row["planet_radius"] / (row["stellar_radius"] * EARTH_RADII_PER_SOLAR_RADIUS)
    assert row["transit_depth"] == pytest.approx(1e6 * ratio**2, rel=0.1)
    assert row["orbital_period"] == pytest.approx(32.94, abs=0.02)
    assert row["stellar_effective_temperature"] == pytest.approx(3450, abs=100)
    assert row["k_magnitude"] == pytest.approx(8.899, abs=0.01)
    assert row["gaia_magnitude"] == pytest.approx(12.4, abs=0.1)
    assert note(three, "converted", "K2") == 1


@pytest.mark.parametrize("missions", [("kepler",), ("tess",), ("kepler", "tess")])
def test_every_row_and_cell_comes_out(parts, missions):
    chosen = {name: parts[name] for name in missions}
    delivery = combine(chosen)
    check_cells(delivery, chosen)
    assert note(delivery, "rows") == sum(map(len, chosen.values())) == len(delivery.frame)


@needs_archive
def test_every_row_and_cell_of_three_missions_comes_out(three, three_parts):
    check_cells(three, three_parts)
    assert len(three.frame) == sum(map(len, three_parts.values()))
    assert not three.frame["object_name"].duplicated().any()


@needs_archive
def test_labels_are_each_missions_own(three, three_parts):
    for name, title in (("kepler", "Kepler"), ("k2", "K2"), ("tess", "TESS")):
        catalogue, part = get_catalogue(name), three_parts[name]
        rows = three.frame[three.frame["mission"] == title]
        for task in ("binary", "three_class"):
            own = label_rows(catalogue, catalogue.tasks[task], part)
            shared = label_rows(COMBINED, COMBINED.tasks[task], rows)
            assert own.fillna("").tolist() == shared.fillna("").tolist()
        without = int(rows["disposition"].isna().sum())
        assert without == note(three, "no_disposition", title)


def test_a_fast_star_is_one_star_in_both_missions_and_its_neighbour_another(two):
    """HAT-P-11 moves by 4 arcseconds between the tables; the signal's ghost on KIC 10748393 is another star's row."""
    planet, tess, ghost = (row_of(two, name) for name in ("K00003.01", "TOI 1144.01", "K01289.01"))
    assert planet["host_id"] == tess["host_id"] == "KIC 10748390"
    assert (planet["also_known_as"], tess["also_known_as"]) == ("TOI 1144.01", "K00003.01")
    assert ghost["host_id"] == "KIC 10748393"
    assert pd.isna(ghost["also_known_as"])


def test_stars_and_planets_of_two_missions_are_counted(two):
    frame = two.frame
    assert note(two, "stars") == frame["host_id"].nunique()
    by_star = frame.groupby("host_id")["mission"].nunique()
    assert note(two, "shared_stars") == (by_star > 1).sum() == 16
    assert note(two, "shared_planets") == frame.loc[frame["mission"] == "TESS", "also_known_as"].notna().sum() == 15


def test_stars_keep_their_rows_together_and_signals_are_counted_not_verdicts(two):
    kepler = two.frame[two.frame["mission"] == "Kepler"]
    assert (kepler.groupby("kepler_kepid")["host_id"].nunique() == 1).all()
    kepler_90 = kepler[kepler["kepler_kepid"] == 11442793]
    assert set(kepler_90["number_of_candidates"]) == {len(kepler_90)}
    swapped = kepler.assign(koi_disposition="FALSE POSITIVE")
    assert swapped["number_of_candidates"].equals(kepler["number_of_candidates"])


def test_rows_in_another_order_make_the_same_stars_and_planets(parts, two):
    turned = combine({name: part.iloc[::-1] for name, part in reversed(parts.items())})
    told = ["object_name", "disposition", "orbital_period", "number_of_candidates", "also_known_as"]
    one, other = (table.frame.sort_values("object_name")[told].reset_index(drop=True) for table in (two, turned))
    pd.testing.assert_frame_equal(one, other)
    groups = [table.frame.groupby("host_id")["object_name"].agg(frozenset) for table in (two, turned)]
    assert set(groups[0]) == set(groups[1])


def test_what_is_no_mission_is_refused(parts):
    with pytest.raises(InvalidFieldsError, match=r"planets cannot be combined.*kepler"):
        combine({**parts, "planets": parts["kepler"]})
    with pytest.raises(InvalidFieldsError, match="no mission"):
        combine({})


# --- What models are given -------------------------------------------------------------------------------------------


def test_every_column_that_a_mission_shares_is_defined_with_a_unit_that_it_converts_to():
    held = {column.name: column for column in COMBINED.columns}
    for name in COMBINED.parts:
        for column in get_catalogue(name).columns:
            if column.canonical and column.kind == "number" and column.name != get_catalogue(name).host_column:
                assert np.isfinite(convert(1.0, column.unit, held[column.canonical].unit)), column.name


def test_nothing_is_offered_that_every_mission_calls_a_leak():
    own = [column for name in COMBINED.parts for column in get_catalogue(name).columns if column.canonical]
    for column in COMBINED.columns:
        roles = {held.role for held in own if held.canonical == column.name}
        if roles == {Role.LEAK}:
            assert column.role is Role.LEAK, column.name


def test_cells_that_a_mission_does_not_trust_are_withheld_from_models_alone():
    assert "planet_radius" in withheld_columns()["K2"]
    assert withheld_columns()["Kepler"] == ()
    frame = pd.DataFrame({"mission": ["Kepler", "K2", "TESS"], "planet_radius": 1.0, "orbital_period": 2.0})
    assert withhold(frame)["planet_radius"].isna().tolist() == [False, True, False]
    assert withhold(frame)["orbital_period"].tolist() == [2.0] * 3
    assert frame["planet_radius"].tolist() == [1.0] * 3


@needs_archive
def test_no_gap_in_what_models_are_given_tells_k2s_verdict(three):
    """Whether there is a radius separates K2's planets from its false positives with an AUC of .80."""
    usable = set(three.frame) - set(uninformative_columns(three.frame))
    offered = [name for name in COMBINED.presets["everything"] if name in usable]
    rows = three.frame[three.frame["mission"] == "K2"]
    labels = label_rows(COMBINED, COMBINED.tasks["binary"], rows)
    rows, planet = rows[labels.notna()], labels.dropna() == "PLANET"

    def told_by_gaps(cells):
        return abs(roc_auc_score(planet, cells.isna()) - 0.5) + 0.5

    assert told_by_gaps(rows["planet_radius"]) > 0.75
    given = withhold(rows)
    assert max(told_by_gaps(given[name]) for name in offered) < 0.6


@needs_archive
def test_no_preset_is_empty_for_models(three, tmp_path):
    """What the presets choose varies even after withholding, in the shipped tables and in those of 2025."""
    snapshot = write_snapshot(three, COMBINED, id="c", date="2025-10-01", source="test", folder=tmp_path)
    given = withhold(three.frame[label_rows(COMBINED, COMBINED.tasks["binary"], three.frame).notna()])
    for names in presets_of(COMBINED, snapshot).values():
        assert len(names) >= 11
        assert not set(names) & set(uninformative_columns(given))
    assert set(COMBINED.presets["physics"]) <= set(COMBINED.presets["default"])


def test_columns_of_one_mission_keep_their_role_and_reason(two, tmp_path):
    snapshot = write_snapshot(two, COMBINED, id="c", date="2020-10-26", source="test", folder=tmp_path)
    columns = {column.name: column for column in catalogue_columns(COMBINED, snapshot)}
    score = columns["kepler_koi_score"]
    assert (score.role, score.reason) == (Role.LEAK, get_catalogue("kepler").column("koi_score").reason)
    assert columns["kepler_kepid"].role is columns["tess_tid"].role is Role.IDENTIFIER
    assert columns["mission_disposition"].role is Role.LEAK
    assert set(columns) == set(two.frame)
    assert flag_rule(COMBINED, two.frame) is None


# --- Identity --------------------------------------------------------------------------------------------------------


def test_a_combination_is_named_by_its_parts_in_whatever_order():
    kepler, tess = find_snapshot("kepler"), find_snapshot("tess")
    name, sha256 = combined_identity([kepler, tess])
    assert (name, sha256) == combined_identity([tess, kepler])
    assert name.startswith("kepler-tess-2020-10-26-")
    assert name.endswith(sha256[:8])
    assert combined_identity([kepler])[1] != sha256
    assert combined_identity([kepler, replace(tess, sha256="0" * 64)])[1] != sha256


# --- The command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_what_became_of_the_shipped_tables(capsys):
    assert main([]) == 0
    told = capsys.readouterr().out
    assert "rows: 10,429 rows: 8,054 of Kepler, 2,375 of TESS. None was left out." in told
    assert "shared_stars: 16 of them are in the tables of both Kepler and TESS" in told


def test_the_command_refuses_what_is_no_table(capsys):
    assert main(["--k2", __file__]) == 1
    assert "K2" in capsys.readouterr().err
