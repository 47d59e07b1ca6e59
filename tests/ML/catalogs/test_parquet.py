"""Parquet is read with distrust, and its types arrive as numbers, text or dates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ML.catalogs.readers import TableLimits, iterate_table, read_table
from ML.exceptions import TableTooLargeError, UnreadableTableError

MEGABYTE = 1024 * 1024
UTC_NOON = dt.datetime(2017, 7, 19, 12, tzinfo=dt.UTC)


@pytest.fixture
def read(tmp_path):
    """Write columns as Parquet and read them as a table."""

    def from_columns(columns: dict[str, pa.Array], limits: TableLimits | None = None, **options):
        path = tmp_path / "table.parquet"
        pq.write_table(pa.table(columns), path, **options)
        return read_table(path, path.name, limits)

    return from_columns


@pytest.mark.parametrize(
    ("array", "dtype", "values"),
    [
        (pa.array([1, 2], pa.int8()), "int64", [1, 2]),
        (pa.array([1, None], pa.int64()), "float64", [1.0, None]),
        (pa.array([2**62, 1], pa.int64()), "int64", [2**62, 1]),
        (pa.array([2**62 + 1, None], pa.int64()), "str", [str(2**62 + 1), None]),
        (pa.array([2**64 - 1, 1], pa.uint64()), "uint64", [2**64 - 1, 1]),
        (pa.array([0.5, None], pa.float32()), "float64", [0.5, None]),
        (pa.array([0.5, None], pa.float16()), "float64", [0.5, None]),
        (pa.array([Decimal("1.25"), None]), "float64", [1.25, None]),
        (pa.array([True, None]), "str", ["True", None]),
        (pa.array([" a ", ""]), "str", ["a", None]),
        (pa.array(["a", None]).dictionary_encode(), "str", ["a", None]),
        (pa.array([None, None]), "float64", [None, None]),
        (pa.array([dt.date(2017, 7, 19), None]), "datetime64[us]", [pd.Timestamp("2017-07-19"), None]),
        (pa.array([UTC_NOON, None]), "datetime64[us]", [pd.Timestamp("2017-07-19 12:00"), None]),
        (pa.array([dt.time(12), None]), "str", ["12:00:00.000000", None]),
    ],
    ids=str,
)
def test_each_plain_type_becomes_a_number_text_or_a_date(read, array, dtype, values):
    column = read({"x": array, "other": pa.array([1.5, 2.5])}).frame["x"]
    assert column.dtype == dtype
    assert column.astype(object).where(column.notna(), None).tolist() == values


@pytest.mark.parametrize(
    "array",
    [pa.array([[1], [2]]), pa.array([{"a": 1}, {"a": 2}]), pa.array([b"a", b"b"]), pa.array([{"a": [[1]]}, None])],
    ids=["list", "struct", "binary", "deep"],
)
def test_nested_and_binary_columns_are_refused_by_name(read, array):
    with pytest.raises(UnreadableTableError, match=r"'x'.*Flatten"):
        read({"x": array})


def test_infinity_is_missing_and_reported_by_row(read):
    parsed = read({"x": pa.array([1.0, np.inf, -np.inf, np.nan])})
    assert [(problem.line, problem.value) for problem in parsed.problems] == [(2, "inf"), (3, "-inf")]
    assert parsed.frame["x"].tolist()[0] == 1.0
    assert parsed.frame["x"].isna().sum() == 3


def test_a_table_without_rows_or_with_repeated_names_is_refused(read, tmp_path):
    with pytest.raises(UnreadableTableError, match="no rows"):
        read({"x": pa.array([], pa.float64())})
    path = tmp_path / "twice.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["x", "x"]), path)
    with pytest.raises(UnreadableTableError, match="'x'"):
        read_table(path, "twice.parquet")


@pytest.mark.parametrize("limits", [{"rows": 99}, {"columns": 1}, {"cells": 199}, {"decompressed_bytes": 100}])
def test_the_footer_is_checked_before_any_data(read, limits):
    columns = {"x": pa.array(range(100)), "y": pa.array(range(100))}
    with pytest.raises(TableTooLargeError):
        read(columns, TableLimits(**limits))


def test_one_long_word_repeated_a_hundred_thousand_times_stays_small_until_it_is_refused(read):
    """The file takes kilobytes; decoded it would take 900 MB."""
    words = pa.DictionaryArray.from_arrays(pa.array(np.zeros(100_000, "int32")), pa.array(["a" * 9_000]))
    before = pa.default_memory_pool().max_memory()
    with pytest.raises(TableTooLargeError, match="unpacks"):
        read({"x": words}, TableLimits(decompressed_bytes=100 * MEGABYTE))
    assert pa.default_memory_pool().max_memory() <= max(before, 200 * MEGABYTE)


def test_a_long_cell_is_refused(read):
    with pytest.raises(TableTooLargeError, match="20,000 characters"):
        read({"x": pa.array(["a", "b" * 20_000])})


@pytest.mark.parametrize("times", [1, 99], ids=["footer", "footer and groups"])
def test_a_footer_that_lies_about_its_rows_is_found_out(tmp_path, times):
    path = tmp_path / "lying.parquet"
    pq.write_table(pa.table({"x": pa.array(np.arange(100.0))}), path, write_statistics=False, use_dictionary=False)
    hundred, eight_thousand = b"\x16\xc8\x01", b"\x16\x80\x7d"  # Thrift: field of type i64, zigzag varint
    content = path.read_bytes()
    footer = content.rindex(hundred[:1], 0, content.index(hundred) + 1)
    path.write_bytes(content[:footer] + content[footer:].replace(hundred, eight_thousand, times))
    assert path.read_bytes() != content
    with pytest.raises(UnreadableTableError):
        read_table(path, path.name)
    with pytest.raises(UnreadableTableError):
        list(iterate_table(path, path.name))


def test_gaps_and_types_agree_between_row_groups(read):
    numbers = pa.array([*range(50), None, *range(49)], pa.int64())
    frame = read({"n": numbers, "t": pa.array(["a"] * 99 + [None])}, row_group_size=10).frame
    assert frame["n"].dtype == "float64"
    assert frame["n"].isna().sum() == frame["t"].isna().sum() == 1
