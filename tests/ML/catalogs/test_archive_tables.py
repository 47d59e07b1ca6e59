"""Every row and column of the archive's tables, and what the committed report says of them."""

from __future__ import annotations

import pytest

from ML.catalogs.units import find_unit
from tests.reports.archive_tables import ARCHIVE, DAMAGED_TABLES, REPORT, archive_section, archive_tables
from tests.reports.damaged_tables import outcomes

needs_archive = pytest.mark.skipif(
    not ARCHIVE.exists(), reason=f"{ARCHIVE} is not there: it holds development tables that are never shipped"
)
FILES = {
    "cumulative_2025-10-01.csv": (9_564, 49, 9_564),
    "k2pandc_2025-10-01.csv": (4_004, 94, 1_806),
    "toi_2025-10-01_sample.csv": (2_500, 65, 2_500),
    "pscomppars_2025-12-15.csv": (6_061, 84, 6_061),
    "hwc_phl_2024.csv": (5_600, 118, 5_600),
}
NASA_SPELLINGS = {
    "K": "K",
    "BJD": "BJD",
    "BKJD": "BKJD",
    "days": "days",
    "hours": "hours",
    "hrs": "hours",
    "ppm": "ppm",
    "au": "AU",
    "pc": "pc",
    "mag": "mag",
    "dex": "dex",
    "deg": "deg",
    "decimal degrees": "decimal degrees",
    "mas/yr": "mas/yr",
    "R_Earth": "Earth radii",
    "Earth radii": "Earth radii",
    "Earth Radius": "Earth radii",
    "Jupiter Radius": "Jupiter radii",
    "R_Sun": "Solar radii",
    "Solar radii": "Solar radii",
    "Solar Radius": "Solar radii",
    "Earth Mass": "Earth mass",
    "Jupiter Mass": "Jupiter mass",
    "Solar mass": "Solar mass",
    "Earth flux": "Earth flux",
    "Earth Flux": "Earth flux",
    "log10(cm/s**2)": "log10(cm/s**2)",
    # The TESS table's header leaves the logarithm to the label, and once the exponent: "Stellar log(g) [cm/s**]".
    "cm/s**2": "log10(cm/s**2)",
    "cm/s**": "log10(cm/s**2)",
    # Text, not a unit.
    "sexagesimal": "",
}
"""How the archive's headers write a unit, and how the column tables do."""


def units_differ(name: str, told: str, own: str) -> bool:
    """Whether the column tables contradict a header's unit; where the header has none they may only know more."""
    if name.endswith("lim"):
        return own != ""  # a flag has no unit, though a header gives it that of the mass
    if NASA_SPELLINGS.get(told) in {"BJD", "BKJD"} and "err" in name:
        return own != "days"  # the error of a date is a number of days
    if not told:
        return own not in {"", "mag"}  # magnitudes say their unit in their label
    return NASA_SPELLINGS[told] != own


@pytest.fixture(scope="module")
def tables():
    return list(archive_tables())


@needs_archive
def test_every_row_becomes_an_object_or_is_counted(tables):
    found = {table.file: (*table.parsed.frame.shape, len(table.delivery.frame)) for table in tables}
    assert found == FILES
    for table in tables:
        assert len(table.parsed.frame) == len(table.delivery.frame) + table.left_out
        assert table.delivery.frame[table.catalogue.object_column].is_unique
        assert table.parsed.problem_count == 0


@needs_archive
def test_no_column_is_unknown_and_none_is_lost(tables):
    for table in tables:
        assert table.delivery.unknown_columns == ()
        assert set(table.parsed.frame) <= set(table.delivery.frame)
        absent = set(table.delivery.absent_columns)
        assert absent.isdisjoint(table.delivery.frame)
        assert absent | set(table.delivery.frame) == {column.name for column in table.catalogue.columns}


@needs_archive
def test_units_are_those_of_the_archives_own_headers(tables):
    told = 0
    for table in tables:
        for name, (_, unit) in table.parsed.labels.items():
            own = table.catalogue.column(name).unit
            assert not units_differ(name, unit, own), (table.file, name, unit, own)
            told += 1
    assert told == 49 + 94 + 65 + 84


def test_units_of_the_column_tables_are_units_that_convert():
    assert all(find_unit(unit) for unit in NASA_SPELLINGS.values() if unit)


@needs_archive
def test_values_pass_through_the_loader_unchanged(tables):
    for table in tables:
        raw, made = table.parsed.frame, table.delivery.frame
        one_row = raw.drop_duplicates(table.catalogue.object_column) if table.left_out else raw
        assert set(made[table.catalogue.object_column]) == set(one_row[table.catalogue.object_column].astype("str"))
        if table.left_out or table.catalogue.zero_is_missing:
            continue
        for name in raw:
            if raw[name].dtype == made[name].dtype:
                assert raw[name].equals(made[name]), name


@needs_archive
def test_the_committed_report_says_what_is_true(tables):
    report = REPORT.read_text(encoding="utf-8")
    assert archive_section(tables) in report
    assert f"{DAMAGED_TABLES} damaged tables" in report
    assert "| any other exception | 0 |" in report


def test_five_hundred_damaged_tables_are_read_or_refused_by_a_named_error():
    counts = outcomes(DAMAGED_TABLES)
    assert counts.total() == DAMAGED_TABLES == 500
    named = {"UnreadableTableError", "WrongDeliveryError", "TableTooLargeError"}
    assert set(counts) <= {"read", "read, with problems listed", *named}
    assert all(counts[word] for word in named)
    assert counts["read"] + counts["read, with problems listed"] >= 20
