"""Report: what models of one mission are worth on another, and how to train on several.

``python -m tests.reports.transfer`` measures the bundled Kepler and TESS tables, and K2 where ``../shared/archive``
holds it. It writes ``docs/transfer.md`` between its markers, and what the domain guard knows of the missions into
``ML/catalogs/tables``. Seeds are fixed, so the same tables give the same page.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.deliveries import read_delivery_file
from ML.catalogs.snapshots import load_snapshot, snapshots
from ML.combined import combine, withhold
from ML.domain_guard import MAGNITUDE, MissionProfiles, domain_facts, mission_of_rows, profile_missions
from ML.labelling import label_rows
from ML.results import Estimate
from ML.trained_model import TrainingPlan
from ML.training_rows import LabelledTable
from ML.transfer import MissionTable, RegimeComparison, TransferMatrix, compare_regimes, transfer_matrix
from tests.reports.pages import rewrite

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "transfer.md"
TABLES = ROOT / "ML" / "catalogs" / "tables"
ARCHIVE = ROOT.parent / "shared" / "archive" / "k2pandc_2025-10-01.csv"
SEED = 42
NINE = (
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
MEASURED = ("orbital_period", "transit_duration", "transit_depth")
ERRORS = tuple(f"{name}_{side}_error" for name in MEASURED for side in ("upper", "lower"))
COUNT, SNR = "number_of_candidates", "transit_signal_to_noise"
SMOOTH = {"n_estimators": 200, "num_leaves": 7, "learning_rate": 0.05, "min_child_samples": 40}
PLAIN = {"n_estimators": 200, "num_leaves": 31, "learning_rate": 0.05}
TEN = (*NINE, COUNT)
TRIED: dict[str, tuple[tuple[str, ...], str, dict[str, Any]]] = {
    "the 9 shared columns": (NINE, "lightgbm", {"hyperparameters": PLAIN, "engineered": False}),
    "the 9, engineered features": (NINE, "lightgbm", {"hyperparameters": PLAIN}),
    "the 9, engineered, gaps marked": (NINE, "lightgbm", {"hyperparameters": PLAIN, "imputation": "indicator"}),
    "10: and the number of candidates, engineered": (TEN, "lightgbm", {"hyperparameters": PLAIN}),
    "10, engineered, gaps marked": (TEN, "lightgbm", {"hyperparameters": PLAIN, "imputation": "indicator"}),
    "10, engineered, gaps marked, 7 leaves": (TEN, "lightgbm", {"hyperparameters": SMOOTH, "imputation": "indicator"}),
    "10, engineered, gaps marked, default CatBoost": (TEN, "catboost", {"imputation": "indicator"}),
    "11: and the signal-to-noise": ((*TEN, SNR), "lightgbm", {"hyperparameters": PLAIN, "imputation": "indicator"}),
    "16: and the transit's errors": (
        (*TEN, *ERRORS),
        "lightgbm",
        {"hyperparameters": PLAIN, "imputation": "indicator"},
    ),
}
ALIGNED = "10, quantiles aligned to Kepler's, engineered, gaps marked"
TRIED[ALIGNED] = (TEN, "lightgbm", {"hyperparameters": PLAIN, "imputation": "indicator"})
CHOSEN = "10, engineered, gaps marked, 7 leaves"
STAGED: dict[str, dict[str, Any]] = {"lightgbm": SMOOTH, "random_forest": {"n_estimators": 200}}
BANDS = {"Kepler": "kepler_magnitude", "K2": "kepler_magnitude", "TESS": "tess_magnitude"}


def combined() -> pd.DataFrame:
    """Return every mission that is held in one table."""
    parts = {name: load_snapshot(snapshots(name)[0]) for name in ("kepler", "tess")}
    if ARCHIVE.exists():
        parts["k2"] = read_delivery_file(ARCHIVE, ARCHIVE.name, get_catalogue("k2")).frame
    return combine(parts).frame


def missions_of(frame: pd.DataFrame) -> MissionTable:
    """Return the table as models are given it, with the classes of the task ``binary``."""
    catalogue, kept = get_catalogue("combined"), withhold(frame)
    target = label_rows(catalogue, catalogue.tasks["binary"], kept)
    return MissionTable(LabelledTable(kept, target, kept["host_id"], kept["object_name"]), kept["mission"])


def plan(columns: tuple[str, ...], family: str, changes: Mapping[str, Any]) -> TrainingPlan:
    """Return the plan of an attempt."""
    catalogue = get_catalogue("combined")
    task, features = catalogue.tasks["binary"], tuple(catalogue.column(name) for name in columns)
    fixed: dict[str, Any] = {"seed": SEED, "engineered": True, "n_threads": 1}
    return TrainingPlan(features, task.classes, task.positive_class, family, **{**fixed, **changes})


def number(estimate: Estimate | None) -> str:
    """Write a number with its interval."""
    if estimate is None or estimate.value is None:
        return "–"
    interval = "" if estimate.low is None else f" ({estimate.low:.3f}–{estimate.high:.3f})"
    return f"{estimate.value:.3f}{interval}"


def matrix_lines(made: TransferMatrix) -> Iterator[str]:
    """Tabulate a matrix."""
    yield "| trained on | tested on | columns | rows | accuracy | AUC | log-loss | own model | weighted |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|"
    for cell in made.cells:
        own = "" if cell.train == cell.test else number(cell.home["roc_auc"])
        scores = " | ".join(number(cell.metrics[name]) for name in ("accuracy", "roc_auc", "log_loss"))
        adapted = number(cell.adapted.get("roc_auc")) if cell.adapted else ""
        yield f"| {cell.train} | {cell.test} | {len(cell.columns)} | {cell.rows:,} | {scores} | {own} | {adapted} |"


def aligned(rows: MissionTable, reference: str = "Kepler") -> MissionTable:
    """Give every mission's columns the reference's quantiles, without verdicts: the same rank is the same value."""
    cells = rows.table.features.copy()
    for name in TEN:
        wanted = np.sort(cells.loc[rows.missions == reference, name].dropna().to_numpy(dtype=float))
        ranks = cells[name].groupby(rows.missions).rank(pct=True).to_numpy()
        held = ~np.isnan(ranks)
        values = np.full(len(cells), np.nan)
        values[held] = np.quantile(wanted, ranks[held])
        cells[name] = values
    return replace(rows, table=replace(rows.table, features=cells))


def tried_lines(two: MissionTable) -> Iterator[str]:
    """Tabulate every attempt on Kepler and TESS."""
    yield "| what was tried | Kepler → TESS | weighted | TESS → Kepler | weighted |"
    yield "|---|--:|--:|--:|--:|"
    for name, attempt in TRIED.items():
        print(f"Trying {name}", file=sys.stderr, flush=True)
        made = transfer_matrix(aligned(two) if name == ALIGNED else two, plan(*attempt))
        cells = [made.cell(*pair) for pair in (("Kepler", "TESS"), ("TESS", "Kepler"))]
        scores = [number(part["roc_auc"]) for cell in cells if cell for part in (cell.metrics, cell.adapted)]
        yield f"| {name} | {' | '.join(scores)} |"


def regime_lines(made: RegimeComparison) -> Iterator[str]:
    """Tabulate the ways to train on several missions."""
    yield f"| way | trained on | {' | '.join(made.missions)} |"
    yield f"|---|---|{'--:|' * len(made.missions)}"
    models = dict.fromkeys((score.regime, score.after) for score in made.scores)
    for regime, after in models:
        of_model = [score for score in made.scores if (score.regime, score.after) == (regime, after)]
        found = {score.tested: number(score.metrics["roc_auc"]) for score in of_model}
        cells = " | ".join(found.get(mission, "") for mission in made.missions)
        order = (" → " if regime in ("staged", "rehearsed") else ", ").join(after)
        yield f"| {regime.replace('_', ' ')} | {order} | {cells} |"


def with_magnitude(frame: pd.DataFrame) -> pd.DataFrame:
    """Add each mission's magnitude in its own band."""
    magnitude = pd.Series(np.nan, index=frame.index)
    for mission, band in BANDS.items():
        if band in frame:
            magnitude = magnitude.where(frame["mission"] != mission, frame[band])
    return frame.assign(**{MAGNITUDE: magnitude})


def guard_lines(frame: pd.DataFrame, profiles: MissionProfiles) -> Iterator[str]:
    """Tabulate what the guard says of each mission's rows, learned from the even stars and asked of the odd ones."""
    odd = (pd.factorize(frame["host_id"])[0] % 2).astype(bool)
    learned = profile_missions(frame[~odd], frame["mission"][~odd])
    names = {name: name for name in learned.edges}
    yield f"| model of | {' | '.join(f'warned of {mission} rows' for mission in learned.shares)} |"
    yield f"|---|{'--:|' * len(learned.shares)}"
    for mission in learned.shares:
        own = frame[~odd & (frame["mission"] == mission)]
        facts = domain_facts(own, names, [mission], learned, ())
        asked = {other: frame[odd & (frame["mission"] == other)].drop(columns="mission") for other in learned.shares}
        told = [np.mean([name is not None for name in mission_of_rows(facts, rows)]) for rows in asked.values()]
        yield f"| {mission} | {' | '.join(f'{100 * share:.1f} %' for share in told)} |"


def sections() -> Iterator[str]:
    """Measure everything."""
    frame = combined()
    rows = missions_of(frame)
    told = rows.table.target.groupby(rows.missions).value_counts().unstack()
    yield (
        "Decided objects: "
        + "; ".join(
            f"{mission} {counts['PLANET']:,} planets, {counts['FALSE POSITIVE']:,} false positives"
            for mission, counts in told.iterrows()
        )
        + "."
    )
    yield from ("", "### The matrix", "", f"LightGBM; columns: {CHOSEN}.", "")
    made = transfer_matrix(rows, plan(*TRIED[CHOSEN]))
    yield from matrix_lines(made)
    yield from ("", *(f"- {cell.text}" for cell in made.cells if cell.train != cell.test), "")
    write_drops(made)
    yield from ("### What was tried", "", "AUC of every attempt, on the same rows.", "")
    yield from tried_lines(rows.of(["Kepler", "TESS"]))
    yield from ("", "### Joint, per mission, in stages", "", "AUC on held-out stars, five folds.")
    for family, settings in STAGED.items():
        print(f"Stages of {family}", file=sys.stderr, flush=True)
        chosen = plan(TEN, family, {"hyperparameters": settings, "imputation": "indicator"})
        compared = compare_regimes(rows, chosen, get_catalogue("combined").column("mission"))
        yield from ("", f"**{family}**", "", *regime_lines(compared), "", compared.text)
    profiled = with_magnitude(frame)
    profiles = profile_missions(profiled, profiled["mission"])
    (TABLES / "mission_profiles.json").write_text(json.dumps(asdict(profiles), indent=1) + "\n", encoding="utf-8")
    yield from ("", "### The domain guard", "", "Learned from half of the stars, asked about the other half.", "")
    yield from guard_lines(profiled, profiles)


def write_drops(made: TransferMatrix) -> None:
    """Keep the measured drops for the domain guard."""
    drops = [
        {
            "train": cell.train,
            "test": cell.test,
            "source_accuracy": round(cell.source["accuracy"].value or 0.0, 4),
            "accuracy": round(cell.metrics["accuracy"].value or 0.0, 4),
        }
        for cell in made.cells
        if cell.train != cell.test
    ]
    (TABLES / "mission_transfer.json").write_text(json.dumps(drops, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Measure all and write the page."""
    rewrite(PAGE, sections())


if __name__ == "__main__":
    main()
