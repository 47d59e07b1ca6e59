"""Kepler's two deliveries, the release of 2017 and the archive's cumulative table, are one catalogue."""

from __future__ import annotations

import pytest

from ML.catalogs.catalogue import Role, get_catalogue
from ML.catalogs.deliveries import read_delivery_file
from ML.catalogs.snapshots import catalogue_columns, find_snapshot, load_snapshot, presets_of, write_snapshot
from tests.reports.archive_tables import ARCHIVE

CUMULATIVE = ARCHIVE / "cumulative_2025-10-01.csv"
needs_archive = pytest.mark.skipif(
    not CUMULATIVE.exists(), reason=f"{CUMULATIVE.name} is not there: it is a development table that is never shipped"
)


@pytest.fixture(scope="module")
def kepler():
    return get_catalogue("kepler")


@pytest.fixture(scope="module")
def cumulative(kepler, tmp_path_factory):
    delivery = read_delivery_file(CUMULATIVE, CUMULATIVE.name, kepler)
    words = {"id": "cumulative-2025-10-01", "date": "2025-10-01", "source": "NASA Exoplanet Archive"}
    return write_snapshot(delivery, kepler, folder=tmp_path_factory.mktemp("snapshots"), **words)


@needs_archive
def test_the_cumulative_table_makes_a_snapshot_beside_the_shipped_one(cumulative):
    assert cumulative.rows == 9564
    assert cumulative.counts == {"CANDIDATE": 1979, "CONFIRMED": 2746, "FALSE POSITIVE": 4839}
    assert set(cumulative.uninformative) == {"koi_teq_err1", "koi_teq_err2"}
    assert cumulative.id != find_snapshot("kepler").id


@needs_archive
def test_presets_hold_what_each_delivery_has(kepler, cumulative):
    narrow, wide = presets_of(kepler, cumulative), presets_of(kepler, find_snapshot("kepler"))
    assert narrow["physics"] == wide["physics"] == kepler.presets["physics"]
    assert len(narrow["default"]) == 21
    assert len(wide["default"]) == 71
    assert set(narrow["everything"]) < set(wide["everything"])
    barred = {column.name for column in kepler.columns_with_role(Role.TARGET, Role.IDENTIFIER, Role.LEAK)}
    assert not barred & set(narrow["everything"])


@needs_archive
def test_epochs_of_both_deliveries_are_on_one_clock(kepler, cumulative):
    now = load_snapshot(cumulative, columns=["kepoi_name", "koi_time0bk", "koi_time0"]).set_index("kepoi_name")
    then = load_snapshot(find_snapshot("kepler"), columns=["kepoi_name", "koi_time0"]).set_index("kepoi_name")
    assert (now["koi_time0"] - now["koi_time0bk"]).tolist() == pytest.approx([2_454_833.0] * len(now))
    apart = (now["koi_time0"] - then["koi_time0"]).dropna().abs()
    assert len(apart) > 7_000
    assert apart.median() < 0.01


@needs_archive
def test_every_column_of_a_snapshot_has_its_definition(kepler, cumulative):
    assert all(column in kepler.columns for column in catalogue_columns(kepler, cumulative))
    assert catalogue_columns(kepler, find_snapshot("kepler")) == kepler.columns


def test_canonical_names_lead_to_the_quantities_that_the_missions_share(kepler):
    by_canonical = {column.canonical: column.name for column in kepler.columns if column.canonical}
    shared = {column.canonical for column in get_catalogue("tess").columns if column.canonical}
    assert by_canonical["orbital_period"] == "koi_period"
    assert by_canonical["transit_epoch"] == "koi_time0"
    assert by_canonical["host_id"] == "kepid"
    assert {
        "orbital_period", "transit_duration", "transit_depth", "planet_radius", "insolation_flux",
        "equilibrium_temperature", "stellar_effective_temperature", "stellar_surface_gravity", "stellar_radius",
        "transit_signal_to_noise", "host_id", "disposition",
    } <= shared & set(by_canonical)  # fmt: skip
