"""The smallest plausible change that would change an answer."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from ML.exceptions import InvalidFieldsError, InvalidRowsError
from ML.explanation import counterfactual
from ML.explanation.ranges import rooms
from ML.training import train


def moved(row, found):
    return row.assign(**{change.feature: change.after for change in found.changes})


@pytest.mark.parametrize("family", ["lightgbm", "random_forest", "logistic_regression", "mlp"])
@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_change_changes_the_answer_within_the_training_range(family, n_classes, trained, table):
    model, known = trained(family, n_classes), table(n_classes).features
    rows = table(n_classes, seed=4).features.dropna().iloc[:3]
    ranges = {column.name: (column.minimum, column.maximum) for column in model.columns if column.kind == "number"}
    for k, found in enumerate(counterfactual(model, rows, known)):
        row = rows.iloc[[k]]
        assert found.found, found.text
        answer = model.predict(moved(row, found))[0]
        assert answer.prediction == found.other_class != found.predicted_class == model.predict(row)[0].prediction
        assert answer.probabilities[found.other_class] == pytest.approx(found.probability_after)
        assert found.probability_after > found.probability_before
        assert 1 <= len(found.changes) <= 3
        for change in found.changes:
            low, high = ranges[change.feature]
            assert low <= change.after <= high
            assert change.before == row[change.feature].iloc[0]
            assert change.robust_units > 0
        assert found.distance == pytest.approx(sum(change.robust_units for change in found.changes))
        json.dumps(asdict(found), allow_nan=False)


def test_it_is_short_and_the_same_again(trained, table):
    """Halfway to the change the answer still stands."""
    model, known = trained("logistic_regression", 2), table().features
    row = table(seed=4).features.dropna().iloc[[0]]
    found = counterfactual(model, row, known)[0]
    assert found == counterfactual(model, row, known)[0]
    halfway = {change.feature: (change.before + change.after) / 2 for change in found.changes}
    assert model.predict(row.assign(**halfway))[0].prediction == found.predicted_class


def test_a_class_can_be_asked_for_and_one_that_is_answered_already_needs_nothing(trained, table):
    model, known = trained("lightgbm", 3), table(3).features
    row = known.dropna().iloc[[0]]
    now = model.predict(row)[0].prediction
    other = next(name for name in model.classes if name != now)
    assert counterfactual(model, row, known, target=other)[0].other_class in {other, None}
    told = counterfactual(model, row, known, target=now)[0]
    assert (told.found, told.text) == (False, f"It is {now} already.")


def measured(table, column):
    """A table whose depths have errors, and columns for engineered features."""
    made = table()
    error = 15 + made.features.noise.abs()
    frame = made.features.assign(koi_depth=made.features.depth, koi_depth_err1=error, koi_depth_err2=-error)
    depth = column("koi_depth", unit="ppm", canonical="transit_depth")
    errors = (column("koi_depth_err1", unit="ppm"), column("koi_depth_err2", unit="ppm"))
    sky = replace(column("period"), group="sky")
    return replace(made, features=frame), (depth, *errors, sky)


def test_what_lies_within_the_measurement_errors_comes_first(table, plan, column):
    made, features = measured(table, column)
    model = train(made, plan("logistic_regression", features=features, engineered=True))
    whole = made.features.dropna()
    scores = model.probabilities(whole)[:, 1]
    close, far = (whole.iloc[[k]] for k in (np.argmin(np.abs(scores - 0.5)), np.argmax(scores)))
    near, distant = (counterfactual(model, row, made.features)[0] for row in (close, far))
    assert near.within_errors
    assert near.changes[0].errors <= 1
    assert "within the measurement errors" in near.text
    assert distant.found
    assert not distant.within_errors
    assert distant.changes[0].errors > 1


def test_errors_engineered_features_and_places_on_the_sky_are_never_changed(table, plan, column):
    made, features = measured(table, column)
    model = train(made, plan("lightgbm", features=features, engineered=True))
    free = rooms(model, made.features.dropna().iloc[0], made.features, 11)
    assert [room.column.name for room in free] == ["koi_depth"]
    assert free[0].error == pytest.approx(15 + abs(made.features.dropna().iloc[0].noise))
    for found in counterfactual(model, made.features.iloc[:4], made.features):
        assert {change.feature for change in found.changes} <= {"koi_depth"}


def test_plausible_limits_hold_and_nothing_is_claimed_where_nothing_is_found(table, plan, column):
    made = table()
    depth = replace(column("depth", unit="ppm"), plausible_low=600.0)
    model = train(made, plan("logistic_regression", features=(depth,)))
    assert model.predict(made.features.iloc[[0]].assign(depth=600.0))[0].prediction == "PLANET"
    deep = made.features.iloc[[0]].assign(depth=3000.0)
    found = counterfactual(model, deep, made.features)[0]
    assert (found.found, found.changes, found.other_class) == (False, (), None)
    assert "within the training range" in found.text
    assert found.tried > 0


def test_empty_cells_stay_empty_and_are_named(trained, table):
    model, known = trained("lightgbm", 2), table().features
    empty = known.iloc[[0]].assign(depth=np.nan, period=np.nan, noise=np.nan)
    found = counterfactual(model, empty, known)[0]
    assert (found.found, found.text) == (False, "The row holds no number that could be changed.")
    assert found.warnings[0]["code"] == "missing_inputs"


def test_what_cannot_be_asked_is_refused(trained, table):
    model, known = trained("lightgbm", 2), table().features
    with pytest.raises(InvalidFieldsError, match="target is 'COMET'; choose one of FALSE POSITIVE, PLANET"):
        counterfactual(model, known.iloc[:1], known, target="COMET")
    with pytest.raises(InvalidFieldsError, match="most_columns is 4"):
        counterfactual(model, known.iloc[:1], known, most_columns=4)
    with pytest.raises(InvalidRowsError, match="no training object"):
        counterfactual(model, known.iloc[:1], known.iloc[:0])
    with pytest.raises(InvalidRowsError, match="no column noise"):
        counterfactual(model, known.iloc[:1].drop(columns="noise"), known)
