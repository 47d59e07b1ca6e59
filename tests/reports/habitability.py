"""What the learned part of habitability is worth: planets whose defining columns are hidden, ranked by a model.

``python -m tests.reports.habitability`` prints the table of docs/habitability.md: bundled planets, host folds, seed 42.
"""

from __future__ import annotations

import numpy as np

from ML.bootstrap import Scored, estimate, resampled_top_shares, top_shares
from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import catalogue_columns, find_snapshot, load_snapshot, presets_of
from ML.choices import ENGINEERED
from ML.cross_validation import CrossValidation, cross_validate
from ML.labelling import label_rows
from ML.results import Estimate
from ML.splitting import host_codes
from ML.trained_model import TrainingPlan
from ML.training_rows import LabelledTable

SEED = 42
FAMILIES = ("lightgbm", "random_forest", "logistic_regression")
LENGTHS = (10, 25, 50, 100)


def prepared() -> tuple[LabelledTable, dict[str, TrainingPlan]]:
    """Return the labelled planets and the default plan of each family."""
    catalogue, snapshot = get_catalogue("planets"), find_snapshot("planets")
    frame, task = load_snapshot(snapshot), catalogue.tasks["habitability"]
    columns = {column.name: column for column in catalogue_columns(catalogue, snapshot)}
    features = tuple(columns[name] for name in presets_of(catalogue, snapshot)["default"])
    label = label_rows(catalogue, task, frame)
    table = LabelledTable(frame, label, frame[catalogue.host_column], frame[catalogue.object_column])
    plans = {
        family: TrainingPlan(
            features, tuple(task.classes), task.positive_class, family, seed=SEED, engineered=ENGINEERED
        )
        for family in FAMILIES
    }
    return table, plans


def recalls(validated: CrossValidation) -> dict[int, Estimate]:
    """Share of the habitable planets among the first ``k`` of the list, with an interval over hosts."""
    rows, plan = validated.rows, validated.plan
    position = plan.classes.index(str(plan.positive_class))
    scored = Scored(rows.y, validated.probabilities, host_codes(rows.hosts), position)
    positives = int(np.sum(rows.y == position))
    once = top_shares(scored, position, LENGTHS, np.ones((1, scored.n_hosts)))[:, 0]
    drawn = resampled_top_shares(scored, position, LENGTHS, SEED, lambda: None)
    shares = zip(LENGTHS, once, drawn, strict=True)
    return {k: estimate(share * k / positives, spread * k / positives) for k, share, spread in shares}


def shown(found: Estimate) -> str:
    """A number with its 95 % interval."""
    return f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})"


def main() -> None:
    """Validate and print."""
    table, plans = prepared()
    print("| family | average precision | " + " | ".join(f"recall at {k}" for k in LENGTHS) + " |")
    print("|---|---|" + "---|" * len(LENGTHS))
    for family, plan in plans.items():
        validated = cross_validate(table, plan, with_baselines=False)
        cells = [shown(validated.evaluation.metrics["pr_auc"]), *(shown(each) for each in recalls(validated).values())]
        print(f"| {family} | " + " | ".join(cells) + " |", flush=True)
    positives = int((table.target == "HABITABLE").sum())
    print(
        f"\n{positives} habitable of {int(table.target.notna().sum())} decided planets; a list of k by chance has k/n."
    )


if __name__ == "__main__":
    main()
