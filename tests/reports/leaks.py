"""Report: what the leaks of the bundled catalogues are worth.

``python -m tests.reports.leaks`` measures every bundled snapshot anew and writes the numbers into ``docs/leaks.md``
between its markers. Seeds are fixed, so the same snapshots give the same page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ML import baselines
from ML.catalogs.catalogue import Catalogue, Column, Role, Task, catalogue_names, get_catalogue
from ML.catalogs.snapshots import Snapshot, catalogue_columns, load_snapshot, presets_of, snapshots
from ML.choices import ENGINEERED
from ML.classifiers import families
from ML.cross_validation import CrossValidation, cross_validate
from ML.labelling import flag_rule, label_rows
from ML.leak_price import price_of_leaks
from ML.leaks import Finding, Separation, find_with_target, measure_columns
from ML.results import Estimate, LeakPrice
from ML.trained_model import TrainingPlan
from ML.training_rows import LabelledTable
from tests.reports.pages import rewrite

PAGE = Path(__file__).parents[2] / "docs" / "leaks.md"
MOST_LEAKS, MOST_HONEST = 10, 3
SHOWN = ("accuracy", "roc_auc", "pr_auc")
VERDICTS = ("single_column_auc", "missingness_auc", "one_class_value")
GUARD_ORDER = (*VERDICTS, "near_unique", "target_like_name")


@dataclass(frozen=True)
class Subject:
    """A bundled snapshot with the default question that is asked of it."""

    catalogue: Catalogue
    snapshot: Snapshot
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    task: Task

    @property
    def target(self) -> pd.Series:
        """Class of each row under the target's name."""
        return label_rows(self.catalogue, self.task, self.frame).rename(self.catalogue.target_column)

    @property
    def hosts(self) -> pd.Series:
        """Host of each row."""
        return self.frame[self.catalogue.host_column]

    def with_role(self, *roles: Role) -> tuple[Column, ...]:
        """Return the columns in a role, without those that are constant or empty."""
        plain = set(self.snapshot.uninformative)
        return tuple(column for column in self.columns if column.role in roles and column.name not in plain)


class Folds:
    """Finished folds in memory, so that the same validation is not fitted twice."""

    def __init__(self) -> None:
        self.held: dict[int, np.ndarray] = {}

    def load(self, fold: int) -> np.ndarray | None:
        """Return a fold's probabilities, or None."""
        return self.held.get(fold)

    def save(self, fold: int, probabilities: np.ndarray) -> None:
        """Keep a fold's probabilities."""
        self.held[fold] = probabilities


def subjects() -> Iterator[Subject]:
    """Yield every catalogue that has a bundled snapshot."""
    for name in catalogue_names():
        for snapshot in snapshots(name)[:1]:
            catalogue = get_catalogue(name)
            task = next(iter(catalogue.tasks.values()))
            yield Subject(catalogue, snapshot, load_snapshot(snapshot), catalogue_columns(catalogue, snapshot), task)


def heading(subject: Subject) -> list[str]:
    """Name the snapshot and its decided rows."""
    target = subject.target
    counts = ", ".join(f"{rows:,} {name}" for name, rows in target.value_counts().sort_index().items())
    hosts = subject.hosts[target.notna()].nunique()
    title = f"### {subject.catalogue.title}: `{subject.snapshot.id}`"
    return [title, "", f"{target.notna().sum():,} decided objects of {hosts:,} stars: {counts}.", ""]


def columns_alone(subject: Subject) -> list[str]:
    """Tabulate what single columns know, with what the guard finds where no role is told."""
    measured = measure_columns(subject.frame, subject.columns, subject.target, subject.hosts)
    found = found_without_roles(subject, measured)
    leaks = strongest(subject.with_role(Role.LEAK, Role.IDENTIFIER), measured, found)[:MOST_LEAKS]
    honest = strongest(subject.with_role(Role.FEATURE), measured, found)[:MOST_HONEST]
    lines = [line(column, measured[column.name], found) for column in (*leaks, *honest)]
    return [
        "| column | role | AUC by value | AUC by emptiness | found by measurement |",
        "|---|---|--:|--:|---|",
        *lines,
        "",
    ]


def found_without_roles(subject: Subject, measured: dict[str, Separation]) -> tuple[Finding, ...]:
    """Ask the guard as if nothing were known of the catalogue."""
    unknown = [replace(column, role=Role.FEATURE, reason="") for column in subject.columns]
    return find_with_target(subject.frame, unknown, subject.target, subject.hosts, measured=measured)


def strongest(columns: Sequence[Column], measured: dict[str, Separation], found: Sequence[Finding]) -> list[Column]:
    """Order columns: those found to state the verdict first, then by what they know; of equal ones the first alone."""
    stating = {entry.column for entry in found if entry.code in VERDICTS}
    different = {measured[column.name]: column for column in reversed(columns)}
    return sorted(different.values(), key=lambda c: (c.name not in stating, -max(areas(measured[c.name]))))


def areas(separation: Separation) -> tuple[float, float]:
    """Areas by value and by emptiness; 0 where one is not defined."""
    return separation.single_column_auc or 0.0, separation.missingness_auc or 0.0


def line(column: Column, separation: Separation, found: Sequence[Finding]) -> str:
    """One row of the table of columns."""
    codes = {entry.code for entry in found if entry.column == column.name}
    words = ", ".join(f"`{code}`" for code in GUARD_ORDER if code in codes)
    value, empty = areas(separation)
    return f"| `{column.name}` | {column.role.value.replace('_', ' ')} | {value:.3f} | {empty:.3f} | {words} |"


def validations(subject: Subject) -> list[str]:
    """Tabulate the same model with and without leaks, on grouped folds and on random rows, beside its baselines."""
    table, plan, leaks = prepared(subject)
    folds = Folds()
    grouped = price_of_leaks(table, plan, leaks, fold_store=folds)
    random = price_of_leaks(table, replace(plan, group_by_host=False), leaks)
    rows = {
        "honest columns, stars kept together": grouped.without_leaks,
        "honest columns, random rows": random.without_leaks,
        "with the leaks, stars kept together": grouped.with_leaks,
        "with the leaks, random rows": random.with_leaks,
    }
    lines = [result_line(name, metrics) for name, metrics in rows.items()]
    return [
        "| what the model sees | accuracy | area under the ROC curve | average precision |",
        "|---|--:|--:|--:|",
        *lines,
        *baseline_lines(subject, table, cross_validate(table, plan, fold_store=folds)),
        "",
        *words(grouped),
        "",
    ]


def prepared(subject: Subject) -> tuple[LabelledTable, TrainingPlan, tuple[Column, ...]]:
    """Return the table, the recommended plan on the default columns, and the leaks."""
    catalogue, frame, task = subject.catalogue, subject.frame, subject.task
    flags = flag_rule(catalogue, frame)
    table = LabelledTable(frame, subject.target, subject.hosts, frame[catalogue.object_column], flags)
    default = presets_of(catalogue, subject.snapshot)["default"]
    features = tuple(column for column in subject.columns if column.name in default)
    plan = TrainingPlan(
        features, task.classes, task.positive_class, families()[0].name, n_threads=2, engineered=ENGINEERED
    )
    return table, plan, subject.with_role(Role.LEAK)


def result_line(name: str, metrics: Mapping[str, Estimate]) -> str:
    """One row of the table of validations."""
    return f"| {name} | {' | '.join(number(metrics[metric]) for metric in SHOWN)} |"


def number(estimate: Estimate) -> str:
    """Write a number with its interval."""
    if estimate.value is None:
        return "–"
    interval = "" if estimate.low is None else f" ({estimate.low:.3f}–{estimate.high:.3f})"
    return f"{estimate.value:.3f}{interval}"


def baseline_lines(subject: Subject, table: LabelledTable, honest: CrossValidation) -> list[str]:
    """Rows for what a model must beat."""
    held = honest.evaluation.baselines
    rows = {
        "only which cells of the honest columns are empty": held["mask_only"],
        "only which cells of all columns are empty": mask_of_all(subject, table, honest),
        "only whether the archive's own flags are set": held.get("flag_rule"),
        "nothing: the commonest class": held["majority"],
    }
    return [
        result_line(name, {metric: Estimate(value) for metric, value in metrics.items()})
        for name, metrics in rows.items()
        if metrics is not None
    ]


def mask_of_all(subject: Subject, table: LabelledTable, honest: CrossValidation) -> dict[str, float | None]:
    """Metrics of the pattern of empty cells of every column but the target, on the same folds."""
    names = [column.name for column in subject.columns if column.role is not Role.TARGET]
    missing = table.features.loc[table.target.notna().to_numpy(), names].isna().to_numpy()
    plan = honest.plan
    return baselines.mask_only(
        missing, honest.rows.y, honest.folds, plan.classes, plan.positive_class, seed=plan.seed, on_step=lambda: None
    )


def words(price: LeakPrice) -> list[str]:
    """Say the price and which columns were priced."""
    names = ", ".join(f"`{name}`" for name in price.leaks)
    return [f"{price.text}", "", f"Priced: {names}.", *(entry["text"] for entry in price.warnings)]


def section(subject: Subject) -> str:
    """Everything measured on one snapshot."""
    return "\n".join([*heading(subject), *columns_alone(subject), *validations(subject)])


def main() -> None:
    """Measure all and write the page."""
    sections = []
    for subject in subjects():
        print(f"Measuring {subject.snapshot.id}", file=sys.stderr)
        sections.append(section(subject))
    rewrite(PAGE, sections)


if __name__ == "__main__":
    main()
