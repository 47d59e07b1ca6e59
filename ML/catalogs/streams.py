"""Files as numbered lines of text: unpacked, decoded and bounded while they stream."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ML.catalogs.limits import TableLimits
from ML.exceptions import TableTooLargeError, UnreadableTableError

GZIP_MAGIC = b"\x1f\x8b"
PARQUET_MAGIC = b"PAR1"
_SAMPLE_BYTES = 65_536
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_FOREIGN = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", "Save the sheet as CSV, or unpack the archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV"),
    (b"SIMPLE  =", "a FITS file", "Save its table as CSV or Parquet"),
    (b"\x89HDF", "an HDF5 file", "Save its table as CSV or Parquet"),
    (b"\x93NUMPY", "a NumPy array", "Save it as CSV or Parquet with named columns"),
    (b"\x80\x04", "a Python pickle", "Save the table as CSV or Parquet"),
    (b"\x80\x05", "a Python pickle", "Save the table as CSV or Parquet"),
    (b"BZh", "a bzip2 archive", "Unpack it, or use gzip"),
    (b"\xfd7zXZ", "an xz archive", "Unpack it, or use gzip"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it, or use gzip"),
    (b"%PDF", "a PDF document", "Save the table as CSV"),
    (b"\x89PNG", "an image", "Choose a CSV or Parquet file"),
    (b"\xff\xd8\xff", "an image", "Choose a CSV or Parquet file"),
    (b"ARROW1", "an Arrow file", "Save the table as Parquet"),
    (b"SQLite format", "a database", "Export the table as CSV"),
    (b"<", "a web page or XML", "Choose the table's CSV download"),
    (b"{", "JSON", "Save the table as CSV or Parquet"),
    (b"[{", "JSON", "Save the table as CSV or Parquet"),
)

# Longest mark first: that of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TextStream:
    """Numbered lines without line ends, and what was found out about the file."""

    lines: Iterator[tuple[int, str]]
    encoding: str
    compressed: bool
    errors: str = "strict"


def first_bytes(path: Path, count: int = 8) -> bytes:
    """First bytes of the file, which tell its format."""
    with path.open("rb") as file:
        return file.read(count)


@contextmanager
def open_text(path: Path, filename: str, limits: TableLimits) -> Iterator[TextStream]:
    """Open a text file, plain or gzipped, in any of the usual encodings.

    Raises
    ------
    UnreadableTableError
        Not text: another format (named), control characters, a broken archive.
    TableTooLargeError
        More bytes than the limits allow, counted while they are unpacked.
    """
    compressed = first_bytes(path, 2) == GZIP_MAGIC
    with open_bytes(path, filename, limits) as buffered:
        sample = buffered.peek(_SAMPLE_BYTES)[:_SAMPLE_BYTES]
        _refuse_foreign(sample, filename, compressed)
        encoding, errors = _detect_encoding(sample)
        lines = numbered_lines(buffered, filename, limits, encoding, errors)
        yield TextStream(lines, encoding.removesuffix("-sig"), compressed, errors)


@contextmanager
def open_bytes(path: Path, filename: str, limits: TableLimits) -> Iterator[io.BufferedReader]:
    """Open a file for reading bytes, unpacked where it is gzipped; the limit is counted while it unpacks."""
    with path.open("rb") as file:
        is_packed = first_bytes(path, 2) == GZIP_MAGIC
        counted = _CountedReader(
            gzip.GzipFile(fileobj=file) if is_packed else file,
            limits,
            filename,
            path.stat().st_size if is_packed else None,
        )
        yield io.BufferedReader(counted, _SAMPLE_BYTES)


def numbered_lines(
    stream: io.BufferedReader | io.BytesIO,
    filename: str,
    limits: TableLimits,
    encoding: str,
    errors: str = "strict",
    first: int = 1,
) -> Iterator[tuple[int, str]]:
    """Yield decoded lines without line ends, numbered from ``first``; too long ones and control characters stop it."""
    text: io.TextIOWrapper = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=None)
    return _numbered_lines(text, filename, limits, first)


class _CountedReader(io.RawIOBase):
    """Raw stream that stops a gzip bomb: it counts what is unpacked and tells broken archives apart."""

    def __init__(
        self, source: BinaryIO | gzip.GzipFile, limits: TableLimits, filename: str, packed: int | None
    ) -> None:
        self.source = source
        self.packed = packed
        self.limits = limits
        self.filename = filename
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            content = self.source.read(len(view))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UnreadableTableError(
                f"{self.filename} is a damaged gzip file ({error}). Pack it again and upload it anew."
            ) from error
        self.count += len(content)
        self.limits.check_decompressed(self.count)
        if self.packed is not None:
            self.limits.check_unpacked(self.count, self.packed)
        view[: len(content)] = content
        return len(content)


def _refuse_foreign(sample: bytes, filename: str, compressed: bool) -> None:
    if not sample.strip():
        raise UnreadableTableError(f"{filename} is empty. Choose a file with a header line and rows.")
    if compressed and sample.startswith((GZIP_MAGIC, PARQUET_MAGIC)):
        raise UnreadableTableError(f"{filename} holds another packed file. Unpack it once and upload what is inside.")
    for magic, kind, remedy in _FOREIGN:
        if sample.lstrip().startswith(magic):
            raise UnreadableTableError(f"{filename} is {kind}, not a CSV, Parquet or IPAC table. {remedy}.")


def _detect_encoding(sample: bytes) -> tuple[str, str]:
    """Encoding and error handler: by byte-order mark, by the pattern of NULs, by trying UTF-8, else Windows-1252."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return encoding, "strict"
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le", "strict"
    if sample[0::2].count(0) > 0.6 * half:
        return "utf-16-be", "strict"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return "windows-1252", "replace"
    return "utf-8", "windows-1252-bytes"


def _read_stray_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


# A file may be ASCII for megabytes before its first Windows-1252 letter: such bytes are read as what they are.
codecs.register_error("windows-1252-bytes", _read_stray_bytes)


def _numbered_lines(
    text: io.TextIOWrapper, filename: str, limits: TableLimits, first: int
) -> Iterator[tuple[int, str]]:
    number = first - 1
    while True:
        number += 1
        line = _read_line(text, number, filename, limits)
        if not line:
            return
        _refuse_control(line, number, filename)
        yield number, line.rstrip("\n")


def _read_line(text: io.TextIOWrapper, number: int, filename: str, limits: TableLimits) -> str:
    try:
        line = text.readline(limits.line_characters + 1)
    except UnicodeDecodeError as error:
        raise UnreadableTableError(
            f"{filename}, line {number}: not valid {error.encoding} text. Save the table as UTF-8 CSV."
        ) from error
    if len(line) > limits.line_characters:
        raise TableTooLargeError(
            f"{filename}, line {number}: longer than {limits.line_characters:,} characters. "
            "Check that the file has line ends.",
            limit=limits.line_characters,
            line=number,
        )
    return line


def _refuse_control(line: str, number: int, filename: str) -> None:
    found = _CONTROL.search(line)
    if found:
        raise UnreadableTableError(
            f"{filename}, line {number}, character {found.start() + 1}: control character {found.group()!r}; "
            "the file is binary or damaged. Save the table as CSV or Parquet anew.",
            line=number,
        )
