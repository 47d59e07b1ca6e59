"""The guard's judgement: which role and which measurement becomes which finding."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from ML import baselines
from ML.catalogs.catalogue import Column, Role
from ML.leaks.findings import MASK_ONLY_AUC, MISSINGNESS_AUC, SINGLE_COLUMN_AUC, Finding, finding
from ML.leaks.names import near_unique, target_like_names
from ML.leaks.rows import duplicate_objects, duplicate_rows, duplicates_across_groups
from ML.leaks.sampling import Sample
from ML.leaks.separation import FEWEST_ROWS, Area, Separation
from ML.leaks.values import one_class_value

MOST_PATTERNS = 200
"""Different patterns of empty cells that the mask-only model sees, those nearest to half empty first."""

_FIRST_ROWS = 200
_LEAVE = "Leave it out."
_KNOWN = {
    Role.LEAK: ("known_leak", True, "It is written because of the verdict.", _LEAVE),
    Role.SOFT_LEAK: (
        "known_leak",
        False,
        "It carries traces of follow-up work, which depends on the verdict.",
        "Leave it out where the model shall judge objects that nobody has followed up.",
    ),
    Role.IDENTIFIER: ("known_identifier", True, "It names the object or its star.", _LEAVE),
    Role.TARGET: ("known_leak", True, "It is a verdict itself.", _LEAVE),
}
_HONEST = (Role.FEATURE, Role.SOFT_LEAK)


def column_findings(
    frame: pd.DataFrame, columns: Sequence[Column], target: str = "", groups: pd.Series | None = None
) -> list[Finding]:
    """Find by role, by name and by what a column holds, without looking at the classes.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
    columns : sequence of Column
        Columns to judge; verdicts are judged only where another column is the target.
    target : str
        Name of the target column; empty where none is chosen.
    groups : Series of shape (n_rows,) or None
        Host of each row.

    Returns
    -------
    list of Finding
    """
    judged = [column for column in columns if target or column.role is not Role.TARGET]
    by_name = target_like_names([column.name for column in judged if column.role in _HONEST], target)
    by_cells = [
        entry
        for column in judged
        for entry in (_constant(column.name, frame[column.name]), near_unique(column.name, frame[column.name], groups))
        if entry is not None
    ]
    return [*(_known(column) for column in judged if column.role in _KNOWN), *by_cells, *by_name]


def _known(column: Column) -> Finding:
    code, locks, fact, remedy = _KNOWN[column.role]
    return Finding(column.name, code, None, None, f"{column.reason or fact} {remedy}", locks)


def _constant(name: str, cells: pd.Series) -> Finding | None:
    # Most columns vary within a few rows, which is told without reading all.
    if len(cells) <= 1 or cells.iloc[:_FIRST_ROWS].nunique() > 1 or (distinct := cells.nunique()) > 1:
        return None
    partly = cells.isna().any()
    held = "nothing" if distinct == 0 else "the same value or nothing" if partly else "the same value"
    return finding("constant", name, distinct, 1, rows=len(cells), held=held)


def value_findings(frame: pd.DataFrame, sample: Sample, measured: Mapping[str, Separation]) -> list[Finding]:
    """Find the columns whose values, emptiness or single values separate the classes."""
    found = [
        entry
        for name, separation in measured.items()
        for entry in (
            _apart("single_column_auc", name, separation.value_area, SINGLE_COLUMN_AUC, sample.classes),
            _apart("missingness_auc", name, separation.missingness, MISSINGNESS_AUC, sample.classes),
            one_class_value(name, frame[name].iloc[sample.rows], sample),
        )
    ]
    return [entry for entry in found if entry is not None]


def _apart(code: str, name: str, area: Area, threshold: float, classes: tuple[str, ...]) -> Finding | None:
    if area.best is None or area.best <= threshold:
        return None
    apart = "the classes apart" if len(classes) == 2 else f"{area.best_class} from the rest"  # noqa: PLR2004
    return finding(code, name, area.best, threshold, locks=True, apart=apart)


def row_findings(frame: pd.DataFrame, objects: pd.Series | None = None) -> list[Finding]:
    """Find rows and objects that stand in the table twice."""
    return [*duplicate_rows(frame), *(duplicate_objects(objects) if objects is not None else [])]


def table_findings(
    frame: pd.DataFrame, honest: Sequence[str], groups: pd.Series, sample: Sample, on_step: Callable[[], None]
) -> list[Finding]:
    """Find measurements that stand under several hosts, and what the empty cells of the honest columns tell."""
    area = mask_only_auc(frame[list(honest)].isna().to_numpy()[sample.rows], sample, on_step)
    found = duplicates_across_groups(frame, honest, groups)
    if area is not None and area > MASK_ONLY_AUC:
        found.append(finding("mask_only_auc", None, area, MASK_ONLY_AUC))
    return found


def honest_columns(columns: Sequence[Column], locked: Collection[str | None]) -> list[str]:
    """Names of the columns that measure something and that no finding locks."""
    return [column.name for column in columns if column.role is Role.FEATURE and column.name not in locked]


def mask_only_auc(missing: np.ndarray, sample: Sample, on_step: Callable[[], None]) -> float | None:
    """Area of a small boosted forest that sees only which cells are empty; None where that cannot be measured.

    Parameters
    ----------
    missing : ndarray of bool of shape (n_samples, n_columns)
        Which of the sample's cells are empty.
    sample : Sample
    on_step : callable
        Called for every tree; may raise to stop.
    """
    known = np.isin(sample.y, np.flatnonzero(np.bincount(sample.y) >= FEWEST_ROWS))
    y, fold = np.unique(sample.y[known], return_inverse=True)[1], sample.fold[known]
    folds = [(np.flatnonzero(fold != number), np.flatnonzero(fold == number)) for number in np.unique(fold)]
    n_classes = int(y.max(initial=0)) + 1
    if not missing.shape[1] or n_classes == 1 or any(len(np.unique(y[train])) < n_classes for train, _ in folds):
        return None
    pattern = _patterns(missing[known])
    names = [str(k) for k in range(n_classes)]
    metrics = baselines.mask_only(pattern, y, folds, names, None, seed=sample.seed, on_step=on_step)
    return metrics["roc_auc"]


def _patterns(missing: np.ndarray) -> np.ndarray:
    """Columns with different patterns, those nearest to half empty first: chosen without looking at the classes."""
    different = list({missing[:, k].tobytes(): k for k in range(missing.shape[1])}.values())
    spread = np.abs(missing[:, different].mean(axis=0) - 0.5)
    return missing[:, np.take(different, np.argsort(spread, kind="stable")[:MOST_PATTERNS])]
