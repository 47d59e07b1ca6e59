"""Whether a table has a model's columns; where not, the difference with close names, so that a person can mend it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from ML.catalogs.catalogue import catalogue_names, get_catalogue
from ML.exceptions import InvalidRowsError

_MOST_NAMES = 8
_LONGEST_NAME = 40
_SHARE_OF_ANOTHER = 0.5
_SHARE_OF_USE = 0.5
"""Share of the model's columns from which a table is answered even if it looks like another catalogue's."""


def check_header(
    found: list[str], expected: list[str], dataset: str | None = None, *, may_lack: bool = False
) -> dict[str, list[str]]:
    """Refuse a table that cannot be answered; return names in it that come close to those that it lacks.

    Parameters
    ----------
    found, expected : list of str
        The table's columns and the model's.
    dataset : str or None
        Catalogue that the model was trained on.
    may_lack : bool
        Whether a table may be answered that has some of the columns only. One that looks like another catalogue's and
        has but few is refused all the same.

    Raises
    ------
    InvalidRowsError
        Names what is missing, names in the table that come close, and whose table it looks like.
    """
    missing = [name for name in expected if name not in set(found)]
    close = close_names(missing, [name for name in found if name not in set(expected)])
    if not missing or (may_lack and _is_usable(found, len(expected) - len(missing), len(expected), dataset)):
        return close
    meant = [f"{name!r} is close to {names[0]!r}" for name, names in close.items()]
    raise InvalidRowsError(
        f"The table lacks {len(missing)} of the model's {len(expected)} columns: {some_names(missing)}. "
        f"It has {some_names(found)}. {_sentence('; '.join(meant))}{_other_catalogue(found, dataset)}"
        "Download the template and fill it in.",
        missing=missing,
        found=found[:200],
        close=close,
    )


def _is_usable(found: list[str], held: int, expected: int, dataset: str | None) -> bool:
    return held > 0 and (held >= _SHARE_OF_USE * expected or not _other_catalogue(found, dataset))


def close_names(missing: list[str], spare: list[str]) -> dict[str, list[str]]:
    """Return for the first missing names those of the table that are nearly the same, whatever their case."""
    folded = {name.casefold(): name for name in spare}
    found = {}
    for name in missing[:_MOST_NAMES]:
        near = get_close_matches(name.casefold(), folded, 2, 0.75)
        if near:
            found[name] = [folded[match] for match in near]
    return found


def _other_catalogue(found: list[str], dataset: str | None) -> str:
    shares = {name: _share(found, name) for name in catalogue_names() if not get_catalogue(name).derived}
    best = max(shares, key=lambda name: shares[name], default="")
    if not best or best == dataset or shares[best] < _SHARE_OF_ANOTHER:
        return ""
    trained = f"this model was trained on {dataset!r}" if dataset else "this model was trained on another table"
    return f"These look like the columns of the catalogue {best!r}, but {trained}: use a model of that one. "


def _share(found: list[str], catalogue: str) -> float:
    known = {column.name for column in get_catalogue(catalogue).columns}
    return sum(name in known for name in found) / max(len(found), 1)


def _sentence(text: str) -> str:
    return f"{text}. " if text else ""


def some_names(names: list[Any]) -> str:
    """Return the first names, each cut to a readable length, and how many more there are."""
    shown = ", ".join(str(name)[:_LONGEST_NAME] for name in names[:_MOST_NAMES])
    return f"{shown} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else shown
