"""Every choice of every step around the classifier: it works, it explains, and it learns from training rows alone."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import joblib
import numpy as np
import pandas as pd
import pytest

from ML.choices import STEPS
from ML.cross_validation import CALIBRATION_FOLDS, cross_validate, fit_rows, fit_steps, new_pipeline, split_rows
from ML.exceptions import InvalidFieldsError
from ML.explanation import explain
from ML.preprocessing import build_pipeline, dropped_columns
from ML.training import train
from ML.training_rows import training_rows

COSTS = {"PLANET": 1.5}
CHOICES = [(step.field, choice.name) for step in STEPS for choice in step.choices]
EVERY_CHOICE = pytest.mark.parametrize(("field", "choice"), CHOICES, ids=[f"{f}-{c}" for f, c in CHOICES])
SMALL = {
    "lightgbm": {"n_estimators": 12, "learning_rate": 0.1},
    "logistic_regression": {},
    "random_forest": {"n_estimators": 10, "max_depth": 5},
    "ensemble": {"folds": 2},
}
LOPSIDED = 70


def chosen(field, choice):
    return {field: choice, **({"costs": COSTS} if choice == "cost" else {})}


def ignore(completed, total):
    pass


def lopsided(table):
    """A table in which planets are rare, so that resampling and weights have something to do."""
    rare = (table.target == "PLANET").to_numpy().nonzero()[0][LOPSIDED:]
    kept = np.setdiff1d(np.arange(len(table.target)), rare)

    def part(cells):
        return cells.iloc[kept].reset_index(drop=True)

    return replace(
        table,
        features=part(table.features),
        target=part(table.target),
        hosts=part(table.hosts),
        objects=part(table.objects),
        flags=part(table.flags),
    )


def corrupted(rows, broken):
    """Other values and other labels in the rows at these positions."""
    X = rows.X.copy()
    X.loc[broken, ["depth", "period", "noise"]] = 1e9
    X.loc[broken, "spectral_type"] = "nonsense"
    y = rows.y.copy()
    y[broken] = (y[broken] + 1) % (y.max() + 1)
    return replace(rows, X=X, y=y)


@EVERY_CHOICE
@pytest.mark.parametrize(("family", "n_classes"), [("lightgbm", 2), ("logistic_regression", 2), ("random_forest", 3)])
def test_corrupting_validation_rows_changes_nothing_that_is_fitted(field, choice, family, n_classes, table, plan):
    """Fitted pipelines are equal bit for bit, and so are their answers to rows that stayed as they were."""
    settings = plan(family, n_classes, hyperparameters=SMALL[family], **chosen(field, choice))
    rows = training_rows(lopsided(table(n_classes)), settings)
    train_rows, validated = split_rows(rows, settings)[0]
    broken, probes = validated[::2], validated[1::2]
    fits, answers = [], []
    for given in (rows, corrupted(rows, broken)):
        pipeline, remarks = new_pipeline(given, settings), []
        fit_rows(pipeline, given, settings, train_rows, ignore, remarks)
        fits.append(joblib.hash(pipeline))
        answers.append(pipeline.predict_proba(given.X.iloc[probes]))
    assert fits[0] == fits[1]
    np.testing.assert_array_equal(*answers)


@EVERY_CHOICE
def test_corrupted_cells_change_their_own_answers_alone(field, choice, table, plan):
    """The same through the whole of validation: rows that are validated beside broken ones are answered as before."""
    made = lopsided(table(2))
    settings = plan("lightgbm", hyperparameters=SMALL["lightgbm"], method="holdout", test_size=0.3)
    settings = replace(settings, **chosen(field, choice))
    clean = cross_validate(made, settings, with_baselines=False)
    broken = np.flatnonzero(clean.tested)[::2]
    cells = made.features.copy()
    cells.loc[broken, ["depth", "period", "noise"]] = 1e9
    cells.loc[broken, "spectral_type"] = "nonsense"
    dirty = cross_validate(replace(made, features=cells), settings, with_baselines=False)
    kept = np.setdiff1d(np.flatnonzero(clean.tested), broken)
    np.testing.assert_array_equal(dirty.probabilities[kept], clean.probabilities[kept])
    assert (dirty.probabilities[broken] != clean.probabilities[broken]).any()


def test_the_proof_would_see_a_leak(table, plan):
    """The same comparison over all rows does find the corrupted ones: it can fail."""
    settings = plan("logistic_regression")
    rows = training_rows(table(2), settings)
    fits = []
    for given in (rows, corrupted(rows, np.arange(0, 40))):
        pipeline = new_pipeline(given, settings)
        fit_rows(pipeline, given, settings, np.arange(len(rows.y)), ignore, [])
        fits.append(joblib.hash(pipeline))
    assert fits[0] != fits[1]


@EVERY_CHOICE
@pytest.mark.parametrize(("family", "n_classes"), [("lightgbm", 3), ("logistic_regression", 2)])
def test_every_choice_trains_answers_and_explains(field, choice, family, n_classes, table, plan):
    changes = chosen(field, choice)
    reports = []
    made = table(n_classes)
    model = train(made, plan(family, n_classes, hyperparameters=SMALL[family], **changes), reports.append)
    assert model.evaluation.metrics["accuracy"].value > model.evaluation.baselines["majority"]["accuracy"] + 0.1
    frame = table(n_classes, seed=4).features.iloc[:8]
    answers = model.predict(frame)
    for k, answer in enumerate(answers):
        assert sum(answer.probabilities.values()) == pytest.approx(1)
        alone = model.predict(frame.iloc[[k]])[0]
        assert alone.probability == pytest.approx(answer.probability, abs=1e-12)
        json.dumps(asdict(answer), allow_nan=False)
    for explanation, answer in zip(explain(model, frame), answers, strict=True):
        assert explanation.predicted_class == answer.prediction
        assert explanation.additivity_error < 1e-5
        assert {part.feature for part in explanation.contributions} == set(model.feature_names)
        assert bool(explanation.note) == (field == "calibration" and choice != "none")
    for phase in ("folds", "final_fit"):
        counts = [(report.completed, report.total) for report in reports if report.phase == phase]
        assert counts == sorted(counts)
        assert counts[-1][0] == counts[-1][1]


@EVERY_CHOICE
def test_threads_and_a_second_run_change_no_number(field, choice, table, plan):
    changes = chosen(field, choice)
    one, again, other = (
        train(table(2), plan("lightgbm", hyperparameters=SMALL["lightgbm"], n_threads=threads, **changes))
        for threads in (1, 1, 2)
    )
    for model in (again, other):
        pd.testing.assert_frame_equal(model.out_of_fold, one.out_of_fold, check_exact=True)
        assert model.evaluation == one.evaluation
        assert model.importance == one.importance
        frame = table(2, seed=9).features
        np.testing.assert_array_equal(model.probabilities(frame), one.probabilities(frame))


@pytest.mark.parametrize("method", ["importance", "l1", "l2"])
def test_dropped_columns_are_named_and_contribute_nothing(method, plan, table, column):
    rng = np.random.default_rng(77)
    made = table(2)
    noise = pd.DataFrame({f"noise_{k}": rng.normal(size=len(made.target)) for k in range(12)})
    wide = replace(made, features=pd.concat([made.features, noise], axis=1))
    features = (*plan().features, *(column(name) for name in noise))
    model = train(wide, plan("logistic_regression", features=features, selection=method))
    dropped = set(dropped_columns(model.pipeline))
    assert dropped
    assert "depth" not in dropped
    text = next(entry["text"] for entry in model.warnings if entry["code"] == "columns_dropped")
    assert all(name in text for name in dropped)
    shares = {entry.feature: entry.importance for entry in model.importance}
    assert all(shares[name] == 0 for name in dropped)
    explanation = explain(model, wide.features.iloc[:1])[0]
    assert all(part.contribution == 0 for part in explanation.contributions if part.feature in dropped)
    assert explanation.additivity_error < 1e-9


@pytest.mark.parametrize("imbalance", ["class_weight", "smote", "cost"])
def test_a_rare_class_is_found_more_often(imbalance, table, plan):
    made, settings = lopsided(table(2)), {"hyperparameters": SMALL["lightgbm"]}
    plain = train(made, plan(**settings))
    helped = train(made, plan(**settings, **chosen("imbalance", imbalance)))
    sums = [model.out_of_fold["probability_PLANET"].sum() for model in (plain, helped)]
    assert sums[1] > sums[0]


def test_synthetic_rows_never_reach_the_background_or_the_importances(table, plan):
    made = lopsided(table(2))
    settings = plan("mlp", hyperparameters={"epochs": 5, "hidden_units": 4}, imbalance="smote")
    rows = training_rows(made, settings)
    pipeline = new_pipeline(rows, settings)
    prepared = fit_rows(pipeline, rows, settings, np.arange(len(rows.y)), ignore, [])
    np.testing.assert_array_equal(prepared, pipeline[:-1].transform(rows.X))


def test_inner_fits_are_counted_and_a_cancel_stops_within_them(table, plan):
    settings = plan("random_forest", hyperparameters=SMALL["random_forest"], calibration="sigmoid")
    rows = training_rows(table(2), settings)
    assert fit_steps(rows, settings) == 10 * (1 + CALIBRATION_FOLDS)
    counts = []

    def stop_in_third(completed, total):
        counts.append((completed, total))
        if completed == 30:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fit_rows(new_pipeline(rows, settings), rows, settings, np.arange(len(rows.y)), stop_in_third, [])
    assert counts[-1] == (30, 60)
    assert counts == sorted(counts)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_venn_abers_gives_its_own_interval(n_classes, table, plan):
    model = train(table(n_classes), plan("logistic_regression", n_classes, calibration="venn_abers"))
    for answer in model.predict(table(n_classes, seed=4).features.iloc[:20]):
        low, high = answer.interval
        enclosed = answer.score if n_classes == 2 else answer.probability
        assert 0 <= low <= enclosed <= high <= 1


def test_calibration_after_weights_says_what_becomes_of_them(table, plan):
    model = train(table(2), plan("logistic_regression", calibration="sigmoid", imbalance="class_weight"))
    assert "calibrated_after_weights" in {entry["code"] for entry in model.warnings}


def test_an_ensemble_splits_its_rows_by_host_within_every_step(table, plan):
    settings = plan("ensemble", hyperparameters={}, imbalance="smote", selection="importance")
    rows = training_rows(lopsided(table(2)), settings)
    seen = []
    pipeline = new_pipeline(rows, settings)
    original = pipeline[-1].fit

    def watched(X, y, sample_weight=None, groups=None, on_step=ignore):
        seen.append((len(X), groups))
        return original(X[:60], y[:60], None, groups[:60], on_step)

    pipeline[-1].fit = watched
    fit_rows(pipeline, rows, settings, np.arange(len(rows.y)), ignore, [])
    length, groups = seen[0]
    assert length > len(rows.y)
    assert len(groups) == length
    np.testing.assert_array_equal(groups[: len(rows.y)], rows.hosts)


@pytest.mark.parametrize(("family", "left"), [("lightgbm", True), ("ensemble", True), ("random_forest", False)])
def test_gaps_are_left_to_families_that_know_them(family, left, table, plan):
    made = training_rows(table(2), plan(family, imputation="gaps"))
    assert ("gaps_filled" in {entry["code"] for entry in made.warnings}) != left
    pipeline = build_pipeline(made.features, family, {}, seed=1, n_threads=1, imputation="gaps")
    holed = made.X.copy()
    number = next(column.name for column in made.features if column.kind == "number")
    holed.loc[::3, number] = np.nan
    assert np.isnan(pipeline[:-1].fit_transform(holed, made.y)).any() == left


@pytest.mark.parametrize("changes", [{"imbalance": "smote"}, {"selection": "l1"}, {"selection": "importance"}])
def test_steps_that_need_whole_rows_refuse_gaps_with_the_remedy(changes, table, plan):
    with pytest.raises(InvalidFieldsError, match="Choose 'median'"):
        training_rows(table(2), plan("lightgbm", imputation="gaps", **changes))
