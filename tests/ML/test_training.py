from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from ML.classifiers import family_names, get_family
from ML.training import train

EVERY = pytest.mark.parametrize("family", family_names())


class CancelledError(Exception):
    pass


class Folds:
    def __init__(self):
        self.held = {}
        self.saved = []

    def load(self, fold):
        return self.held.get(fold)

    def save(self, fold, probabilities):
        self.saved.append(fold)
        self.held[fold] = probabilities


@EVERY
@pytest.mark.parametrize("n_classes", [2, 3])
def test_a_model_beats_the_majority_and_is_ready_for_json(family, n_classes, trained):
    model = trained(family, n_classes)
    metrics = model.evaluation.metrics
    assert metrics["accuracy"].value > model.evaluation.baselines["majority"]["accuracy"] + 0.1
    assert metrics["roc_auc"].value > 0.7
    for part in (model.evaluation, model.fit_facts, *model.importance, *model.columns):
        json.dumps(asdict(part), allow_nan=False)


@EVERY
def test_every_row_is_predicted_once_by_a_model_that_did_not_see_its_host(family, trained, table):
    out = trained(family, 3).out_of_fold
    assert list(out["object"]) == list(table(3).objects)
    assert (out.groupby("host")["fold"].nunique() == 1).all()
    probabilities = out[["probability_CANDIDATE", "probability_FALSE POSITIVE", "probability_PLANET"]]
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-6)
    assert sorted(out["fold"].unique()) == [1, 2, 3]


def test_the_shown_metrics_are_those_of_the_out_of_fold_rows(trained):
    model = trained("lightgbm", 2)
    out = model.out_of_fold
    right = (out["probability_PLANET"] > 0.5) == (out["truth"] == "PLANET")
    assert model.evaluation.metrics["accuracy"].value == pytest.approx(right.mean())
    assert np.sum(model.evaluation.confusion_matrix) == len(out)
    mean = np.mean([fold.metrics["accuracy"] for fold in model.evaluation.folds])
    assert model.evaluation.metrics["accuracy"].value == pytest.approx(mean, abs=0.01)


@EVERY
def test_the_same_seed_gives_the_same_numbers_whatever_the_threads(family, trained, table, plan):
    again = train(table(2), plan(family, n_threads=2))
    model = trained(family, 2)
    assert again.evaluation == model.evaluation
    assert again.importance == model.importance
    assert (again.data_hash, again.split_hash) == (model.data_hash, model.split_hash)


def test_the_order_of_the_classes_only_renames_the_columns(table, plan):
    made = table(2)
    one, other = (
        train(made, plan("xgboost", classes=c)) for c in (("FALSE POSITIVE", "PLANET"), ("PLANET", "FALSE POSITIVE"))
    )
    assert one.evaluation.metrics["accuracy"].value == pytest.approx(
        other.evaluation.metrics["accuracy"].value, abs=0.02
    )
    np.testing.assert_allclose(
        one.out_of_fold["probability_PLANET"], other.out_of_fold["probability_PLANET"], atol=0.05
    )


@EVERY
def test_values_of_validation_rows_change_nothing_that_is_fitted(family, table, plan):
    """Break half of the validated rows: only their own probabilities may change."""
    made, settings = table(2), plan(family, method="holdout", test_size=0.3)
    clean = train(made, settings).out_of_fold.set_index("object")["probability_PLANET"]
    broken = made.objects.isin(clean.index[::2])
    cells = made.features.copy()
    cells.loc[broken, ["depth", "period", "noise"]] = 1e6
    cells.loc[broken, "spectral_type"] = "nonsense"
    dirty = train(replace(made, features=cells), settings).out_of_fold.set_index("object")["probability_PLANET"]
    np.testing.assert_array_equal(dirty[1::2], clean[1::2])
    assert (dirty[::2] != clean[::2]).any()


def test_progress_counts_up_to_the_total_in_every_phase(table, plan):
    reports = []
    train(table(2), plan("random_forest"), reports.append)
    assert list(dict.fromkeys(report.phase for report in reports)) == ["folds", "final_fit", "importance"]
    totals = {"folds": 75, "final_fit": 25, "importance": 200}
    units = {"folds": "trees", "final_fit": "trees", "importance": "rows"}
    for phase, total in totals.items():
        counts = [report.completed for report in reports if report.phase == phase]
        assert counts == sorted(counts)
        assert counts[0] == 0
        assert counts[-1] == total
        assert {(report.total, report.unit) for report in reports if report.phase == phase} == {(total, units[phase])}
    assert [len(report.scores) for report in reports] == sorted(len(report.scores) for report in reports)
    assert len(reports[-1].scores) == 3


@EVERY
@pytest.mark.parametrize("phase", ["folds", "final_fit", "importance"])
def test_a_cancel_comes_out_unchanged_in_every_phase(family, phase, table, plan):
    stop, after = CancelledError("enough"), []

    def cancel(report):
        if report.phase == phase and report.completed > 0:
            after.append(report)
            raise stop

    with pytest.raises(CancelledError) as caught:
        train(table(2), plan(family), cancel)
    assert caught.value is stop
    assert len(after) == 1


def test_finished_folds_are_not_fitted_again(table, plan, trained):
    store = Folds()

    def cancel_in_third_fold(report):
        if report.message == "Fold 3 of 3":
            raise CancelledError

    with pytest.raises(CancelledError):
        train(table(2), plan(), cancel_in_third_fold, store)
    assert store.saved == [1, 2]
    fitted = []
    model = train(table(2), plan(), lambda report: fitted.append((report.message, report.completed)), store)
    assert store.saved == [1, 2, 3]
    assert len([1 for message, _ in fitted if message == "Fold 1 of 3"]) <= 2
    assert model.evaluation == trained("lightgbm", 2).evaluation
    assert model.split_hash == trained("lightgbm", 2).split_hash


@pytest.mark.parametrize("bad", [np.zeros((3, 2)), np.full((80, 2), np.nan)])
def test_a_stored_fold_that_does_not_fit_is_fitted_again(bad, table, plan, trained):
    store = Folds()
    store.held = {1: bad}
    model = train(table(2), plan(), fold_store=store)
    assert store.saved == [1, 2, 3]
    assert model.evaluation == trained("lightgbm", 2).evaluation


def test_class_weights_find_more_of_the_rare_class(table, plan):
    made = table(2, n_rows=600)
    rare = made.target.eq("FALSE POSITIVE") | (np.arange(600) % 6 == 0)
    thinned = replace(made, target=made.target.where(rare))
    plain, weighted = (train(thinned, plan("logistic_regression", imbalance=how)) for how in ("none", "class_weight"))
    recall = [model.evaluation.per_class["PLANET"]["recall"].value for model in (plain, weighted)]
    assert recall[1] > recall[0]


def test_a_fit_that_does_not_settle_is_said(table, plan):
    model = train(table(3), plan("logistic_regression", 3, hyperparameters={"max_iter": 10, "C": 10000.0}))
    assert [entry["code"] for entry in model.warnings] == ["not_converged"]


def test_without_empty_cells_there_is_no_mask_baseline_and_it_is_said(table, plan):
    made = table(2)
    full = replace(made, features=made.features.fillna({"depth": 1.0, "spectral_type": "G"}))
    model = train(full, plan())
    assert model.evaluation.baselines["mask_only"]["accuracy"] is None
    assert "no_missing_cells" in [entry["code"] for entry in model.warnings]


def test_flags_give_a_baseline_only_where_there_are_any(table, plan, trained):
    assert trained("lightgbm", 2).evaluation.baselines["flag_rule"]["accuracy"] == 1.0
    assert "flag_rule" not in train(replace(table(2), flags=None), plan()).evaluation.baselines


def test_a_holdout_validates_one_part(table, plan):
    model = train(table(2), plan(method="holdout", test_size=0.25))
    assert set(model.out_of_fold["fold"]) == {1}
    assert len(model.out_of_fold) == pytest.approx(60, abs=4)
    assert len(model.evaluation.folds) == 1


def test_what_decides_the_class_matters_most(trained):
    for family in family_names():
        importance = trained(family, 2).importance
        assert importance[0].feature == "depth"
        assert sum(entry.share for entry in importance) == pytest.approx(1)
        assert {entry.feature for entry in importance} == {"depth", "period", "noise", "spectral_type"}


def test_engineered_features_take_part_under_their_own_names(table, plan, column):
    made = table(2)
    renamed = replace(made, features=made.features.rename(columns={"depth": "koi_depth"}))
    features = (column("koi_depth", unit="ppm", canonical="transit_depth"), column("noise"))
    model = train(renamed, plan(features=features, engineered=True))
    assert {"koi_depth", "noise", "log10_transit_depth"} <= {entry.feature for entry in model.importance}
    assert model.feature_names == ["koi_depth", "noise"]


def test_facts_of_the_fit_are_recorded(trained):
    model = trained("xgboost", 2)
    assert model.fit_facts.wall_s > 0
    assert model.fit_facts.peak_memory_mb > 50
    assert {"python", "scikit-learn", "numpy", "pandas"} < set(model.versions)
    assert any(name.startswith("xgboost") for name in model.versions)
    assert model.plan.hyperparameters["max_depth"] == get_family("xgboost").defaults()["max_depth"]
