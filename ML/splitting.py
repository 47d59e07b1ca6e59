"""Validation folds: stratified by class and grouped by host star, so that no star stands on both sides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ML.exceptions import InvalidFieldsError, UntrainableTableError

Fold = tuple[np.ndarray, np.ndarray]
"""Positions of the training rows and of the validation rows."""

_FEWEST_PARTS = 2
_FOLDS = (2, 20)
_TEST_SIZES = (0.05, 0.5)


def host_codes(hosts: Sequence[object] | pd.Series | np.ndarray) -> np.ndarray:
    """Number the hosts 0, 1, …; a row without a host is a group of its own."""
    codes, names = pd.factorize(pd.Series(hosts).reset_index(drop=True))
    lonely = codes < 0
    codes[lonely] = len(names) + np.arange(lonely.sum())
    return codes


def grouped_folds(
    y: np.ndarray,
    groups: np.ndarray,
    *,
    method: str = "cv",
    folds: int = 5,
    test_size: float = 0.2,
    group_by_host: bool = True,
    seed: int = 42,
) -> list[Fold]:
    """Split rows into training and validation rows.

    Parameters
    ----------
    y : array of shape (n_samples,)
        Class of each row.
    groups : array of shape (n_samples,)
        Host of each row; one host never stands on both sides.
    method : {"cv", "holdout"}
        Every row validated once in ``folds`` folds, or one validation set of about ``test_size`` of the rows.
    folds : int
        Number of folds.
    test_size : float
        Share of the rows that a holdout validates on, 0.05 to 0.5.
    group_by_host : bool
        False splits rows regardless of their host: a worse estimate, for comparison only.
    seed : int
        Seed of the shuffle.

    Returns
    -------
    list of (ndarray, ndarray)
        Training and validation positions of each fold.

    Raises
    ------
    UntrainableTableError
        One class, or a class with fewer hosts than folds.
    InvalidFieldsError
        A method, number of folds or test size that cannot be used.
    """
    _check_fields(method, folds, test_size)
    y = np.asarray(y)
    units = host_codes(groups) if group_by_host else np.arange(len(y))
    needed = folds if method == "cv" else _FEWEST_PARTS
    _check_hosts(y, units, needed, group_by_host)
    split = _stratified(y, units, folds, seed) if method == "cv" else [_holdout(y, units, test_size, seed)]
    for train, test in split:
        _check_sides(train, test, needed)
        _check_training_classes(y, train, folds)
    return split


def split_hash(objects: Iterable[object], folds: Iterable[int]) -> str:
    """Return the sha256 of which object is validated in which fold: equal hashes mean comparable results."""
    lines = sorted(f"{name}\t{fold}\n" for name, fold in zip(objects, folds, strict=True))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _stratified(y: np.ndarray, units: np.ndarray, parts: int, seed: int) -> list[Fold]:
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    if len(np.unique(units)) == len(units):
        return list(StratifiedKFold(parts, shuffle=True, random_state=seed).split(np.zeros((len(y), 1)), y))
    grouped = StratifiedGroupKFold(parts, shuffle=True, random_state=seed)
    return list(grouped.split(np.zeros((len(y), 1)), y, units))


def _holdout(y: np.ndarray, units: np.ndarray, test_size: float, seed: int) -> Fold:
    """Draw hosts, separately for each class that is the rarest on them, until their rows make up the share."""
    rarity = pd.Series(y).map(pd.Series(y).value_counts().rank(method="first")).to_numpy()
    hosts = pd.DataFrame({"host": units, "stratum": rarity}).groupby("host")["stratum"].agg(["min", "size"])
    drawn = hosts.sample(frac=1.0, random_state=seed)
    share = drawn.groupby("min")["size"].cumsum() - drawn["size"] / 2
    wanted = test_size * drawn.groupby("min")["size"].transform("sum")
    first = ~drawn["min"].duplicated() & drawn["min"].duplicated(keep=False)
    tested = np.isin(units, drawn.index[(share <= wanted) | first])
    return np.flatnonzero(~tested), np.flatnonzero(tested)


def _check_hosts(y: np.ndarray, units: np.ndarray, needed: int, group_by_host: bool) -> None:
    hosts = pd.Series(units).groupby(y).nunique()
    if len(hosts) < _FEWEST_PARTS:
        held = f"every row is {hosts.index[0]!r}" if len(hosts) else "there are no rows"
        raise UntrainableTableError(
            f"A classifier needs rows of at least two classes, but {held}. "
            "Choose another target column, or add rows of another class.",
            classes=[str(name) for name in hosts.index],
        )
    name, fewest = hosts.idxmin(), int(hosts.min())
    if fewest < needed:
        unit = "host" if group_by_host else "row"
        remedy = f"Choose {fewest} folds or fewer, or add" if fewest >= _FEWEST_PARTS else "Add"
        raise UntrainableTableError(
            f"Class {str(name)!r} has {fewest} {unit}{'' if fewest == 1 else 's'}, but {needed} parts need at least "
            f"{needed} different ones. {remedy} objects of that class.",
            hosts={str(label): int(count) for label, count in hosts.items()},
        )


def _check_sides(train: np.ndarray, test: np.ndarray, parts: int) -> None:
    if len(train) == 0 or len(test) == 0:
        raise UntrainableTableError(
            f"After splitting by host, one of {parts} parts has no rows: a few hosts hold nearly all of them. "
            "Choose fewer folds, or add objects around other stars."
        )


def _check_training_classes(y: np.ndarray, train: np.ndarray, folds: int) -> None:
    absent = sorted(set(map(str, np.unique(y))) - set(map(str, np.unique(y[train]))))
    if absent:
        raise UntrainableTableError(
            f"After splitting by host, the training rows of a fold hold no {', '.join(absent)}. "
            f"Choose more folds than {folds}, or add objects of that class around other stars.",
            classes=absent,
        )


def _check_fields(method: str, folds: int, test_size: float) -> None:
    problems = {
        "method": "" if method in {"cv", "holdout"} else f"method is {method!r}; choose cv or holdout.",
        "folds": "" if _FOLDS[0] <= folds <= _FOLDS[1] else f"folds is {folds}; choose {_FOLDS[0]} to {_FOLDS[1]}.",
        "test_size": ""
        if _TEST_SIZES[0] <= test_size <= _TEST_SIZES[1]
        else f"test_size is {test_size}; choose {_TEST_SIZES[0]} to {_TEST_SIZES[1]}.",
    }
    fields = [{"field": name, "message": text} for name, text in problems.items() if text]
    if fields:
        raise InvalidFieldsError(" ".join(entry["message"] for entry in fields), fields)
