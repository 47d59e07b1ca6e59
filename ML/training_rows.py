"""The rows and columns that can train a classifier, or a refusal that names what is wrong and the way out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ML.choices import STEPS
from ML.classifiers import get_family
from ML.exceptions import InvalidFieldsError, UntrainableTableError
from ML.results import TrainingColumn, Warnings, finite, remark
from ML.splitting import host_codes
from ML.trained_model import TrainingPlan

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Column

FEWEST_ROWS = 50
"""Decided rows below which neither a fit nor its validation means anything."""

MOST_COST = 1_000_000
"""Largest cost of a class, where 1 is what a class costs that is not named."""

_DESCRIBED = (0.0, 0.05, 0.5, 0.95, 1.0)

MOST_CATEGORIES = 50
"""Distinct values above which a text column is a name rather than a category."""


@dataclass(frozen=True)
class LabelledTable:
    """A table with a target, one entry per object.

    Attributes
    ----------
    features : DataFrame
        At least the columns of the plan.
    target : Series
        Class names; missing where an object is undecided.
    hosts, objects : Series
        Host star and name of each object.
    flags : Series of bool or None
        Whether any of the catalogue's own verdict flags is set, for the flag-rule baseline.
    """

    features: pd.DataFrame
    target: pd.Series
    hosts: pd.Series
    objects: pd.Series
    flags: pd.Series | None = None


@dataclass(frozen=True)
class TrainingRows:
    """The decided rows, ready to be split: columns typed, classes coded in the order of the plan."""

    X: pd.DataFrame
    y: np.ndarray
    hosts: np.ndarray
    host_names: np.ndarray
    objects: np.ndarray
    flags: np.ndarray | None
    features: tuple[Column, ...]
    warnings: Warnings

    def columns(self) -> tuple[TrainingColumn, ...]:
        """Describe what each column holds."""
        return tuple(_described(column, self.X[column.name]) for column in self.features)

    def data_hash(self) -> str:
        """Return the sha256 of objects, hosts, classes and cells."""
        table = self.X.assign(**{"object ": self.objects.astype(str), "host ": self.host_names.astype(str)})
        digest = hashlib.sha256("\t".join(map(str, table.columns)).encode())
        digest.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
        digest.update(self.y.astype("int64").tobytes())
        return digest.hexdigest()


def training_rows(table: LabelledTable, plan: TrainingPlan) -> TrainingRows:
    """Take the decided rows and usable columns of a table.

    Raises
    ------
    InvalidFieldsError
        The plan names a family, setting or column that cannot be used.
    UntrainableTableError
        Too few rows, an undefined class, or a column that is empty, infinite or full of names.
    """
    _check_plan(plan, table.features)
    decided = table.target.notna().to_numpy()
    y = _class_codes(table.target[decided], plan.classes)
    X = pd.DataFrame({column.name: _typed(column, table.features[column.name][decided]) for column in plan.features})
    features, warnings = _informative(X, plan.features)
    host_names = table.hosts[decided].to_numpy()
    return TrainingRows(
        X=X[[column.name for column in features]].reset_index(drop=True),
        y=y,
        hosts=host_codes(host_names),
        host_names=host_names,
        objects=table.objects[decided].to_numpy(),
        flags=None if table.flags is None else table.flags[decided].to_numpy(dtype=bool, na_value=False),
        features=features,
        warnings=[*warnings, *_step_remarks(plan)],
    )


def _check_plan(plan: TrainingPlan, frame: pd.DataFrame) -> None:
    get_family(plan.family).validate(plan.hyperparameters)
    _check_steps(plan)
    if plan.positive_class is not None and plan.positive_class not in plan.classes:
        raise _invalid("positive_class", f"{plan.positive_class!r} is not one of {', '.join(plan.classes)}.")
    if not plan.features:
        raise UntrainableTableError("No feature is chosen. Choose at least one column for the model to learn from.")
    absent = [column.name for column in plan.features if column.name not in frame.columns]
    if absent:
        raise _invalid("features", f"The table has no column {', '.join(absent)}. Choose columns that it has.")


def _check_steps(plan: TrainingPlan) -> None:
    for step in STEPS:
        chosen = getattr(plan, step.field)
        if chosen not in step.names:
            raise _invalid(step.field, f"{step.field} is {chosen!r}; choose one of {', '.join(step.names)}.")
    if (plan.imbalance == "cost") != bool(plan.costs):
        text = "costs go with imbalance 'cost', and that needs at least one: give both or neither."
        raise _invalid("costs", text)
    _check_gaps(plan)
    for name, cost in (plan.costs or {}).items():
        if name not in plan.classes:
            raise _invalid("costs", f"costs names {name!r}, which is not one of {', '.join(plan.classes)}.")
        if not 0 < cost <= MOST_COST:
            raise _invalid("costs", f"The cost of {name} is {cost}; give a number above 0 and up to {MOST_COST:,}.")


def _check_gaps(plan: TrainingPlan) -> None:
    """Neighbours and linear weights need whole rows."""
    if plan.imputation != "gaps" or not get_family(plan.family).takes_gaps:
        return
    if plan.imbalance == "smote":
        raise _invalid(
            "imputation", "SMOTE needs whole rows, but imputation 'gaps' leaves some empty. Choose 'median'."
        )
    if plan.selection != "none":
        text = f"Column selection {plan.selection!r} needs whole rows, but imputation 'gaps' leaves some empty."
        raise _invalid("imputation", f"{text} Choose 'median', or selection 'none'.")


def _step_remarks(plan: TrainingPlan) -> Warnings:
    return [*_gap_remarks(plan), *_calibration_remarks(plan)]


def _gap_remarks(plan: TrainingPlan) -> Warnings:
    family = get_family(plan.family)
    if plan.imputation != "gaps" or family.takes_gaps:
        return []
    return [remark("gaps_filled", f"{family.title} cannot see gaps; the median stood in for them.")]


def _calibration_remarks(plan: TrainingPlan) -> Warnings:
    if plan.imbalance == "none" or plan.calibration == "none":
        return []
    text = (
        "Calibration brings probabilities back to how often they come true, and so takes back most of what weights or "
        "synthetic rows did to them. Choose a threshold to favour a class."
    )
    return [remark("calibrated_after_weights", text)]


def _class_codes(target: pd.Series, classes: tuple[str, ...]) -> np.ndarray:
    counts = target.value_counts()
    unknown = sorted(set(map(str, counts.index)) - set(classes))
    if unknown:
        raise UntrainableTableError(f"The target holds {', '.join(unknown)}; expected only {', '.join(classes)}.")
    if len(counts) < len(classes):
        _refuse_absent_classes({name: int(counts.get(name, 0)) for name in classes})
    if len(target) < FEWEST_ROWS:
        raise UntrainableTableError(
            f"Only {len(target)} rows have a class; at least {FEWEST_ROWS} are needed. Add decided objects.",
            rows=len(target),
        )
    return target.map({name: code for code, name in enumerate(classes)}).to_numpy(dtype=int)


def _refuse_absent_classes(counts: dict[str, int]) -> None:
    absent = ", ".join(name for name, rows in counts.items() if rows == 0)
    raise UntrainableTableError(
        f"No row is {absent}; a classifier needs rows of every one of {', '.join(counts)}. "
        "Choose another target, or add rows of that class.",
        counts=counts,
    )


def _typed(column: Column, cells: pd.Series) -> pd.Series:
    if column.kind != "number":
        return cells.astype("str").where(cells.notna())
    numbers = pd.to_numeric(cells, errors="coerce").astype(float)
    wrong = cells[numbers.isna() & cells.notna()]
    if len(wrong):
        raise _invalid("features", f"{column.name} holds {str(wrong.iloc[0])[:60]!r}, which is not a number.")
    if np.isinf(numbers).any():
        raise UntrainableTableError(
            f"{column.name} holds {int(np.isinf(numbers).sum())} infinite values. Leave those cells empty.",
            column=column.name,
        )
    return numbers


def _informative(X: pd.DataFrame, features: tuple[Column, ...]) -> tuple[tuple[Column, ...], Warnings]:
    distinct = X.nunique()
    _refuse_columns(distinct == 0, "empty in every decided row", "Leave it out.")
    names = pd.Series({c.name: c.kind != "number" and distinct[c.name] > MOST_CATEGORIES for c in features})
    _refuse_columns(
        names, f"text with more than {MOST_CATEGORIES} different values", "Leave it out, or group its values."
    )
    kept = tuple(column for column in features if distinct[column.name] > 1)
    dropped = [column.name for column in features if column not in kept]
    if not kept:
        raise UntrainableTableError("Every chosen feature is constant. Choose columns that differ between rows.")
    text = f"The same in every decided row, so left out: {', '.join(dropped)}."
    return kept, [remark("constant_features", text)] if dropped else []


def _refuse_columns(faulty: pd.Series, fault: str, remedy: str) -> None:
    named = [str(name) for name in faulty.index[faulty.to_numpy(dtype=bool)]]
    if named:
        raise UntrainableTableError(f"{fault[0].upper()}{fault[1:]}: {', '.join(named)}. {remedy}", columns=named)


def _described(column: Column, cells: pd.Series) -> TrainingColumn:
    missing = float(cells.isna().mean())
    if column.kind != "number":
        return TrainingColumn(column.name, "category", missing, categories=tuple(sorted(cells.dropna().unique())))
    least, low, middle, high, most = (finite(value) for value in cells.quantile(_DESCRIBED))
    return TrainingColumn(column.name, "number", missing, least, middle, most, low=low, high=high)


def _invalid(field: str, message: str) -> InvalidFieldsError:
    return InvalidFieldsError(message, [{"field": field, "message": message}])
