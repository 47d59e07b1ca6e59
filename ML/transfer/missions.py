"""Rows of several missions: which mission each is of, and which columns a mission holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ML.exceptions import InvalidFieldsError, PlaygroundError, UntrainableTableError
from ML.results import Warnings, remark
from ML.splitting import grouped_folds
from ML.trained_model import TrainingPlan
from ML.training_rows import LabelledTable, training_rows

MISSION = "mission"
"""Column of the combined table that says which survey saw a row."""

FEWEST_HELD = 0.5
"""Share of a mission's decided rows that must fill a column for the mission to hold it."""

_FEWEST_MISSIONS = 2
_TO_SPLIT = 2


@dataclass(frozen=True)
class MissionTable:
    """A table with a target whose rows are of several missions.

    Attributes
    ----------
    table : LabelledTable
        Objects in columns and units that the missions share; a star that two missions saw has one host id.
    missions : Series of str of shape (n_rows,)
        Mission of each row.
    """

    table: LabelledTable
    missions: pd.Series

    def names(self) -> tuple[str, ...]:
        """Missions in the order in which they first appear."""
        return tuple(self.missions.dropna().unique())

    def of(self, missions: Iterable[str]) -> MissionTable:
        """Return the decided rows of these missions alone."""
        chosen = self.missions.isin(list(missions)).to_numpy() & self.table.target.notna().to_numpy()
        return MissionTable(rows_of(self.table, chosen), self.missions[chosen].reset_index(drop=True))


def rows_of(table: LabelledTable, chosen: np.ndarray) -> LabelledTable:
    """Return the chosen rows of a table; ``chosen`` is bool of shape (n_rows,)."""
    parts = {name: getattr(table, name)[chosen].reset_index(drop=True) for name in ("target", "hosts", "objects")}
    flags = None if table.flags is None else table.flags[chosen].reset_index(drop=True)
    return replace(table, features=table.features[chosen].reset_index(drop=True), flags=flags, **parts)


def measured_plan(plan: TrainingPlan) -> TrainingPlan:
    """Return the plan as it can be compared between missions: folds by star, no mission column, no tuning."""
    features = tuple(column for column in plan.features if column.name != MISSION)
    return replace(plan, features=features, method="cv", group_by_host=True, tuning=None)


def held_by(table: LabelledTable, names: Sequence[str]) -> tuple[str, ...]:
    """Name the columns that decided rows fill in often enough, with more than one value."""
    cells = table.features.loc[table.target.notna().to_numpy(), list(names)]
    return tuple(name for name in names if cells[name].notna().mean() >= FEWEST_HELD and cells[name].nunique() > 1)


def with_features(plan: TrainingPlan, names: Sequence[str]) -> TrainingPlan:
    """Return the plan on some of its columns."""
    return replace(plan, features=tuple(column for column in plan.features if column.name in set(names)))


def usable_missions(rows: MissionTable, plan: TrainingPlan) -> tuple[tuple[str, ...], Warnings]:
    """Name the missions that can train and validate a classifier by themselves, and say why others cannot.

    Raises
    ------
    UntrainableTableError
        Fewer than two can; the message names each that cannot, with the reason.
    """
    reasons = {name: why_not(rows.of([name]).table, plan) for name in rows.names()}
    usable = tuple(name for name, reason in reasons.items() if not reason)
    refused = {name: reason for name, reason in reasons.items() if reason}
    if len(usable) < _FEWEST_MISSIONS:
        raise _too_few(rows.names(), refused)
    return usable, [remark("mission_left_out", f"{name} is left out: {reason}") for name, reason in refused.items()]


def why_not(table: LabelledTable, plan: TrainingPlan) -> str:
    """Say why a mission's rows cannot train and validate a classifier; empty where they can."""
    held = with_features(plan, held_by(table, [column.name for column in plan.features]))
    try:
        rows = training_rows(table, held)
        grouped_folds(np.array(plan.classes, dtype=object)[rows.y].astype(str), rows.hosts, folds=plan.folds)
    except InvalidFieldsError:
        raise
    except PlaygroundError as refusal:
        return refusal.message
    return ""


def _too_few(names: Sequence[str], refused: dict[str, str]) -> UntrainableTableError:
    if len(names) < _TO_SPLIT:
        message = (
            f"The table holds rows of {names[0] if names else 'no mission'} alone; transfer needs two missions. Choose "
            "the combined dataset, or fetch a second mission's catalogue."
        )
        return UntrainableTableError(message, missions=list(names))
    told = " ".join(f"{name}: {reason}" for name, reason in refused.items())
    return UntrainableTableError(f"Transfer needs two missions with rows of every class. {told}", missions=refused)
