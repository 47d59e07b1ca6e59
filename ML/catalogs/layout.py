"""What every part of a table that is read in pieces has in common, and where a piece lies: all of it fits into JSON."""

from __future__ import annotations

from dataclasses import dataclass, field

TEXT, PARQUET, FRAME = "text", "parquet", "frame"
"""Kinds of piece: bytes of delimited text, row groups of a Parquet file, a piece that was read and kept as Parquet."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written.

    Attributes
    ----------
    kind : {"text", "parquet", "frame"}
        How its pieces are read.
    filename : str
        Name to use in messages.
    names : list of str
        Column names in order.
    delimiter, encoding, errors : str
        Of text; ``errors`` is the decoder's handler of stray bytes.
    missing, text_columns : list of str
        Words that mean "no value" beside the usual ones, and columns that are text whatever they hold.
    decimal_comma : bool
        Whether ``3,14`` is a number.
    numeric : dict of str to bool
        Which columns hold numbers, decided once from the first rows; columns empty there are not named.
    whole : list of str
        Those of them that hold whole numbers there.
    checked : list of str or None
        Columns of which a cell that is no number is a problem; others then stay text. None: all are checked.
    """

    kind: str
    filename: str
    names: list[str]
    delimiter: str = ","
    encoding: str = "utf-8"
    errors: str = "strict"
    missing: list[str] = field(default_factory=list)
    text_columns: list[str] = field(default_factory=list)
    decimal_comma: bool = False
    numeric: dict[str, bool] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    checked: list[str] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a table that can be read without the parts before it.

    Attributes
    ----------
    number : int
        From 0, in the order of the rows.
    rows : int
        Rows it holds; for text the number of its physical lines, of which rows are never more.
    first_line : int
        Physical line (Parquet: row from 1) on which it begins.
    offset, length : int
        Where its bytes lie, for text.
    groups : list of int
        Its row groups, for Parquet.
    spool : str
        Name of the file that holds just this piece; empty where it lies in the table's own file.
    """

    number: int
    rows: int
    first_line: int
    offset: int = 0
    length: int = 0
    groups: list[int] = field(default_factory=list)
    spool: str = ""
