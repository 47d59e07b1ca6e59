"""What a column's name means: words and units in it, told apart without knowing the values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ML.catalogs.catalogue import TABLES, Column, read_columns
from ML.catalogs.mapping_tables import (
    ERROR_WORDS,
    FILLERS,
    LOWER_WORDS,
    SYMBOLS,
    SYNONYMS,
    UNIT_WORDS,
    UPPER_WORDS,
)
from ML.catalogs.units import find_unit, known_units

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_BRACKETED = re.compile(r"^(?P<stem>.+?)[\s_]*[\[(](?P<unit>[^\[\]()]*(\([^()]*\)[^\[\]()]*)?)[\])]\s*$")
_GLUED_ERROR = re.compile(r"(?<=[a-z]{2})(err|unc)$")
_LONGEST_UNIT = 3
_SIDES = UPPER_WORDS | LOWER_WORDS


@cache
def common_columns() -> dict[str, Column]:
    """Return the schema that the missions share: definition by canonical name."""
    return {column.name: column for column in read_columns(TABLES / "common.csv")}


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a name says.

    Attributes
    ----------
    canonical : str
        Which column of the common schema it means.
    unit : str
        Unit that the name gives; empty if it gives none.
    short : bool
        Whether the name is a single letter, which may mean something else.
    symmetric : bool
        Whether it is one error for both sides.
    """

    canonical: str
    unit: str = ""
    short: bool = False
    symmetric: bool = False


def read_name(name: str) -> Spelling | None:
    """Find out what people mean by a column name; None if it is not understood."""
    found = (_resolve(words, unit) for words, unit in _readings(name))
    return next((spelling for spelling in found if spelling is not None), None)


def unit_in_words(text: str, quantity_of: str) -> str:
    """Name of the unit that a text gives, if it converts to the unit ``quantity_of``; empty otherwise."""
    unit = find_unit(text)
    named = (unit.name,) if unit else UNIT_WORDS.get("".join(split_words(text)), ())
    return next((name for name in named if name in known_units(quantity_of)), "")


def as_logarithm(unit: str, name: str, canonical_unit: str) -> str:
    """Read ``log(g) (cm/s^2)`` as it is meant: the number is the logarithm, the unit (if any) that of its argument."""
    if "log" not in name.lower() or not canonical_unit.startswith("log10("):
        return unit
    argument = find_unit(canonical_unit.removeprefix("log10(").removesuffix(")"))
    return canonical_unit if not unit or find_unit(unit) == argument else unit


def split_words(text: str) -> list[str]:
    """Split a name into lower-case words: at blanks and signs, between letters and digits, and in camelCase."""
    plain = unicodedata.normalize("NFKC", text)
    for symbol, word in SYMBOLS.items():
        plain = plain.replace(symbol, word)
    words = [word.lower() for word in _WORD.findall(plain)]
    return [part for word in words for part in _GLUED_ERROR.sub(r" \1", word).split()]


def _readings(name: str) -> Iterator[tuple[list[str], str]]:
    """Words of the name with the text of its unit: bracketed, as its last words, or none."""
    bracketed = _BRACKETED.match(name)
    if bracketed:
        yield split_words(bracketed["stem"]), bracketed["unit"]
    words = split_words(name)
    yield words, ""
    for size in range(min(_LONGEST_UNIT, len(words) - 1), 0, -1):
        if not _is_short(words[:-size]):  # p_year is the year of a planet rather than a period in years
            yield words[:-size], " ".join(words[-size:])
    if ERROR_WORDS.intersection(words):  # depth_ppm_err
        measured = [word for word in words if word not in ERROR_WORDS | _SIDES]
        for size in range(min(_LONGEST_UNIT, len(measured) - 1), 0, -1):
            yield measured[:-size] + [word for word in words if word not in measured], " ".join(measured[-size:])


def _is_short(words: list[str]) -> bool:
    return len("".join(words)) == 1


def _resolve(words: list[str], unit: str) -> Spelling | None:
    canonical, symmetric = (_quantity(words), False) if _quantity(words) else _error(words)
    if canonical not in common_columns():
        return None
    needed = common_columns()[canonical].unit
    told = unit_in_words(unit, needed) if unit else ""
    if unit and not told:
        return None
    return Spelling(canonical, as_logarithm(told, "".join(words), needed), _is_short(words), symmetric)


def _quantity(words: list[str]) -> str:
    renamed = [SYNONYMS.get(word, word) for word in words]
    spoken = [words, renamed, [word for word in words if word not in FILLERS]]
    spoken.append([word for word in renamed if word not in FILLERS])
    found = (_spellings().get("".join(attempt), "") for attempt in spoken)
    return next(filter(None, found), "")


def _error(words: list[str]) -> tuple[str, bool]:
    """Canonical name of the error that the words mean ("" if none), and whether it is one for both sides."""
    if not ERROR_WORDS.intersection(words):
        return "", False
    base = _quantity([word for word in words if word not in ERROR_WORDS | _SIDES])
    side = "lower" if LOWER_WORDS.intersection(words) else "upper"
    return f"{base}_{side}_error", not _SIDES.intersection(words)


@cache
def _spellings() -> dict[str, str]:
    return {
        "".join(split_words(spelling)): column.name
        for column in common_columns().values()
        for spelling in (column.name, *(source.name for source in column.source_names))
    }
