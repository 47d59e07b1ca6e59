"""A table cut into pieces reads as the same table read in one go, whatever it is and wherever it is cut."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.cutting import cut_table
from ML.catalogs.layout import FRAME, PARQUET, TEXT
from ML.catalogs.limits import TableLimits
from ML.catalogs.pieces import read_piece, write_frame
from ML.catalogs.readers import iterate_table
from ML.exceptions import TableTooLargeError, UnreadableTableError

LIMITS = TableLimits(rows=10**9, cells=2_000_000)


class Desk:
    """Cuts a file and reads its pieces, spooled ones from a folder beside it."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path / "table"
        self.path.write_bytes(content)

    def cut(self, rows: int = 3, limits: TableLimits = LIMITS):
        table = cut_table(self.path, "t.csv", self._spool, limits, rows)
        return table.layout, list(table.pieces)

    def read(self, rows: int = 3) -> list[pd.DataFrame]:
        layout, pieces = self.cut(rows)
        assert [piece.number for piece in pieces] == list(range(len(pieces)))
        return [frame for piece in pieces for frame in read_piece(layout, piece, self._open)]

    def _open(self, name: str) -> io.BufferedReader:
        return (self.path.with_name(name) if name else self.path).open("rb")

    def _spool(self, number: int, content: bytes | pd.DataFrame) -> str:
        target = self.path.with_name(f"piece-{number}")
        if isinstance(content, bytes):
            target.write_bytes(content)
        else:
            write_frame(content, target)
        return target.name


def whole(path: Path) -> tuple[pd.DataFrame, list]:
    frames = list(iterate_table(path, "t.csv", LIMITS, 10_000))
    problems = [problem for frame in frames for problem in frame.attrs["problems"]]
    for frame in frames:
        frame.attrs = {}
    return pd.concat(frames), problems


def assert_reads_as_whole(desk: Desk, rows: int = 3) -> int:
    frames = desk.read(rows)
    expected, problems = whole(desk.path)
    assert [problem for frame in frames for problem in frame.attrs["problems"]] == problems
    for frame in frames:
        frame.attrs = {}
    found = pd.concat([frame for frame in frames if len(frame)])
    pd.testing.assert_frame_equal(found.reset_index(drop=True), expected.reset_index(drop=True), check_dtype=False)
    return len(frames)


TABLES = {
    "plain": b"a,b,name\n" + b"".join(b"%d,%d.5,n%d\n" % (i, i, i) for i in range(20)),
    "no newline at the end": b"a,b\n1,2\n3,4\n5,6\n7,8",
    "blank lines": b"a,b\n1,2\n\n\n3,4\n,\n5,6\n\n7,8\n9,x\n",
    "windows line ends": b"a,b\r\n1,2\r\n3,4\r\n5,6\r\n7,x\r\n9,1\r\n",
    "newlines in quotes": b'a,note\n1,"two\nlines"\n2,"she said ""no""\n\nand left"\n3,x\n4,"y"\nbad,z\n6,"\n"\n7,w\n',
    "a stray quote": b'a,note\n1,5" pipe\n2,6" pipe\n3,"a, b"\n4,c\n5,d\n6,e\n',
    "blanks before quotes": b'a, note\n1, "two\nlines"\n2, "x"\n3, y\n4, z\n5, w\n',
    "rows too wide and too narrow": b"a,b,c\n1,2,3\n4,5,6\n1,2,3,4\n7\n8,9,10\n1,1,1\n2,2,2\n",
    "cells that are no numbers": b"a,b\n" + b"".join(b"%d,%s\n" % (i, b"x" if i == 17 else b"2.5") for i in range(30)),
    "infinite": b"a,b\n1,2.5\n2,inf\n3,-inf\n4,1.5\n5,nan\n",
    "words for missing": b"a,b\n1,2.5\n2,none\n-,NA\n4,1.5\nNaN,?\n",
    "decimal commas": b"a;b\n" + b"".join(b"%d;%d,25\n" % (i, i) for i in range(12)),
    "comments first": b"# COLUMN a: A [m]\n# more\na,b\n1,2\n3,4\n5,6\n7,8\n",
    "spaces between": b"a b\n1 2\n3  4\n 5 6\n7 8\n9 10\n",
    "tabs": b"a\tb\n1\tx\n2\ty\n3\tz\n4\tw\n",
    "windows letters late": b"a,b\n" + b"1,x\n" * 20 + "2,é\n".encode("cp1252") + b"3,y\n" * 4,
    "byte-order mark": "\ufeffa,b\n1,ä\n2,ö\n3,ü\n4,ß\n".encode(),
    "utf-16": "a,b\n1,ä\n2,ö\n3,ü\n4,ß\n".encode("utf-16"),
    "carriage returns": b"a,b\r1,2\r3,4\r5,6\r7,8\r",
    "leading zeros": b"a,b\n" + b"".join(b"%03d,%d\n" % (i, i) for i in range(9)),
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_pieces_read_as_the_whole_text(kind, pack, tmp_path):
    desk = Desk(tmp_path, pack(TABLES[kind]))
    for rows in (1, 3, 1_000):
        assert_reads_as_whole(desk, rows)


@pytest.mark.parametrize("seed", range(8))
def test_random_quoted_text_is_cut_at_ends_of_records_only(seed, tmp_path):
    rng = np.random.default_rng(seed)
    words = ["x", "y z", "new\nline", 'quote"d', "a,b", "", "\n\n", '"', "1.5"]
    table = pd.DataFrame({"a": rng.normal(size=60), "b": rng.choice(words, 60), "c": rng.choice(words, 60)})
    desk = Desk(tmp_path, table.to_csv(index=False).encode())
    assert assert_reads_as_whole(desk, int(rng.integers(8, 20))) > 1


def test_kinds_of_piece(tmp_path):
    kinds = {name: Desk(tmp_path, TABLES[name]).cut()[0].kind for name in ("plain", "utf-16", "carriage returns")}
    assert kinds == {"plain": TEXT, "utf-16": FRAME, "carriage returns": FRAME}


def test_row_groups_are_pieces_and_small_ones_are_joined(tmp_path):
    content = io.BytesIO()
    pd.DataFrame({"a": range(100), "b": ["x"] * 100}).to_parquet(content, row_group_size=10)
    desk = Desk(tmp_path, content.getvalue())
    layout, pieces = desk.cut(rows=25)
    assert layout.kind == PARQUET
    assert [(piece.rows, piece.first_line) for piece in pieces] == [(20, 1), (20, 21), (20, 41), (20, 61), (20, 81)]
    assert_reads_as_whole(desk, 25)


def test_a_cell_that_is_no_number_stays_as_it_is_where_numbers_are_not_asked_for(tmp_path):
    desk = Desk(tmp_path, TABLES["cells that are no numbers"])
    layout, pieces = desk.cut(10)
    read = [next(read_piece(replace(layout, checked=["a"]), piece, desk._open)) for piece in pieces]
    assert [frame["b"].dtype.kind == "f" for frame in read] == [True, False, True]
    assert read[1]["b"].tolist()[7] == "x"
    assert not any(frame.attrs["problems"] for frame in read)


class EndlessLine(io.RawIOBase):
    """Four gigabytes without a line end, made while they are read."""

    def __init__(self) -> None:
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        size = min(len(buffer), (4 << 30) - self.given)
        buffer[:size] = b"7" * size
        self.given += size
        return size


def test_a_line_of_four_gigabytes_is_refused_after_some_of_it(tmp_path):
    from ML.catalogs.cutting import _Cutter

    layout, _ = Desk(tmp_path, TABLES["plain"]).cut()
    source = EndlessLine()
    cutter = _Cutter(io.BufferedReader(source), layout, LIMITS, 10)
    with pytest.raises(TableTooLargeError, match=r"line 1: longer than 4,194,304 characters"):
        next(cutter.pieces())
    assert source.given < 8 << 20


def test_a_sparse_file_whose_rows_end_in_a_line_of_four_gigabytes_is_refused(tmp_path):
    desk = Desk(tmp_path, b"a,b\n" + b"1,2\n" * 9_000)
    with desk.path.open("r+b") as file:
        file.truncate(4 << 30)
    with pytest.raises(TableTooLargeError, match=r"line 9002: longer than 4,194,304 characters"):
        desk.cut(1_000, replace(LIMITS, bytes=5 << 30, decompressed_bytes=5 << 30))


@pytest.mark.parametrize("line", [b"1," + b"2" * 5_000 + b"\n", b'1,"' + b"2,3\n" * 4_300_000])
def test_a_long_line_or_an_unclosed_quote_names_its_line(line, tmp_path):
    desk = Desk(tmp_path, b"a,b\n" + b"1,2\n" * 6_000 + line)
    with pytest.raises((TableTooLargeError, UnreadableTableError), match="line 6002") as refused:
        desk.cut(6_000, replace(LIMITS, line_characters=1_000))
    assert refused.value.details["line"] == 6_002


def test_a_truncated_gzip_is_told(tmp_path):
    rng = np.random.default_rng(0)
    packed = gzip.compress(b"a,b\n" + b"".join(b"%f,%f\n" % (x, y) for x, y in rng.normal(size=(60_000, 2))))
    with pytest.raises(UnreadableTableError, match="damaged gzip file"):
        Desk(tmp_path, packed[: len(packed) // 2]).cut(1_000)


def test_a_truncated_parquet_is_told(tmp_path):
    content = io.BytesIO()
    pd.DataFrame({"a": range(1_000)}).to_parquet(content)
    with pytest.raises(UnreadableTableError, match="cannot be read as a table"):
        Desk(tmp_path, content.getvalue()[:-20]).cut()


def test_too_many_columns_are_refused_from_the_header(tmp_path):
    header = ",".join(f"c{i}" for i in range(10_000)).encode()
    with pytest.raises(TableTooLargeError, match="10,000 columns; the limit is 2,000"):
        Desk(tmp_path, header + b"\n" + b"1," * 9_999 + b"1\n").cut()
