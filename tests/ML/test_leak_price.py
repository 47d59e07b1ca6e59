"""The price of a leak: what is planted is priced, what is noise is not, on the same folds and the same hosts."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pandas as pd
import pytest

from ML.catalogs.catalogue import Column, Role
from ML.cross_validation import cross_validate
from ML.exceptions import InvalidFieldsError, UntrainableTableError
from ML.leak_price import price_of_leaks
from ML.results import METRIC_NAMES


class Folds:
    def __init__(self):
        self.held, self.saved = {}, []

    def load(self, fold):
        return self.held.get(fold)

    def save(self, fold, probabilities):
        self.saved.append(fold)
        self.held[fold] = probabilities


def leak(name, kind="number", role=Role.LEAK):
    return Column(name, name, "", "", role, "Written after the verdict.", kind=kind)


LEAKS = {
    "score": leak("score"),
    "noise_score": leak("noise_score"),
    "given_name": leak("given_name", "text"),
    "vetted_on": leak("vetted_on", "date"),
    "set": leak("set", "category"),
    "void": leak("void"),
    "same": leak("same", "category"),
}


@pytest.fixture
def leaky(table):
    made = table(2)
    rng, planet = np.random.default_rng(1), made.target.eq("PLANET").to_numpy()
    names = [f"Star-{row} b" for row in range(len(planet))]
    columns = {
        "score": planet + 0.2 * rng.normal(size=len(planet)),
        "noise_score": rng.normal(size=len(planet)),
        "given_name": pd.Series(names).where(planet),
        "vetted_on": pd.Series("2020-01-01", index=range(len(planet))).where(planet),
        "set": pd.Series(np.where(planet, "yes", "no")),
        "void": np.nan,
        "same": "always",
    }
    return replace(made, features=made.features.assign(**columns))


def priced(leaky, plan, *names, **facts):
    return price_of_leaks(leaky, plan("logistic_regression"), [LEAKS[name] for name in names], **facts)


def test_a_planted_leak_has_a_price(leaky, plan):
    price = priced(leaky, plan, "score")
    assert price.with_leaks["accuracy"].value > 0.97
    assert price.difference["accuracy"].low > 0
    assert price.difference["log_loss"].high < 0
    for name in METRIC_NAMES:
        difference = price.with_leaks[name].value - price.without_leaks[name].value
        assert price.difference[name].value == pytest.approx(difference)
    assert (price.leaks, price.features) == (("score",), ("depth", "period", "noise", "spectral_type"))
    assert (price.rows, price.folds) == (240, 3)
    assert price.hosts == leaky.hosts.nunique()
    json.dumps(asdict(price), allow_nan=False)


def test_noise_buys_nothing(leaky, plan):
    price = priced(leaky, plan, "noise_score")
    assert price.difference["accuracy"].low <= 0 <= price.difference["accuracy"].high
    assert "may be chance" in price.text


def test_each_side_is_the_cross_validation_of_its_columns(leaky, plan):
    honest, price = plan("logistic_regression"), priced(leaky, plan, "score")
    with_leak = replace(honest, features=(*honest.features, LEAKS["score"]))
    for part, metrics in ((honest, price.without_leaks), (with_leak, price.with_leaks)):
        validated = cross_validate(leaky, part)
        assert validated.evaluation.metrics == metrics
        assert validated.split_hash == price.split_hash


def test_it_does_not_matter_whether_the_plan_holds_the_leak_already(leaky, plan):
    honest = plan("logistic_regression")
    leaked = replace(honest, features=(*honest.features, LEAKS["score"], LEAKS["void"]))
    assert price_of_leaks(leaky, leaked, [LEAKS["score"], LEAKS["void"]]) == price_of_leaks(
        leaky, honest, [LEAKS["score"], LEAKS["void"]]
    )


@pytest.mark.parametrize("name", ["given_name", "vetted_on"])
def test_names_and_dates_are_priced_by_being_there(name, leaky, plan):
    price = priced(leaky, plan, name)
    assert price.with_leaks["accuracy"].value == 1.0
    assert {entry["code"] for entry in price.warnings} == {"leaks_by_presence"}


def test_what_no_model_can_use_is_left_out_and_named(leaky, plan):
    price = priced(leaky, plan, "set", "void", "same")
    assert price.leaks == ("set",)
    (entry,) = [entry for entry in price.warnings if entry["code"] == "leaks_not_priced"]
    assert "void, same" in entry["text"]
    assert price.text.startswith("With set accuracy is 1.000")


@pytest.mark.parametrize("names", [(), ("void",), ("void", "same")])
def test_a_price_of_nothing_is_refused(names, leaky, plan):
    with pytest.raises(InvalidFieldsError, match="expected one that the table holds"):
        priced(leaky, plan, *names)


def test_without_honest_columns_there_is_nothing_to_compare_with(leaky, plan):
    only = plan("logistic_regression", features=(LEAKS["score"],))
    with pytest.raises(UntrainableTableError, match="No feature is chosen"):
        price_of_leaks(leaky, only, [LEAKS["score"]])


def test_groups_are_priced_by_themselves(leaky, plan):
    groups = {"names": [LEAKS["given_name"]], "scores": [LEAKS["score"], LEAKS["noise_score"]], "none": [LEAKS["void"]]}
    price = priced(leaky, plan, "given_name", "score", groups=groups)
    assert set(price.alone) == {"names", "scores"}
    assert price.alone["scores"].columns == ("score", "noise_score")
    assert price.alone["names"].metrics["accuracy"].value == 1.0
    single = priced(leaky, plan, "score", "noise_score")
    assert price.alone["scores"].metrics == single.with_leaks
    assert price.alone["scores"].difference == single.difference
    assert price.alone["scores"].text == single.text


def test_the_sentence_says_numbers_and_what_was_bought(leaky, plan):
    text = priced(leaky, plan, "score", "set").text
    price = priced(leaky, plan, "score", "set")
    with_leaks, without = (part["accuracy"] for part in (price.with_leaks, price.without_leaks))
    points = 100 * price.difference["accuracy"].value
    assert text.startswith(
        f"With these 2 columns accuracy is {with_leaks.value:.3f} ({with_leaks.low:.3f}–{with_leaks.high:.3f}); "
        f"without them {without.value:.3f} ({without.low:.3f}–{without.high:.3f}): {points:.1f} points are bought by "
        "columns that give the answer away."
    )


def test_a_holdout_is_priced_too(leaky, plan):
    settings = plan("logistic_regression", method="holdout", test_size=0.3)
    price = price_of_leaks(leaky, settings, [LEAKS["score"]])
    assert price.folds == 1
    assert price.rows == pytest.approx(72, abs=5)
    assert price.difference["accuracy"].value > 0


def test_progress_counts_the_steps_of_both_sides(leaky, plan):
    reports = []
    price_of_leaks(leaky, plan("lightgbm"), [LEAKS["score"]], reports.append)
    folds = [report for report in reports if report.phase == "folds"]
    counts = [report.completed for report in folds]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 180)
    assert {report.total for report in folds} == {180}
    assert list(dict.fromkeys(report.phase for report in reports)) == ["folds", "comparing"]
    assert (reports[-1].completed, reports[-1].total) == (1, 1)
    assert [score.fold for score in reports[-1].scores] == [1, 2, 3, 4, 5, 6]
    messages = {report.message for report in folds}
    assert {"Without the leaks: Fold 1 of 3", "With the leaks: Fold 3 of 3"} <= messages


@pytest.mark.parametrize("phase", ["folds", "comparing"])
def test_a_cancel_comes_out_unchanged(phase, leaky, plan):
    def cancel(report):
        if report.phase == phase:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        priced(leaky, plan, "score", on_progress=cancel)


def test_finished_folds_of_both_sides_are_not_fitted_again(leaky, plan):
    store = Folds()

    def cancel(report):
        if report.message == "With the leaks: Fold 3 of 3":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        priced(leaky, plan, "score", on_progress=cancel, fold_store=store)
    assert store.saved == [1, 2, 3, 4, 5]
    resumed = priced(leaky, plan, "score", fold_store=store)
    assert store.saved == [1, 2, 3, 4, 5, 6]
    assert resumed == priced(leaky, plan, "score")


def test_three_classes_are_priced(table, plan):
    made = table(3)
    made = replace(made, features=made.features.assign(score=made.target.eq("PLANET").astype(float)))
    price = price_of_leaks(made, plan("logistic_regression", 3), [LEAKS["score"]])
    assert price.difference["accuracy"].low > 0


def test_where_nearly_all_rows_are_of_one_class_the_sentence_is_not_about_accuracy(leaky, plan):
    rare = leaky.target.eq("FALSE POSITIVE") | (np.arange(240) % 13 == 0)
    price = priced(replace(leaky, target=leaky.target.where(rare)), plan, "score")
    assert price.headline == "pr_auc"
    assert price.text.startswith(f"With score average precision is {price.with_leaks['pr_auc'].value:.3f} (")
    assert priced(leaky, plan, "score").headline == "accuracy"
