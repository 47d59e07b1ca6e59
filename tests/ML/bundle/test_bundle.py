"""A bundle: exact exports, the same bytes again, and three scripts that run where this project is not installed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import asdict, replace
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.pipeline import Pipeline

from ML.bundle.archive import write_zip
from ML.bundle.contents import as_rows, contents, export
from ML.bundle.runtime.predict import Scorer, UnusableRowsError
from ML.classifiers import families
from ML.trained_model import TuningPlan
from ML.training import train
from ML.tuning import HyperparameterSearch, LocalTrials

TINY = {
    "catboost": {"n_estimators": 20},
    "hist_gradient_boosting": {"n_estimators": 20},
    "gradient_boosting": {"n_estimators": 15},
    "adaboost": {"n_estimators": 10},
    "extra_trees": {"n_estimators": 15},
    "ensemble": {"weighting": "equal"},
    "auto": {"max_members": 2, "folds": 2},
}
FAMILIES = [family.name for family in families()]


def exact(model, table) -> None:
    found = export(model, table.features)
    assert found.facts["exported"], found.facts
    assert found.facts["largest_difference"] < 1e-6
    assert found.facts["rows_checked"] == len(table.features)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_exported_exactly(family, classes, table, plan, fitted_only) -> None:
    changes = {"hyperparameters": TINY[family]} if family in TINY else {}
    exact(fitted_only(table(classes), plan(family, classes, **changes)), table(classes))


STEPS = [
    {"imputation": "indicator", "encoding": "ordinal", "scaling": "robust", "selection": "l2"},
    {"imputation": "mean", "scaling": "standard", "selection": "importance"},
    {"calibration": "sigmoid"},
    {"calibration": "isotonic"},
    {"calibration": "venn_abers"},
]


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("steps", STEPS, ids=lambda steps: "-".join(steps.values()))
def test_every_step_is_exported_exactly(steps, classes, table, plan, fitted_only) -> None:
    exact(fitted_only(table(classes), plan("logistic_regression", classes, **steps)), table(classes))


KNOW_GAPS = {
    "lightgbm": {},
    "xgboost": {},
    "catboost": {"n_estimators": 20},
    "ensemble": {"weighting": "equal"},
}


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("family", KNOW_GAPS)
def test_gaps_go_the_way_that_training_learned(family, classes, table, plan, fitted_only) -> None:
    changes = {"hyperparameters": KNOW_GAPS[family]} if KNOW_GAPS[family] else {}
    model = fitted_only(table(classes), plan(family, classes, imputation="gaps", **changes))
    assert np.isnan(model.pipeline[:-1].transform(table(classes).features[model.feature_names])).any()
    exact(model, table(classes))


def test_a_gap_where_training_had_none_is_answered_alike(table, plan, fitted_only) -> None:
    known = table()
    known.features["noise"] = known.features["noise"].fillna(0.0)
    for family in ("lightgbm", "xgboost", "catboost"):
        model = fitted_only(known, plan(family, imputation="gaps"))
        rows = known.features[model.feature_names].assign(noise=np.nan, depth=np.nan)
        found = export(model, known.features)
        assert found.facts["exported"], found.facts
        answers = Scorer(found.form, found.onnx).probabilities(as_rows(rows))
        np.testing.assert_allclose(answers, model.probabilities(rows), atol=1e-6)


def test_engineered_features_are_exported_exactly(table, plan, column, fitted_only) -> None:
    shared = (
        column("depth", unit="ppm", canonical="transit_depth"),
        column("period", unit="days", canonical="orbital_period"),
        column("noise"),
    )
    model = fitted_only(table(), plan("random_forest", features=shared, engineered=True))
    assert "engineer" in model.pipeline.named_steps
    exact(model, table())


def test_an_unknown_classifier_is_left_out_with_its_reason(table, trained) -> None:
    from sklearn.dummy import DummyClassifier

    known = trained("logistic_regression", 2)
    stranger = DummyClassifier().fit(np.zeros((2, 6)), [0, 1])
    changed = replace(known, pipeline=Pipeline([*known.pipeline.steps[:-1], ("classifier", stranger)]))
    found = export(changed, table().features)
    assert found.onnx is None
    assert "DummyClassifier" in found.facts["reason"]


def test_trees_that_ask_for_categories_are_left_out_with_their_reason(fitted_only, table, plan) -> None:
    import lightgbm

    model = fitted_only(table(), plan("lightgbm"))
    encoded = model.pipeline[:-1].transform(table().features[model.feature_names])
    asks = lightgbm.LGBMClassifier(n_estimators=5, min_data_in_leaf=1, min_data_per_group=1, cat_smooth=0, verbose=-1)
    codes = np.arange(len(encoded)) % 7
    rows = np.column_stack([codes, *encoded.T[1:]])
    asks.fit(rows, np.isin(codes, (1, 4, 6)).astype(int), categorical_feature=[0])
    found = export(
        replace(model, pipeline=Pipeline([*model.pipeline.steps[:-1], ("classifier", asks)])), table().features
    )
    assert not found.facts["exported"]
    assert "categories" in found.facts["reason"]


def facts_of(model) -> dict:
    plan = model.plan
    split = {name: getattr(plan, name) for name in ("method", "folds", "test_size", "group_by_host")}
    return {
        "run_id": "a-run",
        "task": "binary",
        "data": {"dataset": "made up", "snapshot": "one", "sha256": "0" * 64, "rows": 240, "hosts": 100},
        "split": {**split, "split_hash": model.split_hash},
        "metrics": {name: asdict(entry) for name, entry in model.evaluation.metrics.items()},
        "baselines": model.evaluation.baselines,
        "warnings": model.warnings,
    }


def bundle_of(model, table) -> dict[str, bytes]:
    buffer = io.BytesIO()
    joblib.dump(model, buffer)
    return contents(model, table, facts_of(model), buffer.getvalue())


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory):
    from tests.ML.conftest import COLUMNS, make_column, make_plan, make_table

    shared = (
        make_column("depth", unit="ppm", canonical="transit_depth"),
        make_column("period", unit="days", canonical="orbital_period"),
        *COLUMNS[2:],
    )
    plan = make_plan("random_forest", calibration="sigmoid", engineered=True, features=shared)
    return train(make_table(), plan)


@pytest.fixture(scope="module")
def unpacked(calibrated, tmp_path_factory) -> Path:
    from tests.ML.conftest import make_table

    return unpack(bundle_of(calibrated, make_table()), tmp_path_factory.mktemp("taken home"))


def unpack(files: dict[str, bytes], folder: Path) -> Path:
    write_zip(files, folder / "bundle.zip")
    with zipfile.ZipFile(folder / "bundle.zip") as archive:
        archive.extractall(folder / "bundle")
    return folder / "bundle"


GUARD = (
    "import importlib.util as u, runpy, sys;"
    "sys.path[:] = [p for p in sys.path if p];"
    "assert not any(u.find_spec(name) for name in ('ML', 'backend')), sys.path;"
    "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
)


def run_outside(unpacked: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script by an isolated interpreter, from another folder, after it has proved that it knows no project."""
    command = [sys.executable, "-I", "-W", "error::UserWarning", "-c", GUARD, str(unpacked / script), *arguments]
    folder = unpacked.parent
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, timeout=120, check=False)


def test_the_bundle_predicts_outside(unpacked, calibrated, table) -> None:
    rows = table().features.head(30)
    rows.to_csv(unpacked.parent / "rows.csv", index=False)
    done = run_outside(unpacked, "predict.py", str(unpacked.parent / "rows.csv"))
    assert done.returncode == 0, done.stderr
    import pandas as pd

    found = pd.read_csv(io.StringIO(done.stdout))
    expected = calibrated.predict_table(rows)
    assert list(found["prediction"]) == list(expected["prediction"])
    np.testing.assert_allclose(found["score"], expected["score"], atol=1e-9)


def test_the_bundle_verifies_outside_and_notices_damage(unpacked, tmp_path) -> None:
    done = run_outside(unpacked, "verify.py")
    assert done.returncode == 0, done.stdout + done.stderr
    card = unpacked / "model_card.md"
    before = card.read_bytes()
    card.write_bytes(before + b"Better than it was.")
    damaged = run_outside(unpacked, "verify.py")
    card.write_bytes(before)
    assert damaged.returncode == 1
    assert "model_card.md" in damaged.stdout


def assert_trains_to_the_same(unpacked: Path) -> None:
    done = run_outside(unpacked, "reproduce.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Same table, same folds" in done.stdout


def test_an_engineered_and_calibrated_model_trains_to_the_same_metrics_outside(unpacked, calibrated) -> None:
    assert (
        "engineer" in calibrated.pipeline.named_steps
        and json.loads((unpacked / "form.json").read_text())["calibration"]
    )
    assert_trains_to_the_same(unpacked)


def test_a_tuned_model_trains_to_the_same_metrics_outside(table, plan, tmp_path) -> None:
    tuned = plan("decision_tree", hyperparameters={"max_depth": 2}, tuning=TuningPlan(trials=6, folds=2))
    model = train(table(), tuned, tuner=HyperparameterSearch(LocalTrials()))
    found = [facts["settings"] for facts in model.tuning]
    assert any(settings != found[-1] for settings in found), "folds that found the same would prove little"
    assert_trains_to_the_same(unpack(bundle_of(model, table()), tmp_path))


def test_the_same_training_gives_the_same_bytes(calibrated, table, tmp_path) -> None:
    for name in ("one", "two"):
        write_zip(bundle_of(calibrated, table()), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_metadata_says_what_is_needed_to_judge_the_model(unpacked) -> None:
    held = json.loads((unpacked / "metadata.json").read_text())
    assert held["features"][0]["unit"] == "ppm"
    assert held["onnx"]["exported"]
    assert held["metrics"]["accuracy"]["low"] <= held["metrics"]["accuracy"]["value"]
    assert {"split_hash", "group_by_host"} <= set(held["split"])
    card = (unpacked / "model_card.md").read_text()
    assert "no star stands on both sides" in card


def test_a_row_that_cannot_be_used_is_named(unpacked, table) -> None:
    scorer = Scorer.load(unpacked)
    row = as_rows(table().features.head(1))[0]
    with pytest.raises(UnusableRowsError, match="Row 1 has no period"):
        scorer.probabilities([{name: row[name] for name in row if name != "period"}])
    with pytest.raises(UnusableRowsError, match="column period: 'soon' is not a finite number"):
        scorer.probabilities([{**row, "period": "soon"}])
    assert scorer.predict([{**row, "spectral_type": "never seen"}])[0]["prediction"] in scorer.classes
