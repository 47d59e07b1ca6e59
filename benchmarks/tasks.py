"""The tasks of the science benchmark: which rows, which columns, which classes, and what is to be reached on them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Catalogue, Role, get_catalogue
from ML.catalogs.deliveries import read_delivery_file
from ML.catalogs.delivery_columns import as_text
from ML.catalogs.snapshots import find_snapshot, load_snapshot, snapshots
from ML.choices import ENGINEERED
from ML.combined import combine, withhold
from ML.cross_validation import cross_validate, fit_rows, new_pipeline, one_blas_thread
from ML.cross_validation.fits import completed_plan
from ML.evaluation import evaluate
from ML.labelling import label_rows
from ML.prospective import validate_prospectively
from ML.results import Evaluation
from ML.trained_model import TrainingPlan
from ML.training_rows import LabelledTable, TrainingRows, training_rows

KOI_2025 = "cumulative_2025-10-01.csv"
SHARED = (
    "orbital_period",
    "transit_duration",
    "transit_depth",
    "planet_radius",
    "insolation_flux",
    "equilibrium_temperature",
    "stellar_effective_temperature",
    "stellar_surface_gravity",
    "stellar_radius",
)
"""Columns of a transfer, under the names that missions share."""
MORE = ("number_of_candidates", "transit_signal_to_noise")
"""Two more, which both missions hold but measure in their own ways."""


class MissingTableError(Exception):
    """A table that cannot be shipped is not here."""


@dataclass(frozen=True)
class Goal:
    """What a metric of a task should reach; ``least`` tells that smaller is better."""

    metric: str
    floor: float | None
    aim: float | None
    least: bool = False

    def reached(self, value: float, wanted: float | None) -> bool | None:
        """Whether a value is as good as wanted, to the digits in which it is stated."""
        if wanted is None:
            return None
        return round(value, 4) <= wanted if self.least else round(value, 4) >= wanted


@dataclass(frozen=True)
class Judged:
    """What a plan answered on the rows of a task, and what that is worth.

    Attributes
    ----------
    evaluation : Evaluation
    truth : ndarray of int of shape (n_rows,)
        True class of each row, as its position in the plan's classes.
    answers : ndarray of shape (n_rows, n_classes)
        Probabilities.
    hosts : ndarray of shape (n_rows,)
        Host star of each row.
    """

    evaluation: Evaluation
    truth: np.ndarray
    answers: np.ndarray
    hosts: np.ndarray


@dataclass(frozen=True)
class BenchTask:
    """A task: how one setting is judged on it.

    Attributes
    ----------
    judge : callable
        Gives what a plan answers and what that is worth.
    plan : callable
        Gives the plan of somebody who changes nothing but the preset of columns.
    fits : int
        Fits that one judgement takes.
    rows : callable or None
        Gives the decided rows that are validated in folds; None where the task has no folds.
    shown : tuple of str
        Metrics that are tabulated; the first ranks.
    """

    name: str
    title: str
    judge: Callable[[TrainingPlan], Judged]
    plan: Callable[[str], TrainingPlan]
    fits: int
    shown: tuple[str, ...]
    goals: tuple[Goal, ...]
    note: str = ""
    rows: Callable[[TrainingPlan], TrainingRows] | None = None


BINARY = ("log_loss", "roc_auc", "accuracy", "ece")
THREE = ("log_loss", "accuracy", "macro_f1", "ece")
RANKED = ("roc_auc", "accuracy", "log_loss", "ece")


def archive_folder() -> Path:
    """Return the folder with the archive's tables: ``ARCHIVE_MIRROR``, or beside the project."""
    return Path(os.environ.get("ARCHIVE_MIRROR") or Path(__file__).parents[2] / "shared" / "archive")


@cache
def _frame(catalogue: str) -> pd.DataFrame:
    return load_snapshot(find_snapshot(catalogue, None) if catalogue != "kepler" else _bundled_kepler())


def _bundled_kepler() -> Any:
    return next(held for held in snapshots("kepler") if held.id.startswith("dr25"))


@cache
def _koi_2025() -> pd.DataFrame:
    path = archive_folder() / KOI_2025
    if not path.exists():
        raise MissingTableError(f"{path} is not here: name its folder in ARCHIVE_MIRROR or --archive")
    return read_delivery_file(path, path.name, get_catalogue("kepler")).frame


def _tess_without_known() -> pd.DataFrame:
    frame = _frame("tess")
    return frame[frame[get_catalogue("tess").target_column] != "KP"].reset_index(drop=True)


def _labelled(catalogue: Catalogue, frame: pd.DataFrame, task: str) -> LabelledTable:
    target = catalogue.tasks[task].label(frame[catalogue.target_column])
    return LabelledTable(frame, target, frame[catalogue.host_column], frame[catalogue.object_column])


def _plan_on(catalogue: Catalogue, frame: pd.DataFrame, task: str, preset: str) -> TrainingPlan:
    """The plan of somebody who changes nothing: the default preset, as far as the table fills it."""
    names = [name for name in catalogue.presets[preset] if name in frame and frame[name].notna().any()]
    chosen, features = catalogue.tasks[task], tuple(catalogue.column(name) for name in names)
    if preset == "default" and {column.role for column in features} != {Role.FEATURE}:
        raise AssertionError(f"The default preset of {catalogue.name} holds a column that gives the answer away.")
    return TrainingPlan(features, tuple(chosen.classes), chosen.positive_class, "lightgbm", engineered=ENGINEERED)


def _validated(catalogue: str, frame: Callable[[], pd.DataFrame], task: str) -> dict[str, Any]:
    """Five folds by star on one table."""

    def judge(plan: TrainingPlan) -> Judged:
        found = cross_validate(_labelled(get_catalogue(catalogue), frame(), task), plan, with_baselines=False)
        return Judged(found.evaluation, found.rows.y, found.probabilities, found.rows.hosts)

    return {
        "judge": judge,
        "plan": lambda preset: _plan_on(get_catalogue(catalogue), frame(), task, preset),
        "rows": lambda plan: training_rows(_labelled(get_catalogue(catalogue), frame(), task), plan),
        "fits": 5,
    }


def _prospectively(plan: TrainingPlan) -> Judged:
    catalogue, older, newer = get_catalogue("kepler"), _frame("kepler"), _koi_2025()
    now = catalogue.tasks["binary"].label(newer[catalogue.target_column])
    now = pd.Series(now.to_numpy(), index=as_text(newer[catalogue.object_column]).to_numpy())
    found = validate_prospectively(_labelled(catalogue, older, "binary"), now, plan)
    # They come with the best score first: in one order for all models, to be held against each other.
    objects = pd.DataFrame(found.objects).sort_values("object")
    decided = objects[objects["now"].isin(plan.classes)]
    scores = decided["score"].to_numpy(dtype=float)
    answers = [scores if name == plan.positive_class else 1 - scores for name in plan.classes]
    truth = decided["now"].map(plan.classes.index).to_numpy(dtype=int)
    return Judged(found.evaluation, truth, np.column_stack(answers), decided["host"].to_numpy())


def _prospective_plan(preset: str) -> TrainingPlan:
    _koi_2025()
    return _plan_on(get_catalogue("kepler"), _frame("kepler"), "binary", preset)


@cache
def _missions() -> pd.DataFrame:
    return withhold(combine({name: _frame(name) for name in ("kepler", "tess")}).frame)


def _transfer_plan(preset: str) -> TrainingPlan:
    catalogue = get_catalogue("combined")
    names = (*SHARED, *MORE) if preset == "wide" else SHARED
    task, features = catalogue.tasks["binary"], tuple(catalogue.column(name) for name in names)
    return TrainingPlan(features, task.classes, task.positive_class, "lightgbm", engineered=True)


def _transferred(train: str, test: str) -> Callable[[TrainingPlan], Judged]:
    """Fit on every decided row of one mission, judge on those of the other; stars that both saw are not fitted on."""

    def judge(plan: TrainingPlan) -> Judged:
        catalogue, frame = get_catalogue("combined"), _missions()
        target = label_rows(catalogue, catalogue.tasks["binary"], frame)
        rows = training_rows(LabelledTable(frame, target, frame["host_id"], frame["object_name"]), plan)
        mission = frame["mission"][target.notna().to_numpy()].to_numpy()
        tested = np.flatnonzero(mission == test)
        fitted = np.flatnonzero((mission == train) & ~np.isin(rows.hosts, rows.hosts[tested]))
        complete = completed_plan(plan)
        pipeline = new_pipeline(rows, complete)
        with one_blas_thread():
            fit_rows(pipeline, rows, complete, fitted, lambda *_: None, [])
        answers = np.asarray(pipeline.predict_proba(rows.X.iloc[tested]), dtype=float)
        truth, hosts = rows.y[tested], rows.hosts[tested]
        evaluation = evaluate(truth, answers, plan.classes, plan.positive_class, hosts, seed=plan.seed)
        return Judged(evaluation, truth, answers, hosts)

    return judge


TASKS = (
    BenchTask(
        "kepler_binary",
        "Kepler DR25, planet or false positive",
        **_validated("kepler", lambda: _frame("kepler"), "binary"),
        shown=BINARY,
        goals=(
            Goal("accuracy", 0.979, 0.983),
            Goal("roc_auc", 0.9968, 0.9980),
            Goal("log_loss", 0.064, 0.055, least=True),
            Goal("ece", None, 0.01, least=True),
        ),
        note="No leak, no soft leak, no sky position, no epoch.",
    ),
    BenchTask(
        "kepler_three",
        "Kepler DR25, three classes",
        **_validated("kepler", lambda: _frame("kepler"), "three_class"),
        shown=THREE,
        goals=(
            Goal("accuracy", 0.853, 0.870),
            Goal("macro_f1", 0.816, 0.840),
            Goal("log_loss", 0.377, 0.350, least=True),
        ),
        note="The same columns.",
    ),
    BenchTask(
        "koi2025_three",
        "KOI 2025 default columns, three classes",
        **_validated("kepler", _koi_2025, "three_class"),
        shown=THREE,
        goals=(Goal("accuracy", 0.806, 0.825), Goal("macro_f1", 0.766, None)),
        note="The archive's default download without its leaks, soft leaks, sky position and epoch.",
    ),
    BenchTask(
        "koi2025_binary",
        "KOI 2025 default columns, planet or false positive",
        **_validated("kepler", _koi_2025, "binary"),
        shown=BINARY,
        goals=(Goal("accuracy", 0.945, None), Goal("roc_auc", 0.985, None)),
    ),
    BenchTask(
        "tess_binary",
        "TESS 2020, planet or false positive",
        **_validated("tess", lambda: _frame("tess"), "binary"),
        shown=RANKED,
        goals=(Goal("accuracy", 0.905, None), Goal("roc_auc", 0.967, 0.975)),
        note="903 rows; sectors, dates, identifiers and follow-up columns are barred by the leak guard.",
    ),
    BenchTask(
        "tess_new",
        "TESS 2020, planet that TESS found or false positive",
        **_validated("tess", _tess_without_known, "binary"),
        shown=RANKED,
        goals=(),
        note="Without the planets that were known before TESS looked (KP), most of them bright hot Jupiters.",
    ),
    BenchTask(
        "prospective",
        "Kepler 2017 → 2025, prospective",
        _prospectively,
        _prospective_plan,
        fits=1,
        shown=RANKED,
        goals=(Goal("roc_auc", 0.970, 0.980),),
        note="Trained on what was decided in 2017, judged on the 566 candidates that were decided since.",
    ),
    BenchTask(
        "kepler_to_tess",
        "Kepler → TESS",
        _transferred("Kepler", "TESS"),
        _transfer_plan,
        fits=1,
        shown=RANKED,
        goals=(Goal("roc_auc", 0.822, 0.870),),
        note="Nine shared columns and what is engineered from them.",
    ),
    BenchTask(
        "tess_to_kepler",
        "TESS → Kepler",
        _transferred("TESS", "Kepler"),
        _transfer_plan,
        fits=1,
        shown=RANKED,
        goals=(Goal("roc_auc", 0.898, None),),
        note="The same columns.",
    ),
)
BY_NAME = {task.name: task for task in TASKS}
