"""Values that only one class has: a flag that is set for a third of the false positives and for nothing else.

The area of such a column is far from 1, because most rows lack the flag, and yet a model that sees a few of them knows
the verdict. Hosts are counted, not rows, so that one star with many rows proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ML.leaks.findings import ONE_CLASS_SHARE, Finding, finding
from ML.leaks.sampling import Sample

MOST_VALUES = 10
"""Different values up to which a column is read as flags or categories."""

FEWEST_EXPECTED = 20
"""Objects of other classes that a value should have by the table's shares, before their absence says anything."""

_FEWER_BY = 10
_FIRST_ROWS = 200


def one_class_value(name: str, cells: pd.Series, sample: Sample) -> Finding | None:
    """Name the most frequent value of a column that only one class has.

    Parameters
    ----------
    name : str
    cells : Series of shape (n_samples,)
        The sample's cells.
    sample : Sample
        Class and host of each.

    Returns
    -------
    Finding or None
    """
    shares = np.bincount(sample.y, minlength=len(sample.classes)) / len(sample.y)
    found = [fact for fact in _counted(name, cells, sample) if _one_sided(fact[1], shares)]
    if not found:
        return None
    meaning, counts = max(found, key=lambda fact: (fact[1].sum(), fact[0]))
    k, rows = int(counts.argmax()), int(counts.sum())
    facts = {"share": counts[k] / rows, "rows": rows, "meaning": meaning, "name": sample.classes[k], "base": shares[k]}
    return finding("one_class_value", name, counts[k] / rows, ONE_CLASS_SHARE, locks=True, **facts)


def _counted(name: str, cells: pd.Series, sample: Sample) -> Iterator[tuple[str, np.ndarray]]:
    """Yield what a row holds, in words, with the number of hosts of each class that hold it."""
    held = cells.notna().to_numpy()
    if not held.all():
        yield f"any {name}", _hosts_by_class(held, sample)
    for value in _few_values(cells[held]):
        yield f"{name} {value}", _hosts_by_class((cells == value).to_numpy(dtype=bool, na_value=False), sample)


def _few_values(held: pd.Series) -> list[Any]:
    """Different values; none where there are more than a category has."""
    # Most columns are measurements: a few rows tell so without reading all.
    many = len(held.iloc[:_FIRST_ROWS].unique()) > MOST_VALUES or held.nunique() > MOST_VALUES
    return [] if many else list(held.unique())


def _hosts_by_class(chosen: np.ndarray, sample: Sample) -> np.ndarray:
    met = np.zeros((sample.hosts.max() + 1, len(sample.classes)), dtype=bool)
    met[sample.hosts[chosen], sample.y[chosen]] = True
    return met.sum(axis=0)


def _one_sided(counts: np.ndarray, shares: np.ndarray) -> bool:
    k, rows = counts.argmax(), counts.sum()
    others, expected = rows - counts[k], rows * (1 - shares[k])
    return bool(
        expected >= FEWEST_EXPECTED and others < (1 - ONE_CLASS_SHARE) * rows and others * _FEWER_BY <= expected
    )
