"""Whatever bytes, names and units come: parsers give a table or a refusal that a person can act on, nothing else."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.services.uploads import display_name
from ML.catalogs.cutting import cut_table
from ML.catalogs.headers import column_comments
from ML.catalogs.limits import MEGABYTE, TableLimits
from ML.catalogs.mapping import propose
from ML.catalogs.mapping_apply import apply_mapping
from ML.catalogs.mapping_names import split_words
from ML.catalogs.readers import iterate_table, read_table
from ML.catalogs.units import find_unit, known_units
from ML.catalogs.uploads import describe_columns
from ML.exceptions import PlaygroundError, TableTooLargeError
from tests.hostile.tables import BIDI, FORMULAS, MARKUP, PATH_LIKE, PROTOTYPE, base, gzip_bomb, parquet

QUICK = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
ODD_NAMES = st.sampled_from(
    [*PATH_LIKE, *MARKUP, *PROTOTYPE, *FORMULAS, BIDI, "koi_period", "Period [days]", "x(km/s)"]
)
FRAGMENTS = st.sampled_from(
    ["a", "1", "-1e308", "1e999", "nan", '"', '""', ",", ";", "\t", "|", "\\", "#", "# COLUMN a: b [", "sep=;", "\n",
     "\r", "\r\n", " ", "\ufeff", "\u2028", "é", "\0", "\x1a", "2017-07-19", "0x1F", "'", "|a |b |\n", " 1  2\n"]
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS, max_size=40).map("".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-be", "utf-32", "utf-8-sig"])
CONTENTS = st.binary(max_size=80) | st.builds(lambda text, encoding: text.encode(encoding), TEXTS, ENCODINGS)
PARQUET = parquet(base().head(5))
FLIPS = st.lists(st.tuples(st.integers(4, len(PARQUET) - 1), st.integers(0, 255)), min_size=1, max_size=8)


def parsed(content: bytes) -> None:
    """Read whole, in chunks and cut in pieces: each ends with a table or one of the project's own errors."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(content)
        for read in (
            lambda: read_table(path, "table"),
            lambda: list(iterate_table(path, "table")),
            lambda: list(cut_table(path, "table", lambda number, _: str(number)).pieces),
        ):
            try:
                read()
            except PlaygroundError as refusal:
                assert str(refusal).endswith(".")


@QUICK
@given(CONTENTS)
def test_any_content_is_a_table_or_refused(content: bytes) -> None:
    parsed(content)


@QUICK
@given(FLIPS)
def test_any_damage_to_parquet_is_found_or_harmless(flips: list[tuple[int, int]]) -> None:
    content = bytearray(PARQUET)
    for position, byte in flips:
        content[position] = byte
    parsed(bytes(content))


@QUICK
@given(st.lists(ODD_NAMES | st.text(min_size=1, max_size=30), min_size=1, max_size=6, unique=True), st.data())
def test_any_names_are_described_and_mapped(names: list[str], data: st.DataObject) -> None:
    cells = st.sampled_from([[1e308, -1e308, None], [0.5, 1.5, 2.5], [1, 2, 3], [None] * 3, [5e-324, 2**53, 0]])
    frame = pd.DataFrame({name: pd.Series(data.draw(cells), dtype=float) for name in names})
    columns = describe_columns(frame)
    assert [column.name for column in columns] == names
    proposed = propose(columns, frame)
    try:
        apply_mapping(frame, columns, {own: found.canonical for own, found in proposed.items()}, {})
    except PlaygroundError as refusal:
        assert str(refusal).endswith(".")


@QUICK
@given(TEXTS | st.text(max_size=60))
def test_any_text_is_a_unit_a_name_and_a_comment_or_none(text: str) -> None:
    unit = find_unit(text)
    assert unit is None or unit.name in known_units(unit.name)
    assert all(split_words(text))
    assert set(column_comments([text])) <= {text.partition(":")[0].split(" ")[-1]} | set(column_comments([text]))
    shown = display_name(text)
    assert shown
    assert len(shown) <= 200
    assert not set(shown) & set("/\\\0\r\n\u202e")


@pytest.mark.parametrize(
    "content",
    [gzip_bomb(b"# nothing\n", 90), gzip_bomb(b"1,2\n", 3, b"a,b\n"), b"# nothing\n" * 30_000, b"\n" * 70_000],
    ids=["packed comments", "packed rows", "comments", "blank lines"],
)
def test_what_has_no_end_is_refused_before_it_is_held(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table"
    path.write_bytes(content)
    with pytest.raises(PlaygroundError) as caught:
        read_table(path, "table", TableLimits(rows=10**9, decompressed_bytes=10**12, cells=1_000_000))
    assert isinstance(caught.value, TableTooLargeError) or "empty" in str(caught.value)


def test_a_table_that_packs_well_is_still_a_table(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(gzip_bomb(b"1,2\n", 1, b"a,b\n"))
    assert len(read_table(path, "table", TableLimits(rows=10**6)).frame) == MEGABYTE // 4
