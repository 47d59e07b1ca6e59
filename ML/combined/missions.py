"""The missions that can be combined, in the order in which they name a star that several saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from ML.catalogs.delivery_columns import as_text


@dataclass(frozen=True, slots=True)
class Mission:
    """How a mission's table names its stars and objects.

    Attributes
    ----------
    catalogue, title : str
        Name of its catalogue, and the mission's for a person.
    host_prefix, object_prefix : str
        What is put before the bare numbers of the host and object columns.
    star_names : mapping of str to str
        Further columns that name the star, and the prefix of the names in them.
    """

    catalogue: str
    title: str
    host_prefix: str = ""
    object_prefix: str = ""
    star_names: Mapping[str, str] = field(default_factory=dict)


MISSIONS = (
    Mission("kepler", "Kepler", host_prefix="KIC "),
    Mission("k2", "K2", star_names={"tic_id": "TIC ", "epic_hostname": "EPIC "}),
    Mission("tess", "TESS", host_prefix="TIC ", object_prefix="TOI "),
)


def prefixed(cells: pd.Series, prefix: str) -> pd.Series:
    """Names as text that starts with the prefix once: 28230919 and ``TIC 28230919`` become the same."""
    words = as_text(cells).str.strip()
    return words.where(words.str.startswith(prefix) | words.isna(), prefix + words)
