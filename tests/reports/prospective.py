"""What a model of Kepler's table of 2017 knew of the verdicts of 2025.

``ARCHIVE_MIRROR=<folder> python -m tests.reports.prospective`` trains families as they come on the bundled DR25 table
and holds their answers against that folder's ``cumulative_2025-10-01.csv``; it writes docs/prospective.md between its
marks.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import fill

import pandas as pd

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.deliveries import read_delivery_file
from ML.catalogs.delivery_columns import as_text
from ML.classifiers import get_family
from ML.prospective import ProspectiveValidation, validate_prospectively
from ML.results import Estimate
from tests.reports import kepler
from tests.reports.pages import rewrite

PAGE = Path(__file__).parents[2] / "docs" / "prospective.md"
NEWER = "cumulative_2025-10-01.csv"
FAMILIES = (
    "catboost", "xgboost", "hist_gradient_boosting", "lightgbm", "extra_trees", "random_forest", "logistic_regression",
)  # fmt: skip
SEEDS = (42, 1, 2)
RECOMMENDED = "lightgbm"
TOPS = (100, 200, 500)
WIDTH = 120


def verdicts_of_now() -> pd.Series:
    """Return the class of every object in the newer table, missing where it is undecided."""
    path, catalogue = Path(os.environ["ARCHIVE_MIRROR"]) / NEWER, get_catalogue("kepler")
    frame = read_delivery_file(path, path.name, catalogue).frame
    now = catalogue.tasks["binary"].label(frame[catalogue.target_column])
    return pd.Series(now.to_numpy(), index=as_text(frame[catalogue.object_column]).to_numpy())


def validated(family: str, seed: int, now: pd.Series) -> ProspectiveValidation:
    """Train a family on what was decided then, and judge it by what was decided since."""
    older, plan = kepler.table("binary"), kepler.plan("binary", family, n_threads=2)
    scores = older.features["koi_score"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return validate_prospectively(older, now, replace(plan, seed=seed), catalogue_scores=scores)


def shown(estimate: Estimate) -> str:
    """A share with its interval."""
    return f"{_bare(estimate.value)} ({_bare(estimate.low)}–{_bare(estimate.high)})"


def _bare(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".removeprefix("0")


def lines(now: pd.Series) -> Iterator[str]:
    """Measure, and tell."""
    every = {(family, seed): validated(family, seed, now) for family in FAMILIES for seed in SEEDS}
    first = {family: every[family, SEEDS[0]] for family in FAMILIES}
    best = first[RECOMMENDED]
    yield from (opening(best), "")
    yield "| family, as it comes | AUC (95 %) | over seeds | AUC, new stars only | accuracy | PR-AUC | log-loss | ECE |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for family in sorted(FAMILIES, key=lambda name: -_value(first[name].evaluation.metrics["roc_auc"])):
        found = first[family]
        areas = [_value(every[family, seed].evaluation.metrics["roc_auc"]) for seed in SEEDS]
        own = found.evaluation.metrics
        new = "–" if found.new_hosts is None else _bare(found.new_hosts.metrics["roc_auc"].value)
        cells = [_bare(own[name].value) for name in ("accuracy", "pr_auc", "log_loss", "ece")]
        spread = f"{_bare(min(areas))}–{_bare(max(areas))}"
        yield f"| {get_family(family).title} | {shown(own['roc_auc'])} | {spread} | {new} | {' | '.join(cells)} |"
    yield ""
    yield tops(best)


def opening(found: ProspectiveValidation) -> str:
    """Say what was trained on what, and how the catalogue's own score does."""
    columns, fates, score = len(kepler.plan("binary").features), found.fates, found.catalogue_score
    told = (
        f"Trained on the {found.trained_rows:,} decided objects of Data Release 25, default preset ({columns} columns, "
        f"no leak, no sky position or epoch) with its engineered features, one fit each with seed {SEEDS[0]}. Of "
        f"{found.undecided_then:,} candidates {fates['PLANET']:,} became CONFIRMED, {fates['FALSE POSITIVE']:,} FALSE "
        f"POSITIVE, {fates['undecided']:,} are candidates still and {fates.get('gone', 0):,} are gone."
    )
    if score is not None:
        area = shown(score.metrics["roc_auc"])
        told += f" `{score.name}` reaches an area under the ROC curve of {area} on the same {score.rows:,}."
    return fill(told, WIDTH)


def tops(found: ProspectiveValidation) -> str:
    """Say what became of those at the top of the recommended family's list."""
    told = [
        f"its best {top.length}: {top.of_all['PLANET']:,} planets, {top.of_all['FALSE POSITIVE']:,} false positives "
        f"and {top.of_all['undecided']:,} that nobody has decided"
        for top in found.tops
        if top.length in TOPS
    ]
    return fill(f"What became of all that {get_family(RECOMMENDED).title} put first: {'; '.join(told)}.", WIDTH)


def _value(estimate: Estimate) -> float:
    if estimate.value is None:
        raise ValueError("One class alone has no area.")
    return estimate.value


if __name__ == "__main__":
    rewrite(PAGE, lines(verdicts_of_now()))
