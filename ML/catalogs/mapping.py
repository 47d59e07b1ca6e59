"""From a table's own columns to the schema that the missions share: proposals, and the mapping itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Column, Role
from ML.catalogs.mapping_apply import apply_mapping
from ML.catalogs.mapping_names import as_logarithm, common_columns, read_name, unit_in_words
from ML.catalogs.mapping_surveys import Dialect, dialects, spoken, units_of
from ML.catalogs.mapping_units import UnitChoice, choose_unit, conversion_text, titles
from ML.catalogs.units import find_unit, known_units

__all__ = ["Proposal", "apply_mapping", "common_columns", "propose"]

CONFIDENCES = ("certain", "likely", "guess")
"""From the surest on."""

MOST_CLASSES = 20
"""A column with more different values is no disposition."""

_SURE = 0.95
_FAIRLY_SURE = 0.8
_SMALLEST_PLAIN, _LARGEST_PLAIN = 1e-4, 1e7


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a column probably is.

    Attributes
    ----------
    canonical : str
        Column of the common schema.
    unit : str
        Unit in which the table seems to hold it; "" where there is none.
    factor_text : str
        What the conversion does to a number, such as ``× 10,000``; empty where it changes nothing.
    confidence : {"certain", "likely", "guess"}
        How sure that is.
    reason : str
        Why, in a sentence or three.
    """

    canonical: str
    unit: str
    factor_text: str
    confidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a name means, before the values are seen."""

    canonical: str
    told: tuple[str, ...]
    best: str
    reason: str


# --- Proposals --------------------------------------------------------------------------------------------------


def propose(columns: Sequence[Column], frame: pd.DataFrame) -> dict[str, Proposal]:
    """Propose what a table's columns are in the common schema.

    Parameters
    ----------
    columns : sequence of Column
        Definitions of the table's columns, as :func:`ML.catalogs.uploads.describe_columns` gives them.
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        The table.

    Returns
    -------
    dict of str to Proposal
        By the table's column name, in its order; columns that are not understood are not in it, and no two have the
        same canonical name.
    """
    known = spoken(column.name for column in columns)
    understood = [(column, _meaning(column, known.get(column.name))) for column in columns]
    meant = [(column, meaning) for column, meaning in understood if meaning is not None]
    usable = [(column, meaning) for column, meaning in meant if _suits(column, frame[column.name], meaning.canonical)]
    measured = {c.name: _proposal(m, frame[c.name], m.told) for c, m in usable if not _is_error(m)}
    kept = _one_of_each(measured)
    units = {held.canonical: held.unit for held in kept.values()}
    errors = {c.name: _proposal(m, frame[c.name], _units_of_error(m, units)) for c, m in usable if _is_error(m)}
    kept |= _one_of_each(errors)
    return {column.name: kept[column.name] for column in columns if column.name in kept}


def _is_error(meaning: _Meaning) -> bool:
    return meaning.canonical.endswith("_error")


def _units_of_error(meaning: _Meaning, units: Mapping[str, str]) -> tuple[str, ...]:
    """Take an error to be in the unit of what it belongs to, unless another one is told."""
    base = units.get(meaning.canonical.removesuffix("_upper_error").removesuffix("_lower_error"), "")
    fits = _converts(base, meaning.canonical) and (not meaning.told or base in meaning.told)
    return (base,) if fits else meaning.told


def _converts(unit: str, canonical: str) -> bool:
    found = find_unit(unit)
    return found is not None and found.name in known_units(common_columns()[canonical].unit)


def _suits(column: Column, cells: pd.Series, canonical: str) -> bool:
    """Whether the cells can be what the name says: numbers that measure the same, few different words for a verdict."""
    wanted, unit = common_columns()[canonical], find_unit(column.unit)
    if wanted.kind == "number":
        return column.kind == "number" and (unit is None or _converts(unit.name, canonical) or not wanted.unit)
    return wanted.role is not Role.TARGET or 1 < cells.nunique() <= MOST_CLASSES


def _meaning(column: Column, known: tuple[Dialect, Column] | None) -> _Meaning | None:
    if known is not None and known[1].canonical in common_columns():
        return _surveyed(column, *known)
    if column.name in common_columns():
        told = _told(column, column.name)
        return _Meaning(column.name, told, "certain", "It has the common schema's own name.")
    if known is not None and known[0].judged:
        return None
    return _spelled(column) or _overheard(column)


def _surveyed(column: Column, dialect: Dialect, definition: Column) -> _Meaning:
    canonical = definition.canonical
    units = {unit: title for unit, title in units_of(column.name).items() if _converts(unit, canonical)}
    own = _told(column, canonical)
    several = f" Surveys give it in {titles(units)}." if len(units) > 1 else ""
    reason = f"{dialect.title} calls it {column.name}.{several}"
    # The values decide between surveys, unless the table itself gives a unit that is none of theirs.
    told = tuple(sorted(units, key=lambda unit: unit not in own)) if len(units) > 1 and set(own) <= set(units) else own
    return _Meaning(canonical, told, "certain", reason)


def _told(column: Column, canonical: str) -> tuple[str, ...]:
    """Unit that the table itself gives, if it converts."""
    needed = common_columns()[canonical].unit
    unit = unit_in_words(column.unit, needed) if column.unit else ""
    unit = as_logarithm(unit, column.name, needed)
    return (unit,) if unit else ()


def _spelled(column: Column) -> _Meaning | None:
    spelling = read_name(column.name)
    if spelling is None:
        return None
    told = (spelling.unit,) if spelling.unit else _told(column, spelling.canonical)
    label = common_columns()[spelling.canonical].label.lower()
    both = " One error for both sides is taken as the upper one." if spelling.symmetric else ""
    measured = _has_unit(spelling.canonical)
    doubtful = spelling.short or spelling.symmetric or (measured and column.unit and not told)
    best = "guess" if doubtful else "certain" if told or not measured else "likely"
    return _Meaning(spelling.canonical, told, best, f"The name reads as {label}.{both}")


def _overheard(column: Column) -> _Meaning | None:
    """Take a name that some survey uses, although the table does not look like that survey's."""
    heard = [(d, d.columns[column.name]) for d in dialects() if column.name in d.columns]
    usable = [(dialect, held) for dialect, held in heard if held.canonical in common_columns()]
    if not usable:
        return None
    dialect, held = usable[0]
    told = _told(column, held.canonical) or tuple(dict.fromkeys(filter(None, (held.unit, _unit(held.canonical)))))
    return _Meaning(held.canonical, told, "guess", f"{dialect.title} calls it {column.name}.")


def _has_unit(canonical: str) -> bool:
    return bool(_unit(canonical)) and len(known_units(_unit(canonical))) > 1


def _unit(canonical: str) -> str:
    return common_columns()[canonical].unit


def _proposal(meaning: _Meaning, cells: pd.Series, told: tuple[str, ...]) -> Proposal:
    column = common_columns()[meaning.canonical]
    if column.kind != "number":
        return Proposal(column.name, "", "", meaning.best, meaning.reason)
    numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    choice = choose_unit(column, np.abs(numbers) if _is_error(meaning) else numbers, told)
    reason = f"{meaning.reason} {_unit_reason(column, choice, told)}".strip()
    text = conversion_text(choice.unit, column.unit)
    return Proposal(column.name, choice.unit, text, _confidence(meaning, choice, told), reason)


def _confidence(meaning: _Meaning, choice: UnitChoice, told: tuple[str, ...]) -> str:
    contradicted = bool(told) and choice.unit not in told
    if contradicted or choice.implausible or choice.probability < _FAIRLY_SURE:
        return "guess"
    by_values = "certain" if choice.probability >= _SURE and len(told) < 2 else "likely"  # noqa: PLR2004
    return max(meaning.best, by_values, key=CONFIDENCES.index)


def _unit_reason(column: Column, choice: UnitChoice, told: tuple[str, ...]) -> str:
    if choice.implausible:
        low, high = (shown(bound) for bound in (column.plausible_low, column.plausible_high))
        return (
            f"Read as {choice.unit or 'plain numbers'}, {choice.plausible:.0%} of the values lie between {low} and "
            f"{high} {column.unit}: check the unit."
        )
    other, other_middle = choice.against
    compared = f"as {choice.unit} the middle value is {shown(choice.middle)} {column.unit}"
    if told and choice.unit not in told:
        return f"It is called {told[0]}, but {compared}, which is more usual than {shown(other_middle)} (as {other})."
    if not other or np.isnan(choice.middle) or told[:1] == (choice.unit,) == told:
        return f"Its unit is {choice.unit}." if choice.unit else ""
    return f"{compared[0].upper()}{compared[1:]}; as {other} it would be {shown(other_middle)}."


def shown(number: float | None) -> str:
    """Write a number with four digits and thousands apart; "any" for no bound."""
    if number is None:
        return "any"
    rounded = float(f"{number:.4g}")
    plain = rounded == 0 or _SMALLEST_PLAIN <= abs(rounded) < _LARGEST_PLAIN
    return f"{rounded:,.10f}".rstrip("0").rstrip(".") if plain else f"{rounded:g}"


def _one_of_each(proposals: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """Keep the surest proposal of each canonical name: the one that needs no conversion, then the first."""
    best: dict[str, str] = {}
    for name, proposal in sorted(proposals.items(), key=lambda entry: _preference(entry[1])):
        best.setdefault(proposal.canonical, name)
    return {name: proposals[name] for name in best.values()}


def _preference(proposal: Proposal) -> tuple[int, bool]:
    return CONFIDENCES.index(proposal.confidence), bool(proposal.factor_text)
