from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ML.classifiers import get_family
from ML.cross_validation import cross_validate
from ML.exceptions import InvalidFieldsError, UntrainableTableError


class Folds:
    def __init__(self):
        self.held = {}

    def load(self, fold):
        return self.held.get(fold)

    def save(self, fold, probabilities):
        self.held[fold] = probabilities


def test_training_validates_by_it(table, plan, trained):
    validated, model = cross_validate(table(3), plan(n_classes=3)), trained("lightgbm", 3)
    assert validated.evaluation == model.evaluation
    assert validated.split_hash == model.split_hash
    assert validated.out_of_fold().equals(model.out_of_fold)
    assert validated.plan == model.plan


def test_every_row_is_answered_in_the_fold_that_does_not_train_on_its_host(table, plan):
    validated = cross_validate(table(2), plan("logistic_regression"))
    for number, (fitted, tested) in enumerate(validated.folds, start=1):
        assert not set(validated.rows.hosts[fitted]) & set(validated.rows.hosts[tested])
        assert (validated.fold_number[tested] == number).all()
    assert validated.tested.all()
    np.testing.assert_allclose(validated.probabilities.sum(axis=1), 1)


def test_a_holdout_answers_its_part_only(table, plan):
    validated = cross_validate(table(2), plan("logistic_regression", method="holdout", test_size=0.25))
    assert len(validated.folds) == 1
    assert np.isnan(validated.probabilities[~validated.tested]).all()
    assert np.isfinite(validated.probabilities[validated.tested]).all()
    assert len(validated.out_of_fold()) == validated.tested.sum() == len(validated.folds[0][1])


def test_progress_counts_the_folds_alone(table, plan):
    reports = []
    cross_validate(table(2), plan(), reports.append)
    assert {(report.phase, report.total, report.unit) for report in reports} == {("folds", 90, "iterations")}
    counts = [report.completed for report in reports]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 90)


def test_stored_folds_stand_for_fits(table, plan):
    store, messages = Folds(), []
    first = cross_validate(table(2), plan(), fold_store=store)
    again = cross_validate(table(2), plan(), lambda report: messages.append(report.message), store)
    assert again.evaluation == first.evaluation
    assert all(messages.count(f"Fold {number} of 3") <= 2 for number in (1, 2, 3))


def test_baselines_can_be_left_to_others(table, plan):
    bare, full = (cross_validate(table(2), plan(), with_baselines=flag) for flag in (False, True))
    assert bare.evaluation.baselines == {}
    assert replace(bare.evaluation, baselines=full.evaluation.baselines) == full.evaluation


def test_the_folds_do_not_depend_on_the_features(table, plan):
    some, all_of_them = plan("logistic_regression"), plan("logistic_regression")
    some = replace(some, features=some.features[:2])
    assert cross_validate(table(2), some).split_hash == cross_validate(table(2), all_of_them).split_hash


def test_what_cannot_be_used_is_refused_before_any_fit(table, plan):
    with pytest.raises(InvalidFieldsError, match="n_estimators is 0"):
        cross_validate(table(2), plan(hyperparameters={"n_estimators": 0}))
    with pytest.raises(UntrainableTableError, match="Only 20 rows"):
        cross_validate(table(2, n_rows=20), plan())


@pytest.mark.parametrize(("family", "library"), [("lightgbm", "lightgbm"), ("logistic_regression", "scikit-learn")])
def test_a_model_names_the_libraries_that_its_family_names(family, library, trained):
    """A new family is a row of its table: nothing in training lists families."""
    versions = trained(family, 2).versions
    assert {"python", "scikit-learn", "numpy", "pandas", library} <= set(versions)
    assert set(get_family(family).libraries) <= set(versions)
