"""Train again from the table in this bundle, in the same folds, and hold the metrics against the recorded ones.

The code that trained stands in ``source/``; ``requirements-training.txt`` names the versions that it ran with.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ML.trained_model import TrainingPlan
    from ML.training_rows import LabelledTable

HERE = Path(__file__).resolve().parent
TOLERANCE = 1e-9


def read_plan(held: dict[str, Any]) -> TrainingPlan:
    """Return the plan that ``plan.json`` holds."""
    from ML.catalogs.catalogue import Column, Role
    from ML.frozen_split import FrozenSplit
    from ML.trained_model import TrainingPlan, TuningPlan

    features = tuple(Column(**{**entry, "role": Role(entry["role"]), "source_names": ()}) for entry in held["features"])
    tuning = TuningPlan(**held["tuning"]) if held["tuning"] else None
    split = FrozenSplit(held["split"]["folds"]) if held["split"] else None
    changed = {"features": features, "classes": tuple(held["classes"]), "tuning": tuning, "split": split}
    return TrainingPlan(**{**held, **changed})


def read_table(path: Path) -> LabelledTable:
    """Return the training table that ``training.parquet`` holds."""
    import pandas as pd

    from ML.training_rows import LabelledTable

    frame = pd.read_parquet(path)
    held: Any = [frame.get(f"row {name}") for name in ("class", "host", "object", "flags")]
    return LabelledTable(frame[[name for name in frame.columns if not name.startswith("row ")]], *held)


def compared(recorded: dict[str, Any], found: Any) -> tuple[float, list[str]]:
    """Return the largest difference of a metric or an end of its interval, and a line for each metric."""
    lines, largest = [], 0.0
    for name, entry in recorded.items():
        pairs = [(entry[part], getattr(found[name], part)) for part in ("value", "low", "high")]
        gaps = [abs(old - new) for old, new in pairs if old is not None and new is not None]
        largest = max(largest, *gaps, 0.0)
        lines.append(f"{name:20} recorded {entry['value']}  now {found[name].value}")
    return largest, lines


def main() -> int:
    """Train and compare; 1 where a metric differs by more than 1e-9."""
    sys.path.insert(0, str(HERE / "source"))
    metadata = json.loads((HERE / "metadata.json").read_text(encoding="utf-8"))
    if not (HERE / "training.parquet").is_file():
        sys.exit(f"The training table is too large for a bundle; its sha256 is {metadata['data']['data_hash']}.")
    from ML.cross_validation import KnownSettings, cross_validate

    held = json.loads((HERE / "plan.json").read_text(encoding="utf-8"))
    found = {int(fold): settings for fold, settings in held.pop("found", {}).items()}
    tuner = KnownSettings(found) if held["tuning"] else None
    again = cross_validate(read_table(HERE / "training.parquet"), read_plan(held), tuner=tuner, with_baselines=False)
    if again.rows.data_hash() != metadata["data"]["data_hash"]:
        sys.exit("The training table is not the one that was trained on. Unpack the bundle again.")
    if again.split_hash != metadata["split"]["split_hash"]:
        sys.exit("The folds are not the recorded ones: install the versions of requirements-training.txt.")
    largest, lines = compared(metadata["metrics"], again.evaluation.metrics)
    sys.stdout.write("\n".join([*lines, f"Same table, same folds; largest difference {largest:.1e}.", ""]))
    return _verdict(metadata, largest)


def _verdict(metadata: dict[str, Any], largest: float) -> int:
    if largest <= TOLERANCE:
        return 0
    if metadata["model"]["timed"]:
        sys.stdout.write("This family searches by the clock: what it finds depends on the machine.\n")
        return 0
    sys.stdout.write(f"More than {TOLERANCE}: install the versions of requirements-training.txt.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
