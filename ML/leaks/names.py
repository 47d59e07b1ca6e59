"""Columns that name their rows or their star, and columns that are named like the verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from ML.leaks.findings import DISTINCT_SHARE, NAME_LIKENESS, Finding, finding
from ML.leaks.sampling import FEW_ROWS

VERDICT_WORDS = (
    "disposition",
    "label",
    "class",
    "target",
    "score",
    "flag",
    "verdict",
    "confirmed",
    "confirmation",
    "comment",
    "status",
    "validated",
    "vetted",
    "outcome",
    "prediction",
    "probability",
    "answer",
)
"""Words that verdicts are called by."""

_ID_NAME = re.compile(
    r"(^|[_\W])(id|ids|index|row|rows|number|nr|name|names|serial|unnamed)($|[_\W])|id$", re.IGNORECASE
)
_MOSTLY_DIFFERENT = 0.5
_LARGE_NUMBER = 100_000
_SHORTEST_WORD = 4
_SHARED_BY = 3


def near_unique(name: str, cells: pd.Series, groups: pd.Series | None = None) -> Finding | None:
    """Say if a column names the rows, or (with ``groups``, the hosts) the stars."""
    held = cells.dropna()
    if (
        len(held) <= FEW_ROWS
        or pd.api.types.is_bool_dtype(held.dtype)
        or pd.api.types.is_datetime64_any_dtype(held.dtype)
    ):
        return None
    numbers = pd.api.types.is_numeric_dtype(held.dtype)
    if numbers and not _whole(held):
        return None
    return _names_hosts(name, held, groups, numbers) or _names_rows(name, held, numbers)


def _whole(held: pd.Series) -> bool:
    values = held.to_numpy(dtype=float)
    return bool(np.isfinite(values).all() and (values == np.floor(values)).all())


def _names_rows(name: str, held: pd.Series, numbers: bool) -> Finding | None:
    distinct = held.nunique()
    share = distinct / len(held)
    fact = f"{distinct:,} of {len(held):,} values of {name} are different: it names the rows."
    if not numbers:
        return _named(name, share, DISTINCT_SHARE, fact) if share > DISTINCT_SHARE else None
    if share == 1.0 and _running(held, distinct):
        return _named(name, share, DISTINCT_SHARE, f"{name} is a running number of the rows.")
    if _ID_NAME.search(name) and share > _MOSTLY_DIFFERENT:
        return _named(name, share, _MOSTLY_DIFFERENT, fact)
    large = share > DISTINCT_SHARE and float(held.abs().median()) >= _LARGE_NUMBER
    return _named(name, share, DISTINCT_SHARE, fact, certain=False) if large else None


def _names_hosts(name: str, held: pd.Series, groups: pd.Series | None, numbers: bool) -> Finding | None:
    """Say if values and hosts stand one to one, for words and for numbers that look given rather than measured."""
    if groups is None or held.is_unique:
        return None
    hosts = groups.loc[held.index]
    pairs = pd.DataFrame({"value": held.astype("str"), "host": hosts.astype("str")})[hosts.notna()]
    distinct, pairs_held, n_hosts = pairs["value"].nunique(), len(pairs.drop_duplicates()), pairs["host"].nunique()
    share = distinct / max(pairs_held, 1)
    one_to_one = n_hosts > FEW_ROWS and min(share, n_hosts / max(pairs_held, 1)) > 1 - (1 - DISTINCT_SHARE) / 10
    given = not numbers or _ID_NAME.search(name) or _running(held, distinct) or held.abs().median() >= _LARGE_NUMBER
    fact = f"{name} names the star: {n_hosts:,} hosts hold {distinct:,} different values."
    return _named(name, share, DISTINCT_SHARE, fact) if one_to_one and given else None


def _running(held: pd.Series, distinct: int) -> bool:
    """Whether whole numbers fill their range at least half."""
    return float(held.max()) - float(held.min()) + 1 <= distinct / _MOSTLY_DIFFERENT


def _named(name: str, share: float, threshold: float, fact: str, *, certain: bool = True) -> Finding:
    wording = "near_unique" if certain else "near_unique_suspect"
    return finding("near_unique", name, share, threshold, locks=certain, wording=wording, fact=fact)


def target_like_names(names: Sequence[str], target: str = "") -> list[Finding]:
    """Find the columns whose name resembles the target's name, or a word that verdicts are called by."""
    parts = {name: _words(name) for name in (*names, target)}
    held = Counter(word for name in names for word in set(parts[name]))
    # A word that many columns share, such as a survey's prefix, tells nothing of the target.
    own = tuple(word for word in parts[target] if len(word) >= _SHORTEST_WORD and held[word] < _SHARED_BY)
    likeness = {name: _closest(parts[name], own) for name in names if name != target}
    return [
        finding("target_like_name", name, like, NAME_LIKENESS, words=_resembled(word, target, own))
        for name, (like, word) in likeness.items()
        if like >= NAME_LIKENESS
    ]


def _words(name: str) -> tuple[str, ...]:
    split = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return tuple(word.lower() for word in re.split(r"[\W_\d]+", split) if len(word) >= _SHORTEST_WORD)


def _closest(words: tuple[str, ...], own: tuple[str, ...]) -> tuple[float, str]:
    likenesses = [(_likeness(word, known), known) for word in words for known in (*own, *VERDICT_WORDS)]
    return max(likenesses, default=(0.0, ""), key=lambda entry: entry[0])


def _likeness(word: str, known: str) -> float:
    if known in word or (len(word) > _SHORTEST_WORD and known.startswith(word)):
        return 1.0
    return SequenceMatcher(None, word, known).ratio()


def _resembled(word: str, target: str, own: tuple[str, ...]) -> str:
    return f"the target, {target}" if word in own else f"what verdicts are called ({word})"
