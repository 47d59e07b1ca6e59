"""Tables that hypothesis damages: cut, flipped, shifted, stuffed, mis-encoded; and what becomes of each."""

from __future__ import annotations

import gzip
import io
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.deliveries import read_delivery
from ML.catalogs.readers import read_table
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.exceptions import PlaygroundError

DAMAGED_TABLES = 500
_ROWS = 25
_KEPLER = get_catalogue("kepler")
_NAMES = ("kepid", "kepoi_name", "koi_disposition", *_KEPLER.presets["physics"], "koi_comment")

Damage = Callable[[bytes], bytes]


def _whole_tables() -> dict[str, bytes]:
    """The same few rows in every form that can be read."""
    frame = load_snapshot(find_snapshot("kepler"), columns=list(_NAMES)).head(_ROWS)
    text = "# COLUMN kepid: KepID\n" + frame.to_csv(index=False)
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    return {
        "csv": text.encode(),
        "tab": frame.to_csv(index=False, sep="\t").encode(),
        "semicolon": frame.to_csv(index=False, sep=";", decimal=",").encode("windows-1252"),
        "utf-16": text.encode("utf-16"),
        "gzip": gzip.compress(text.encode(), mtime=0),
        "ipac": _ipac(frame).encode(),
        "parquet": parquet.getvalue(),
    }


def _ipac(frame: pd.DataFrame) -> str:
    cells = frame.astype("str").fillna("null")
    widths = {name: max(len(name), int(cells[name].str.len().max())) for name in cells}
    header = "|" + "|".join(name.ljust(width) for name, width in widths.items()) + "|"
    rows = [" " + " ".join(row[name].ljust(widths[name]) for name in cells) for _, row in cells.iterrows()]
    return "\n".join(["\\ An IPAC table", header, *rows]) + "\n"


# --- ways to damage a file ----------------------------------------------------------------------------------------

_places = st.floats(0, 1)
_NOT_TEXT = [b"\x00" * 3, b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\x28", b"\xed\xa0\x80"]
_MARKS = [b'"', b'""', b"'", b",,,,,", b"\t", b";", b"|", b"\\", b"#", b"<html>", b"\r", b"\n\n\n"]
_WORDS = [b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"=1+1", b"1e999", b"-inf", b"nan", b"0x1F", b"1_000", b"9" * 400]
_stuffing = st.one_of(st.binary(min_size=1, max_size=40), st.sampled_from([*_NOT_TEXT, *_MARKS, *_WORDS]))
_excess = st.sampled_from([b"x" * 12_000, b"7" * 50_000, b"," * 3_000, b",1" * 3_000, b"a," * 5_000_000])


def _at(content: bytes, place: float) -> int:
    return round(place * len(content))


def _cut(content: bytes, place: float) -> bytes:
    return content[: _at(content, place)]


def _behead(content: bytes, place: float) -> bytes:
    return content[_at(content, place / 4) :]


def _stuff(content: bytes, place: float, stuffing: bytes) -> bytes:
    return content[: _at(content, place)] + stuffing + content[_at(content, place) :]


def _flip(content: bytes, places: list[float], mask: int) -> bytes:
    flipped = bytearray(content)
    for place in places if content else []:
        flipped[min(_at(content, place), len(content) - 1)] ^= mask
    return bytes(flipped)


def _drop(content: bytes, place: float, length: int) -> bytes:
    return content[: _at(content, place)] + content[_at(content, place) + length :]


def _repeat(content: bytes, place: float, times: int) -> bytes:
    return content[: _at(content, place)] * times + content[_at(content, place) :]


def _swap(content: bytes, old: bytes, new: bytes, most: int) -> bytes:
    return content.replace(old, new, most)


def _shuffle_lines(content: bytes, place: float) -> bytes:
    lines = content.split(b"\n")
    turn = _at(b"." * len(lines), place)
    return b"\n".join(lines[turn:] + lines[:turn])


def _widen(content: bytes, number: int, cells: int) -> bytes:
    lines = content.split(b"\n")
    lines[number % len(lines)] += b",1" * cells
    return b"\n".join(lines)


_delimiters = st.sampled_from([b",", b"\t", b";", b"|", b" ", b"\n", b'"', b"."])
damages = st.one_of(
    st.builds(lambda *facts: lambda content: _cut(content, *facts), _places),
    st.builds(lambda *facts: lambda content: _behead(content, *facts), _places),
    st.builds(lambda *facts: lambda content: _stuff(content, *facts), _places, _stuffing),
    st.builds(lambda *facts: lambda content: _stuff(content, *facts), _places, _excess),
    st.builds(lambda *facts: lambda content: _widen(content, *facts), st.integers(0, _ROWS), st.integers(1, 30)),
    st.builds(
        lambda *facts: lambda content: _flip(content, *facts),
        st.lists(_places, min_size=1, max_size=12),
        st.sampled_from([1, 16, 32, 128, 255]),
    ),
    st.builds(lambda *facts: lambda content: _drop(content, *facts), _places, st.integers(1, 2_000)),
    st.builds(lambda *facts: lambda content: _repeat(content, *facts), _places, st.integers(2, 4)),
    st.builds(lambda *facts: lambda content: _swap(content, *facts), _delimiters, _delimiters, st.integers(-1, 60)),
    st.builds(lambda *facts: lambda content: _shuffle_lines(content, *facts), _places),
)


def _outcome(path: Path) -> str:
    """Word for what becomes of one file; anything but the project's own errors goes through."""
    try:
        parsed = read_table(path, "damaged.csv")
        read_delivery(parsed.frame, _KEPLER)
    except PlaygroundError as error:
        return type(error).__name__
    return "read, with problems listed" if parsed.problem_count else "read"


def outcomes(count: int = DAMAGED_TABLES) -> Counter[str]:
    """Damage ``count`` tables and count what becomes of them; an error that is not the project's own ends the count."""
    seen: Counter[str] = Counter()
    whole = _whole_tables()

    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "damaged"

        @settings(
            max_examples=count,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(form=st.sampled_from(sorted(whole)), steps=st.lists(damages, min_size=1, max_size=4))
        def damage(form: str, steps: list[Damage]) -> None:
            content = whole[form]
            for step in steps:
                content = step(content)
            path.write_bytes(content)
            seen[_outcome(path)] += 1

        damage()
    return seen
