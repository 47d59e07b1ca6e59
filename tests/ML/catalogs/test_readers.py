"""Readers give back what was written, say what they could not read, and never fall over."""

from __future__ import annotations

import gzip
import io
import json
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.catalogs.readers import TableLimits, iterate_table, read_table
from ML.exceptions import PlaygroundError, TableTooLargeError, UnreadableTableError

SMALL = "name,koi_period,koi_depth\nK1,9.5,615.8\nK2,54.4,874.8\n"


@pytest.fixture
def read(tmp_path):
    """Write bytes or text to a file and read it as a table."""

    def from_content(content: bytes | str, filename: str = "table.csv", **limits: int):
        path = tmp_path / "upload"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, filename, TableLimits(**limits))

    return from_content


# --- what is read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_ends_do_not_change_the_table(read, delimiter, encoding, end):
    text = end.join(delimiter.join(row) for row in [["star", "teff"], ["Trübner", "5772"], ["Çelik", "4000.5"]]) + end
    frame = read(text.encode(encoding)).frame
    assert frame["star"].tolist() == ["Trübner", "Çelik"]
    assert frame["teff"].tolist() == [5772.0, 4000.5]


def test_gzip_and_plain_text_give_the_same_table(read):
    plain, packed = read(SMALL), read(gzip.compress(SMALL.encode()), "table.csv.gz")
    pd.testing.assert_frame_equal(plain.frame, packed.frame)
    assert (plain.compressed, packed.compressed) == (False, True)


def test_windows_letters_far_behind_plain_ascii_are_read(read):
    rows = "".join(f"star {number},{number}\n" for number in range(20_000))
    frame = read(("name,x\n" + rows).encode() + "Müller,1\n".encode("windows-1252")).frame
    assert frame["name"].iloc[-1] == "Müller"


def test_comment_header_gives_labels_and_units(read):
    parsed = read(
        "# From the archive\n# COLUMN koi_period: Orbital Period [days]\n# COLUMN x: Mass [g] Unc.\n\n" + SMALL
    )
    assert parsed.labels == {"koi_period": ("Orbital Period", "days"), "x": ("Mass Unc.", "g")}
    assert parsed.frame.shape == (2, 3)


def test_a_hash_inside_a_cell_is_no_comment(read):
    assert read('link,x\n"#anchor one",1\nsome#where,2\n').frame["link"].tolist() == ["#anchor one", "some#where"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# name,radius\nK1,1.5\nK2,2.5\n", ["name", "radius"]),
        ("# made by hand\n# period depth\n9.5 615.8\n54.4 874.8\n", ["period", "depth"]),
        ("# created 2020, by me\nname,radius\nK1,1.5\n", ["name", "radius"]),
        ("# COLUMN radius: Radius [m]\nname,radius\nK1,1.5\n", ["name", "radius"]),
        ("# 1,2\nname,radius\nK1,1.5\n", ["name", "radius"]),
    ],
)
def test_a_header_may_stand_in_the_last_comment(read, text, names):
    parsed = read(text)
    assert list(parsed.frame.columns) == names
    rows = [line for line in text.splitlines() if not line.startswith("#") and any(map(str.isdigit, line))]
    assert len(parsed.frame) == len(rows)


def test_excel_hint_spaces_and_decimal_commas(read):
    assert read("sep=;\na;b\n1,5;2\n2,5;3\n").frame["a"].tolist() == [1.5, 2.5]
    assert read("a   b\n 1.5   2\n 2.5  3 \n").frame.to_numpy().tolist() == [[1.5, 2], [2.5, 3]]


def test_ipac_table_with_units_nulls_and_text_columns(read):
    table = (
        "\\ COLUMN mass: Planet Mass [earth]\n"
        "|name |flags|mass  |\n|char |char |double|\n|     |     |Mearth|\n|null |null |null  |\n"
        "  b     01    1.5  \n  c     10   null  \n"
    )
    parsed = read(table, "table.tbl")
    assert parsed.format == "ipac"
    assert parsed.frame["flags"].tolist() == ["01", "10"]
    assert parsed.frame["mass"].isna().tolist() == [False, True]
    assert parsed.labels["mass"] == ("Planet Mass", "Mearth")


def test_bars_as_delimiters_are_not_taken_for_ipac(read):
    assert read("a|b\n1|2\n3|4\n").frame["b"].tolist() == [2, 4]


@pytest.mark.parametrize(
    "cells",
    [["4611686018427387905", "4611686018427387904"], ["007", "012"], ["9007199254740993", ""], ["1" * 30, "0" * 30]],
)
def test_digits_that_a_float_would_change_stay_as_they_are(read, cells):
    column = read("id,x\n" + "".join(f"{cell},1.5\n" for cell in cells)).frame["id"]
    assert column.fillna("").tolist() == cells


def test_whole_numbers_stay_whole_and_gaps_make_floats(read):
    frame = read("kepid,n\n10797460,1\n10811496,\n").frame
    assert frame["kepid"].dtype == "int64"
    assert frame["n"].dtype == "float64"


@pytest.mark.parametrize("word", ["", "NaN", "null", "NA", "N/A", "-", "none", "  "])
def test_words_for_no_value_are_missing_in_numbers(read, word):
    parsed = read(f"x,y\n1.5,1\n{word},2\n2.5,3\n")
    assert parsed.frame["x"].isna().tolist() == [False, True, False]
    assert parsed.problem_count == 0


def test_none_is_a_word_in_text(read):
    assert read("fit,x\nnone,1\nMCMC,2\n").frame["fit"].tolist() == ["none", "MCMC"]


# --- problems -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["inf", "-inf", "Infinity", "1e999"])
def test_infinity_is_missing_and_reported_with_its_line(read, word):
    parsed = read(f"# one\n# two\nx,y\n1.5,1\n{word},2\n")
    assert np.isfinite(parsed.frame["x"].dropna()).all()
    problem = parsed.problems[0]
    assert (problem.line, problem.column, parsed.problem_count) == (5, "x", 1)


def test_a_cell_that_is_no_number_is_reported_with_line_column_value_and_remedy(read):
    rows = [f"{number}.5,a" for number in range(20)]
    rows[7] = "about 8,a"
    parsed = read("depth,name\n" + "\n".join(rows))
    problem = parsed.problems[0]
    assert (problem.line, problem.column, problem.value) == (9, "depth", "about 8")
    assert "12.5" in problem.message
    assert parsed.frame["depth"].isna().sum() == 1


def test_a_known_column_is_a_number_even_if_its_only_cell_is_not(read):
    parsed = read("koi_period,koi_quarters\nabout 8,1111\n")
    assert parsed.frame["koi_period"].isna().all()
    assert parsed.problems[0].value == "about 8"
    assert parsed.frame["koi_quarters"].tolist() == ["1111"]


def test_lines_count_through_quoted_line_ends_and_blank_lines(read):
    parsed = read('x,note\n1.5,"two\nlines"\n\ninf,a\n')
    assert parsed.problems[0].line == 5
    assert parsed.frame["note"].iloc[0] == "two\nlines"


def test_short_rows_are_filled_and_long_rows_left_out_each_with_a_problem(read):
    parsed = read("a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,1,1,,\n")
    assert parsed.frame["a"].tolist() == [1, 4, 1]
    assert [(problem.line, problem.column) for problem in parsed.problems] == [(3, "c"), (4, "c")]


def test_only_so_many_problems_are_listed_but_all_are_counted(read):
    parsed = read("x,y\n" + "inf,1\n" * 50 + "1,1\n" * 50, problems=10)
    assert (len(parsed.problems), parsed.problem_count) == (10, 50)


def test_a_column_without_a_name_gets_one(read):
    parsed = read(",x\n0,1.5\n1,2.5\n")
    assert list(parsed.frame) == ["column_1", "x"]
    assert parsed.problems[0].column == "column_1"


# --- refusals -----------------------------------------------------------------------------------------------------

NOT_TABLES = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n \t\n", "empty"),
    "comments": (b"# a\n# b\n", "no header"),
    "header only": (b"a,b,c\n", "no rows"),
    "zip": (b"PK\x03\x04" + bytes(50), "Excel"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "html": (b"<!DOCTYPE html><html></html>", "web page"),
    "json": (b'{"a": [1, 2]}', "JSON"),
    "fits": (b"SIMPLE  =                    T", "FITS"),
    "nul": (b"a,b\n1,\x00\n", "line 2"),
    "noise": (random.Random(1).randbytes(5000), "binary|control|valid"),
    "repeated": (b"a,b,a\n1,2,3\n", "'a'"),
    "no header": (b"1,2\n3,4\n", "names the columns"),
    "open quote": (b'a,b\n1,"2\n3,4\n', "Line 2.*quote"),
    "long name": (b"a," + b"b" * 500 + b"\n1,2\n", "shorter name"),
    "mostly ragged": (b"a,b\n1,2,3\n1,2,3\n1,2\n", "Line 2.*'3'"),
    "truncated gzip": (gzip.compress(SMALL.encode() * 100)[:-20], "damaged gzip"),
    "gzip noise": (b"\x1f\x8b\x08\x00" + b"\x07" * 60, "damaged gzip"),
    "gzip in gzip": (gzip.compress(gzip.compress(SMALL.encode())), "Unpack it once"),
    "parquet stub": (b"PAR1", "cannot be read"),
    "parquet noise": (b"PAR1" + bytes(range(200)) + b"PAR1", "cannot be read"),
    "utf-16 cut": ("a,b\n1,2\n".encode("utf-16")[:-1], "valid"),
    "broken ipac": (b"\\ NASA\n|a |b |\n|int|int|\n 1  2\n", "bars"),
    "nameless ipac": (b"|a |  |\n|c |c |\n 1  2\n", "no name"),
}


@pytest.mark.parametrize(("content", "words"), NOT_TABLES.values(), ids=NOT_TABLES.keys())
def test_what_is_no_table_is_refused_with_the_reason(read, content, words):
    with pytest.raises(UnreadableTableError, match=f"(?is){words}"):
        read(content)


TOO_LARGE = {
    "bytes": (SMALL, {"bytes": 10}),
    "rows": ("x,y\n" + "1,2\n" * 101, {"rows": 100}),
    "columns": (",".join(f"c{number}" for number in range(5_000)) + "\n" + "1," * 4_999 + "1\n", {}),
    "cells": ("x,y\n" + "1,2\n" * 60, {"cells": 100}),
    "cell": ("x,y\n1," + "a" * 20_000 + "\n", {}),
    "line": ("x,y\n1," + "a" * 300, {"line_characters": 200}),
    "unpacked": (gzip.compress(b"x,y\n" + b"1,2\n" * 10_000), {"decompressed_bytes": 20_000}),
}


@pytest.mark.parametrize(("content", "limits"), TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_beyond_a_limit_the_table_is_refused(read, content, limits):
    with pytest.raises(TableTooLargeError, match=r"limit is|longer than"):
        read(content, **limits)


def test_a_long_cell_is_named_by_line_and_column(read):
    with pytest.raises(TableTooLargeError, match=r"Line 3, column 'y'"):
        read("x,y\n1,a\n2," + "b" * 20_000 + "\n")


def test_a_gzip_bomb_is_stopped_while_it_unpacks(read, monkeypatch):
    bomb = gzip.compress(b"a,b\n" + b"1,2\n" * 5_000_000)
    unpacked = []
    true_read = gzip.GzipFile.read

    def counted(self, size=-1):
        content = true_read(self, size)
        unpacked.append(len(content))
        return content

    monkeypatch.setattr(gzip.GzipFile, "read", counted)
    with pytest.raises(TableTooLargeError, match="unpacks"):
        read(bomb, decompressed_bytes=1_000_000, rows=10_000_000)
    assert sum(unpacked) < 1_200_000


def test_a_missing_file_is_a_plain_refusal(tmp_path):
    with pytest.raises(UnreadableTableError, match=r"gone\.csv"):
        read_table(tmp_path / "gone", "gone.csv")


# --- streaming ----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["csv", "csv.gz", "parquet"])
def long_table(request, tmp_path):
    frame = pd.DataFrame({"name": [f"K{n:05}" for n in range(2_500)], "x": np.arange(2_500) / 4, "n": range(2_500)})
    path = tmp_path / f"long.{request.param}"
    frame.to_parquet(path) if request.param == "parquet" else frame.to_csv(path, index=False)
    return path, frame


def test_chunks_in_order_make_the_whole_table(long_table):
    path, frame = long_table
    chunks = list(iterate_table(path, path.name, rows_per_chunk=700))
    assert max(map(len, chunks)) <= 700
    pd.testing.assert_frame_equal(pd.concat(chunks, ignore_index=True), frame)
    pd.testing.assert_frame_equal(read_table(path, path.name).frame, frame)


def test_each_chunk_knows_its_first_line(long_table):
    path, _ = long_table
    header = 0 if path.suffix == ".parquet" else 1
    firsts = [chunk.attrs["first_line"] for chunk in iterate_table(path, path.name, rows_per_chunk=1_000)]
    assert firsts == [1 + header, 1_001 + header, 2_001 + header]


def test_a_columns_type_holds_in_later_chunks(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("x,note\n" + "1.5,a\n" * 10 + "oops,5\n" * 10)
    first, second = iterate_table(path, "table.csv", rows_per_chunk=10)
    assert first.dtypes.equals(second.dtypes)
    assert second["x"].isna().all()
    assert second["note"].tolist() == ["5"] * 10
    assert first.attrs["problem_count"] == 0
    assert [problem.line for problem in second.attrs["problems"]] == list(range(12, 22))
    assert second.index.tolist() == list(range(12, 22))


def test_wide_tables_come_in_smaller_chunks(tmp_path):
    path = tmp_path / "wide.csv"
    pd.DataFrame(np.ones((40, 50)), columns=[f"c{n}" for n in range(50)]).to_csv(path, index=False)
    chunks = list(iterate_table(path, "wide.csv", TableLimits(cells=500), rows_per_chunk=1_000))
    assert [len(chunk) for chunk in chunks] == [10] * 4


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"PAR1", b"\x1f\x8b\x08"])
def test_streaming_refuses_what_reading_refuses(tmp_path, content):
    path = tmp_path / "bad"
    path.write_bytes(content)
    with pytest.raises(UnreadableTableError):
        list(iterate_table(path, "bad"))


def test_streaming_stops_at_the_row_limit(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("x,y\n" + "1,2\n" * 50)
    with pytest.raises(TableTooLargeError):
        list(iterate_table(path, "table.csv", TableLimits(rows=20), rows_per_chunk=10))


# --- properties ---------------------------------------------------------------------------------------------------

CELL = st.one_of(
    st.text(max_size=12),
    st.floats(allow_nan=True, allow_infinity=True).map(repr),
    st.integers().map(str),
    st.sampled_from(["", "NaN", "null", '"', '""', "\x00", "é", "1,5", "#", "\\", "|", "K00752.01", "9" * 400]),
)
ROWS = st.lists(st.lists(CELL, min_size=0, max_size=6), min_size=0, max_size=12)
CLEAN_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def attempt(path, content: bytes) -> None:
    """Read whole and in chunks: a table, or a refusal told as a fact; anything else fails the test."""
    path.write_bytes(content)
    try:
        parsed = read_table(path, "damaged")
    except PlaygroundError as error:
        assert error.message
    else:
        assert len(parsed.frame)
        assert parsed.frame.columns.is_unique
        json.dumps([problem.value for problem in parsed.problems])
        numbers = parsed.frame.select_dtypes("number").to_numpy(dtype=float)
        assert not np.isinf(numbers).any()
    try:
        rows = sum(len(chunk) for chunk in iterate_table(path, "damaged", rows_per_chunk=3))
        assert rows
    except PlaygroundError as error:
        assert error.message


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("damaged") / "file"


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, delimiter=st.sampled_from([",", ";", "\t", "|", " "]))
def test_no_odd_cells_make_the_reader_fall_over(scratch, rows, delimiter):
    text = "\n".join(delimiter.join(row) for row in rows)
    attempt(scratch, text.encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=400))
def test_no_bytes_make_the_reader_fall_over(scratch, content):
    attempt(scratch, content)


def originals() -> dict[str, bytes]:
    """One small table in each format."""
    frame = pd.DataFrame(
        {
            "kepoi_name": ["K1", "K2", None],
            "koi_period": [9.5, None, 3.25],
            "kepid": [1, 2, 3],
            "ok": [True, False, True],
        }
    )
    parquet = io.BytesIO()
    frame.to_parquet(parquet, compression="zstd")
    text = frame.to_csv(index=False).encode()
    ipac = b"|name|mass  |\n|char|double|\n|    |      |\n|null|null  |\n  b   1.5   \n  c   null  \n"
    utf16 = text.decode().encode("utf-16")
    return {"csv": text, "gzip": gzip.compress(text), "utf-16": utf16, "ipac": ipac, "parquet": parquet.getvalue()}


@pytest.mark.parametrize("kind", originals())
def test_no_damage_to_a_good_table_makes_the_reader_fall_over(scratch, kind):
    """60 damaged copies of each: bytes changed, a stretch cut out, the end cut off, a stretch repeated."""
    original = originals()[kind]
    chance = random.Random(kind)
    for _ in range(60):
        content = bytearray(original)
        for _ in range(chance.choice([1, 1, 2, 8])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        start, stop = sorted(chance.randrange(len(content)) for _ in range(2))
        damage = chance.choice(["bytes", "hole", "end", "twice"])
        damaged = {
            "bytes": content,
            "hole": content[:start] + content[stop:],
            "end": content[:start],
            "twice": content[:stop] + content[start:],
        }[damage]
        attempt(scratch, bytes(damaged))


@settings(max_examples=80, deadline=None)
@given(rows=st.lists(st.tuples(CLEAN_TEXT, FINITE, st.integers(-(2**53) + 1, 2**53 - 1)), min_size=1, max_size=20))
def test_a_written_table_comes_back_the_same(scratch, rows):
    written = pd.DataFrame(rows, columns=["name", "number", "count"])
    written["name"] = "n" + written["name"]
    written.to_csv(scratch, index=False)
    read = read_table(scratch, "written.csv").frame
    assert read["name"].tolist() == written["name"].tolist()
    assert read["number"].tolist() == written["number"].tolist()
    assert read["count"].tolist() == written["count"].tolist()


@settings(max_examples=60, deadline=None)
@given(digits=st.lists(st.from_regex(r"\A[0-9]{1,40}\Z"), min_size=1, max_size=10))
def test_digits_are_never_changed(scratch, digits):
    scratch.write_text("object,x\n" + "".join(f"{word},0.5\n" for word in digits))
    assert read_table(scratch, "digits.csv").frame["object"].astype(str).tolist() == digits
