"""What locking the label's inputs costs, measured; pytest's option ``-s`` prints it.

An untuned LightGBM (200 trees, 31 leaves, rate 0.05) in five folds grouped by host star looks for the 76 planets that
could have water on their surface among 5,678. With so few, areas differ from split to split: these are means over
three. ``docs/catalogues/planets.md`` quotes them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.deliveries import read_delivery_file
from ML.labelling import label_rows
from ML.splitting import grouped_folds

ARCHIVE = Path(__file__).parents[4] / "shared" / "archive"
TABLE = ARCHIVE / "pscomppars_2025-12-15.csv"
pytestmark = pytest.mark.skipif(
    not TABLE.exists(), reason=f"{TABLE.name} is not there: it is a development table that is never shipped"
)
STAR = ("st_teff", "st_rad", "st_mass")
SPLITS = (0, 1, 2)
LIGHT_AND_SIZE = ("pl_insol", "pl_rade")


@cache
def table():
    catalogue = get_catalogue("planets")
    frame = read_delivery_file(TABLE, TABLE.name, catalogue).frame
    classes = label_rows(catalogue, catalogue.tasks["habitability"], frame)
    decided = classes.notna()
    return frame[decided], (classes[decided] == "HABITABLE").to_numpy().astype(int)


@cache
def areas(*further: str) -> tuple[float, float]:
    """Areas under the ROC and the precision-recall curve of the default columns and ``further`` ones."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    _, habitable = table()
    scores = [out_of_fold(further, seed) for seed in SPLITS]
    roc = float(np.mean([roc_auc_score(habitable, score) for score in scores]))
    precision = float(np.mean([average_precision_score(habitable, score) for score in scores]))
    print(f"default columns {' + '.join(further):30} ROC {roc:.3f}  PR {precision:.3f}")
    return roc, precision


def out_of_fold(further: tuple[str, ...], seed: int) -> np.ndarray:
    from lightgbm import LGBMClassifier

    settings = {"n_estimators": 200, "num_leaves": 31, "learning_rate": 0.05, "random_state": 0, "verbose": -1}
    frame, habitable = table()
    columns = [name for name in get_catalogue("planets").presets["default"] if name in frame]
    features, scores = frame[[*columns, *further]].to_numpy(dtype=float), np.full(len(frame), np.nan)
    for train, test in grouped_folds(habitable, frame["hostname"].to_numpy(), seed=seed):
        model = LGBMClassifier(**settings, n_jobs=1)
        scores[test] = model.fit(features[train], habitable[train]).booster_.predict(features[test])
    return scores


def test_light_and_size_are_the_label_itself():
    assert areas(*LIGHT_AND_SIZE)[1] > 0.85


def test_without_them_a_ranking_far_above_chance_remains():
    roc, precision = areas()
    assert roc > 0.95
    assert 0.35 < precision < areas(*LIGHT_AND_SIZE)[1] - 0.2


def test_locking_the_stars_radius_mass_and_temperature_costs_little():
    assert areas()[0] == pytest.approx(areas(*STAR)[0], abs=0.012)
    assert areas()[1] == pytest.approx(areas(*STAR)[1], abs=0.12)
