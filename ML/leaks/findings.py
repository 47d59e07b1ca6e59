"""What the leak guard says: one finding for each fact, with its number, the threshold and a plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact about a column, or about the table.

    Attributes
    ----------
    column : str or None
        Name of the column; None where the whole table is meant.
    code : str
        One of ``CODES``.
    value, threshold : float or None
        What was measured, and the number beyond which it is a finding; None where a role is known.
    text : str
        The fact and the remedy, for a person.
    locks : bool
        Whether the column is kept from a model unless it is named on purpose.
    """

    column: str | None
    code: str
    value: float | None
    threshold: float | None
    text: str
    locks: bool


SINGLE_COLUMN_AUC = 0.98
"""A column that separates the classes beyond this on unseen stars states the verdict."""

MISSINGNESS_AUC = 0.90
"""Emptiness that separates the classes beyond this was decided with the verdict."""

MASK_ONLY_AUC = 0.75
"""Empty cells of all honest columns together: beyond this every score needs the mask-only baseline beside it."""

ONE_CLASS_SHARE = 0.97
"""A value whose objects belong to one class beyond this share marks that class."""

DISTINCT_SHARE = 0.9
"""Different values beyond this share of the rows name the rows."""

NAME_LIKENESS = 0.85
"""Likeness (0 to 1) of two words from which a column's name resembles the target's."""

_TEXTS = {
    "single_column_auc": (
        "{column} alone tells {apart} with an AUC of {value:.3f} on stars it has not seen (limit {threshold:g}): "
        "it was written with the verdict or after it. Leave it out."
    ),
    "missingness_auc": (
        "Whether {column} is empty tells {apart} with an AUC of {value:.3f} (limit {threshold:g}): "
        "it is filled in because of the verdict. Leave it out."
    ),
    "one_class_value": (
        "{share:.1%} of the {rows:,} objects with {meaning} are {name}, against {base:.1%} of all: "
        "{column} marks the verdict. Leave it out."
    ),
    "near_unique": "{fact} A model can only memorise it. Leave it out.",
    "near_unique_suspect": "{fact} If it is a number given to the object, leave it out.",
    "constant": "{column} holds {held} in all {rows:,} rows: there is nothing to learn from it. Leave it out.",
    "target_like_name": (
        "The name of {column} resembles {words}: check that it was measured before the verdict, or leave it out."
    ),
    "duplicate_rows": (
        "{value:,.0f} of {rows:,} rows repeat an earlier row in every column, so their objects count several times. "
        "Keep one of each."
    ),
    "duplicate_objects": (
        "{value:,.0f} of {rows:,} rows name an object in {column} that another row names already, so it counts several "
        "times. Keep one row for each object."
    ),
    "duplicates_across_groups": (
        "{value:,.0f} of {rows:,} rows hold the same measurements as a row of another host: one object under two names "
        "stands on both sides of a split. Give both the same host, or keep one."
    ),
    "mask_only_auc": (
        "Which cells are empty, without any value, tells the classes apart with an AUC of {value:.3f} (limit "
        "{threshold:g}): read every score beside the mask-only baseline, or leave out columns that are often empty."
    ),
}


CODES = (
    "known_leak",
    "known_identifier",
    "single_column_auc",
    "missingness_auc",
    "one_class_value",
    "near_unique",
    "target_like_name",
    "constant",
    "duplicate_rows",
    "duplicates_across_groups",
    "mask_only_auc",
)
"""Every code that a finding may have."""


def finding(
    code: str,
    column: str | None,
    value: float,
    threshold: float,
    *,
    locks: bool = False,
    wording: str = "",
    **facts: Any,
) -> Finding:
    """Put a measured fact into its sentence (``wording`` picks another than the code's)."""
    text = _TEXTS[wording or code].format(column=column, value=value, threshold=threshold, **facts)
    return Finding(column, code, float(value), float(threshold), text, locks)
