"""The corpus of hostile tables: each a row of name, file name, content, and what becomes of it at the upload door."""

from __future__ import annotations

import gzip
import io
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tests.backend.api.test_own_table import own_table

ROWS = 60
MEGABYTE = 1024 * 1024
TAKEN, UNREADABLE, TOO_LARGE, INVALID = (
    (201, ""),
    (415, "unreadable_table"),
    (413, "table_too_large"),
    (422, "invalid_fields"),
)
BIDI = "\u202ereversed\u202c\u2066hidden\u2069\u200b\u200d\ufeff"
"""Overrides of the writing direction, isolates and letters of no width."""
IMAGE = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://example.org","win")'


class HostileTable(NamedTuple):
    """A file, and how the upload door answers it."""

    name: str
    build: Callable[[], bytes]
    answer: tuple[int, str]
    filename: str = "table.csv"


def base() -> pd.DataFrame:
    """A decent table, with the columns of the model that is asked to predict it."""
    return own_table(ROWS)


def text(frame: pd.DataFrame | None = None, **options: Any) -> str:
    """Return a table as CSV."""
    return (base() if frame is None else frame).to_csv(index=False, **options)


def with_column(name: str, cells: Any) -> bytes:
    """Return the decent table with one more column."""
    return text(base().assign(**{name: cells})).encode()


def with_cells(*cells: str) -> bytes:
    """Return the decent table with these texts, as they stand, among the numbers of ``depth``."""
    frame = base().astype({"depth": object})
    frame.loc[range(len(cells)), "depth"] = cells
    return text(frame).encode()


def named(names: tuple[str, ...]) -> bytes:
    """Return the decent table with a column under each of these names."""
    return text(base().assign(**dict.fromkeys(names, 1.5))).encode()


def renamed(name: str) -> bytes:
    """Return the decent table with ``noise`` under another name."""
    return text(base().rename(columns={"noise": name})).encode()


def parquet(table: pa.Table | pd.DataFrame, **options: Any) -> bytes:
    """Return a table as Parquet."""
    sink = io.BytesIO()
    pq.write_table(table if isinstance(table, pa.Table) else pa.Table.from_pandas(table), sink, **options)
    return sink.getvalue()


# --- bombs ------------------------------------------------------------------------------------------------------


def zip_bomb() -> bytes:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("table.csv", b"0" * (100 * MEGABYTE))
    return packed.getvalue()


def gzip_bomb(unit: bytes, megabytes: int, head: bytes = b"") -> bytes:
    """Return gzip of ``unit`` repeated to so many megabytes, written without holding it."""
    packer, block = zlib.compressobj(9, wbits=31), unit * (MEGABYTE // len(unit))
    return b"".join([packer.compress(head), *(packer.compress(block) for _ in range(megabytes)), packer.flush()])


def member_bomb() -> bytes:
    """Ten thousand gzip members one after the other, each a few rows."""
    return gzip.compress(b"a,b\n") + gzip.compress(b"1,2\n" * 2_000) * 10_000


# --- Parquet ----------------------------------------------------------------------------------------------------


def lying_length(length: int) -> bytes:
    """Parquet whose last bytes say that the footer is so long."""
    return parquet(base())[:-8] + struct.pack("<i", length) + b"PAR1"


def lying_rows(times: int) -> bytes:
    """Parquet that holds 100 rows and whose footer (and, with more times, row group) says 8,000."""
    content = parquet(pa.table({"x": np.arange(100.0)}), write_statistics=False, use_dictionary=False)
    hundred, thousands = b"\x16\xc8\x01", b"\x16\x80\x7d"
    footer = content.rindex(hundred[:1], 0, content.index(hundred) + 1)
    return content[:footer] + content[footer:].replace(hundred, thousands, times)


def long_text() -> bytes:
    """One cell of 20 MB, twice."""
    return parquet(pa.table({"x": ["a" * (20 * MEGABYTE)] * 2, "y": [1.0, 2.0]}))


def repeated_word() -> bytes:
    """One word of 9,000 letters, a hundred thousand times: kilobytes in the file, 900 MB in memory."""
    words = pa.DictionaryArray.from_arrays(pa.array(np.zeros(100_000, "int32")), pa.array(["a" * 9_000]))
    return parquet(pa.table({"x": words}))


def many_equal_rows() -> bytes:
    """A hundred million rows of the same value, in a few kilobytes."""
    group = pa.table({"x": np.zeros(10_000_000, np.int8)})
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, group.schema, compression="zstd") as writer:
        for _ in range(10):
            writer.write_table(group, row_group_size=10_000_000)
    return sink.getvalue()


def deeply_nested() -> bytes:
    """A list of lists of lists, forty deep."""
    kind: pa.DataType = pa.int64()
    for _ in range(40):
        kind = pa.list_(kind)
    return parquet(pa.table({"x": pa.array([None, None], kind), "y": [1.0, 2.0]}))


def flipped(step: int) -> bytes:
    """Parquet with a bit of every so many bytes turned over."""
    content = bytearray(parquet(base()))
    content[8:-8:step] = bytes(byte ^ 0x20 for byte in content[8:-8:step])
    return bytes(content)


def extreme_types() -> bytes:
    """Dates of the year 290,000, decimals of 76 digits, times, booleans, unsigned numbers, halves."""
    return parquet(
        pa.Table.from_pandas(base().head(3))
        .append_column("when", pa.array([2**62, -(2**62), None], pa.timestamp("us")))
        .append_column("far", pa.array([4_000_000, -4_000_000, 0], pa.date32()))
        .append_column("long", pa.array([10**70, -1, None], pa.decimal256(76, 0)))
        .append_column("whole", pa.array([2**64 - 1, 0, None], pa.uint64()))
        .append_column("yes", pa.array([True, False, None]))
        .append_column("half", pa.array(np.array([6e4, np.inf, np.nan], np.float16)))
    )  # fmt: skip


def overflowing_dates() -> bytes:
    """Milliseconds that are more microseconds than there are numbers."""
    return parquet(pa.table({"x": pa.array([2**62, 0], pa.timestamp("ms")), "y": [1.0, 2.0]}))


def parquet_types_refused() -> bytes:
    """A duration, of which no reader makes a number."""
    return parquet(pa.table({"x": pa.array([1, 2], pa.duration("ns")), "y": [1.0, 2.0]}))


# --- text -------------------------------------------------------------------------------------------------------


def many_columns() -> bytes:
    """A million columns."""
    return b",".join(b"c%d" % number for number in range(10**6)) + b"\n" + b",".join([b"1"] * 10**6) + b"\n"


def endless_line() -> bytes:
    """A header, then 100 MB without a line end."""
    return b"a,b\n" + b"1" * (100 * MEGABYTE)


def widest() -> bytes:
    """As many columns as are taken, and a thousand rows."""
    names = ",".join(f"c{number}" for number in range(1_990))
    return f"{names},verdict\n".encode() + b"".join(
        b"0.5," * 1_990 + b"ab"[n % 2 : n % 2 + 1] + b"\n" for n in range(500)
    )


def database() -> bytes:
    """A SQLite file with a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.sqlite3"
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE own (x)")
        connection.commit()
        connection.close()
        return path.read_bytes()


def many_classes() -> bytes:
    """A target of five thousand classes, two rows each."""
    return text(
        pd.DataFrame({"depth": np.arange(10_000) % 97 / 3, "verdict": [f"c{n // 2}" for n in range(10_000)]})
    ).encode()


def half_letters() -> bytes:
    """UTF-16 with a half of a letter that has two."""
    return "﻿star,depth\nK1,1.5\n".encode("utf-16-le") + b"\x3d\xd8" + ",2\n".encode("utf-16-le")


def unclosed(rows: int) -> bytes:
    """A quote that is opened in the first row and never closed."""
    return b'star,depth\n"K1,1\n' + b"K2,2\n" * rows


ODD_NUMBERS = (
    "1e308",
    "-1e308",
    "1e309",
    "inf",
    "-Infinity",
    "nan",
    "1e-400",
    "0x1p3",
    "1_000",
    "٣٫٥",
    "１２",
    "+-1",
    "1e",
    "٤٢",
)
DATES_AS_NUMBERS = [(20_170_719, 43_300.5, 2_457_954.5, "2017-07-19", "19/07/2017", "1e9")[n % 6] for n in range(ROWS)]
PROTOTYPE = ("__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf")
OWN_WORDS = (
    "line",
    "index",
    "prediction",
    "probability",
    "score",
    "warnings",
    "object",
    "level_0",
    "__index_level_0__",
    "row",
)
PATH_LIKE = (
    "../../etc/passwd",
    "C:\\Windows\\win.ini",
    "/dev/null",
    "CON",
    "NUL",
    "~root",
    "file:///etc/passwd",
    "%2e%2e%2f",
    "\\\\host\\share",
)
MARKUP = (IMAGE, "</script><script>alert(1)</script>", "{{7*7}}", "${7*7}", "javascript:alert(1)", "' OR 1=1 --")
FORMULAS = (FORMULA, "+cmd|' /C calc'!A0", "-2+3", "@SUM(1+1)", "\t=1+1")

TABLES: tuple[HostileTable, ...] = (
    HostileTable("a decent table", lambda: text().encode(), TAKEN),
    HostileTable("zip bomb", zip_bomb, UNREADABLE, "table.zip"),
    HostileTable("zip bomb called CSV", zip_bomb, UNREADABLE),
    HostileTable("gzip bomb of one line", lambda: gzip_bomb(b"0", 90), TOO_LARGE, "table.csv.gz"),
    HostileTable("gzip bomb of rows", lambda: gzip_bomb(b"1,2,3\n", 90, b"a,b,c\n"), TOO_LARGE, "table.csv.gz"),
    HostileTable("gzip bomb of empty lines", lambda: gzip_bomb(b"\n", 90), UNREADABLE, "table.csv.gz"),
    HostileTable("gzip bomb of comments", lambda: gzip_bomb(b"# nothing\n", 90), TOO_LARGE, "table.csv.gz"),
    HostileTable("gzip of ten thousand members", member_bomb, TOO_LARGE, "table.csv.gz"),
    HostileTable("gzip in gzip", lambda: gzip.compress(gzip.compress(text().encode())), UNREADABLE, "table.csv.gz"),
    HostileTable("Parquet in gzip", lambda: gzip.compress(parquet(base())), UNREADABLE, "table.parquet.gz"),
    HostileTable("gzip cut off", lambda: gzip.compress(text().encode())[:-20], UNREADABLE, "table.csv.gz"),
    HostileTable("gzip with a wrong checksum", lambda: gzip.compress(text().encode())[:-8] + bytes(8), UNREADABLE),
    HostileTable("gzip with something behind", lambda: gzip.compress(text().encode()) + b"rest", UNREADABLE),
    HostileTable("gzip magic alone", lambda: b"\x1f\x8b", UNREADABLE),
    HostileTable("Parquet cut off", lambda: parquet(base())[:-100], UNREADABLE, "table.parquet"),
    HostileTable("Parquet magic alone", lambda: b"PAR1", UNREADABLE, "table.parquet"),
    HostileTable("Parquet magic twice", lambda: b"PAR1PAR1PAR1", UNREADABLE, "table.parquet"),
    HostileTable("Parquet with an endless footer", lambda: lying_length(2**31 - 1), UNREADABLE, "table.parquet"),
    HostileTable("Parquet with a negative footer", lambda: lying_length(-1), UNREADABLE, "table.parquet"),
    HostileTable("Parquet with a footer of nothing", lambda: lying_length(0), UNREADABLE, "table.parquet"),
    HostileTable("Parquet that lies about its rows", lambda: lying_rows(1), UNREADABLE, "table.parquet"),
    HostileTable("Parquet that lies in each group", lambda: lying_rows(99), UNREADABLE, "table.parquet"),
    HostileTable("Parquet with a cell of 20 MB", long_text, TOO_LARGE, "table.parquet"),
    HostileTable("Parquet of one long word", repeated_word, TOO_LARGE, "table.parquet"),
    HostileTable("Parquet of 100,000,000 equal rows", many_equal_rows, TOO_LARGE, "table.parquet"),
    HostileTable("Parquet nested forty deep", deeply_nested, UNREADABLE, "table.parquet"),
    HostileTable("Parquet with bits turned", lambda: flipped(37), UNREADABLE, "table.parquet"),
    HostileTable("Parquet with a duration", parquet_types_refused, UNREADABLE, "table.parquet"),
    HostileTable("Parquet with dates that overflow", overflowing_dates, UNREADABLE, "table.parquet"),
    HostileTable("Parquet of extreme types", extreme_types, TAKEN, "table.parquet"),
    HostileTable("Parquet called CSV", lambda: parquet(base()), TAKEN),
    HostileTable("a million columns", many_columns, TOO_LARGE),
    HostileTable("a line of 100 MB", endless_line, TOO_LARGE),
    HostileTable("the widest table", widest, TAKEN),
    HostileTable("too many rows", lambda: b"depth,verdict\n" + b"1,a\n2,b\n" * 100_001, TOO_LARGE),
    HostileTable("a cell of 20,000 letters", lambda: with_column("long", ["x" * 20_000] * ROWS), TOO_LARGE),
    HostileTable("cells of 9,999 letters", lambda: with_column("long", ["x" * 9_999] * ROWS), TAKEN),
    HostileTable("NUL bytes", lambda: text().replace("planet", "pla\0net", 1).encode(), UNREADABLE),
    HostileTable("NUL in a name", lambda: text().replace("noise", "no\0ise", 1).encode(), UNREADABLE),
    HostileTable("control characters", lambda: text().replace("planet", "pla\x1b[31mnet", 1).encode(), UNREADABLE),
    HostileTable("noise", lambda: np.random.default_rng(0).bytes(100_000), UNREADABLE),
    HostileTable("byte-order mark", lambda: text().encode("utf-8-sig"), TAKEN),
    HostileTable("UTF-16", lambda: text().encode("utf-16"), TAKEN),
    HostileTable("UTF-16 without a mark", lambda: text().encode("utf-16-be"), TAKEN),
    HostileTable("UTF-32", lambda: text().encode("utf-32"), TAKEN),
    HostileTable("UTF-16 with half a letter", half_letters, UNREADABLE),
    HostileTable("UTF-16 of odd length", lambda: text().encode("utf-16")[:-1], UNREADABLE),
    HostileTable("mixed encodings", lambda: with_column("ü", "é").replace("é".encode(), b"\xe9", 7), TAKEN),
    HostileTable("bytes of no encoding", lambda: with_column("x", "?").replace(b"?", b"\xff\xfe\x81"), TAKEN),
    HostileTable("bidirectional text", lambda: with_column(BIDI, [BIDI] * ROWS), TAKEN),
    HostileTable("line separators of Unicode", lambda: with_column("x\u2028y", ["a\u2028b\x85c"] * ROWS), TAKEN),
    HostileTable("a name with a line end", lambda: with_column("x\ny", 1.5), TAKEN),
    HostileTable("a name of 10,000 letters", lambda: renamed("x" * 10_000), UNREADABLE),
    HostileTable("names like paths", lambda: named(PATH_LIKE), TAKEN),
    HostileTable("names like markup", lambda: named(MARKUP), TAKEN),
    HostileTable("names of prototypes", lambda: named(PROTOTYPE), TAKEN),
    HostileTable("names that the platform uses", lambda: named(OWN_WORDS), TAKEN),
    HostileTable("names like formulas", lambda: named(FORMULAS), TAKEN),
    HostileTable("cells with formulas", lambda: with_column("note", [FORMULAS[n % 5] for n in range(ROWS)]), TAKEN),
    HostileTable("cells with markup", lambda: with_column("note", [MARKUP[n % 6] for n in range(ROWS)]), TAKEN),
    HostileTable("numbers out of range", lambda: with_cells(*ODD_NUMBERS), TAKEN),
    HostileTable("a column of 1e308", lambda: with_column("huge", [1e308, -1e308] * (ROWS // 2)), TAKEN),
    HostileTable("a column of infinities", lambda: with_column("huge", ["inf", "-inf"] * (ROWS // 2)), TAKEN),
    HostileTable("a column of denormals", lambda: with_column("tiny", [5e-324, 1e-310] * (ROWS // 2)), TAKEN),
    HostileTable("numbers of 5,000 digits", lambda: with_column("long", ["9" * 5_000] * ROWS), TAKEN),
    HostileTable("dates as numbers", lambda: with_column("when", DATES_AS_NUMBERS), TAKEN),
    HostileTable("repeated names", lambda: text().replace("noise", "depth", 1).encode(), INVALID),
    HostileTable("names that differ by blanks", lambda: text().replace("noise", " depth ", 1).encode(), INVALID),
    HostileTable("header alone", lambda: text(base().head(0)).encode(), UNREADABLE),
    HostileTable("no header", lambda: b"1,2\n3,4\n", UNREADABLE),
    HostileTable("nothing", lambda: b"", UNREADABLE),
    HostileTable("blanks", lambda: b" \n\t\n" * 1_000, UNREADABLE),
    HostileTable("commas", lambda: b",,,,\n" * 1_000, UNREADABLE),
    HostileTable("comments", lambda: b"# a\n" * 1_000, UNREADABLE),
    HostileTable("short rows", lambda: text().encode() + b"S1\n" * 10, TAKEN),
    HostileTable("long rows", lambda: text().encode() + b"S1,1,2,red,3,planet,4\n" * 10, TAKEN),
    HostileTable("nothing but long rows", lambda: b"a,b\n" + b"1,2,3\n" * 100, UNREADABLE),
    HostileTable("a quote never closed", lambda: unclosed(100), UNREADABLE),
    HostileTable("a quote never closed for 2 MB", lambda: unclosed(400_000), UNREADABLE),
    HostileTable("quotes alone", lambda: b'"' * MEGABYTE, UNREADABLE),
    HostileTable("quotes and line ends", lambda: b'a,b\n' + b'"\n"",' * 20_000, TAKEN),
    HostileTable("HTML", lambda: b"<!doctype html><script>alert(1)</script>", UNREADABLE),
    HostileTable("JSON", lambda: b'[{"a": 1}]', UNREADABLE),
    HostileTable("SQLite", database, UNREADABLE),
    HostileTable("a pickle", lambda: b"\x80\x04\x95\x1d" + bytes(7) + b"\x8c\x02os\x94\x8c\x06system", UNREADABLE),
    HostileTable("a program", lambda: b"\x7fELF\x02\x01\x01" + bytes(1_000), UNREADABLE),
    HostileTable("5,000 classes", many_classes, TAKEN),
    HostileTable("one class", lambda: with_column("verdict", "planet"), TAKEN),
    HostileTable("a class for each row", lambda: with_column("verdict", [f"c{n}" for n in range(ROWS)]), TAKEN),
    HostileTable("classes that write backwards", lambda: text().replace("planet", f'"{BIDI}{IMAGE}"').encode(), TAKEN),
    HostileTable("IPAC with crooked bars", lambda: b"|a  |b |\n| c|d  |\n 1   2 \n", TAKEN, "table.tbl"),
    HostileTable("IPAC header alone", lambda: b"|a  |b |\n|int|int|\n", TAKEN, "table.tbl"),
    HostileTable("carriage returns alone", lambda: text().replace("\n", "\r").encode(), TAKEN),
    HostileTable("every line end", lambda: text().replace("\n", "\r\n", 20).replace("\n", "\n\n").encode(), TAKEN),
    HostileTable("a delimiter of its own", lambda: b"sep=|\n" + text(sep="|").encode(), TAKEN),
)  # fmt: skip

FILENAMES = (
    "../../etc/passwd", "..\\..\\windows\\win.ini", "C:\\con.csv", "CON", "NUL.csv", ".", "..", "/", " ", "-rf", "~",
    "x" * 5_000, f"{BIDI}.csv", f"{IMAGE}.csv", "'; DROP TABLE uploads; --.csv", "%00.csv",
    "a\r\nX-Evil: 1.csv", "💥.csv",
    "=1+1.csv", "table.csv.gz.parquet.exe",
)  # fmt: skip
"""Names under which a decent table is sent: they are shown, and name nothing on the disk."""
