from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from ML.classifiers import family_names, get_family
from ML.preprocessing import (
    ColumnTypes,
    FillAndMark,
    FillMissing,
    OneHotCodes,
    SelectColumns,
    Smote,
    SquashedScale,
    build_pipeline,
    fit_pipeline,
    input_columns,
    sum_by_origin,
)

TRANSFORMERS = [
    ColumnTypes(),
    FillMissing(),
    FillMissing(statistic="mean"),
    FillAndMark(),
    OneHotCodes(),
    SelectColumns("importance", random_state=0),
    SelectColumns("l1", random_state=0),
    SelectColumns("l2"),
    SquashedScale(),
]


@parametrize_with_checks(TRANSFORMERS)
def test_transformers_keep_the_promise_of_scikit_learn(estimator, check):
    check(estimator)


def ignore(completed, total):
    pass


def test_categories_become_positions_and_unknown_ones_missing():
    types = ColumnTypes(["kind"]).fit(pd.DataFrame({"x": [1.0, 2.0, 3.0], "kind": ["b", "a", None]}))
    assert types.categories_ == {"kind": ("a", "b")}
    coded = types.transform(pd.DataFrame({"x": [5.0, np.nan, 1.0], "kind": ["b", "z", None]}))
    np.testing.assert_array_equal(coded, [[5.0, 1.0], [np.nan, np.nan], [1.0, np.nan]])


def test_gaps_take_the_median_or_the_commonest_code():
    X = np.array([[1.0, 2.0], [9.0, 2.0], [2.0, 0.0], [np.nan, np.nan]])
    filled = FillMissing([1]).fit_transform(X)
    np.testing.assert_array_equal(filled[-1], [2.0, 2.0])


def test_a_column_without_any_value_takes_zero():
    assert FillMissing().fit_transform(np.full((3, 1), np.nan)).tolist() == [[0.0]] * 3


def test_gaps_take_the_mean_and_are_marked_where_training_rows_had_some():
    X = np.array([[1.0, 2.0, 5.0], [9.0, 4.0, np.nan], [2.0, 0.0, 7.0]])
    assert FillMissing(statistic="mean").fit(X).transform([[np.nan] * 3]).tolist() == [[4.0, 2.0, 6.0]]
    marked = FillAndMark().fit(X)
    np.testing.assert_array_equal(marked.transform(X)[:, 3:], [[0], [1], [0]])
    np.testing.assert_array_equal(marked.origins_, [0, 1, 2, 2])
    assert list(marked.get_feature_names_out(["a", "b", "c"])) == ["a", "b", "c", "c is missing"]


def test_scaling_can_be_taken_back():
    X = np.random.default_rng(0).lognormal(0, 3, size=(200, 3))
    scale = SquashedScale().fit(X)
    np.testing.assert_allclose(scale.inverse_transform(scale.transform(X)), X, rtol=1e-8)


@pytest.mark.parametrize("categorical", [(), (1,), (0, 1)])
def test_made_rows_lie_between_rows_of_their_class(categorical):
    rng = np.random.default_rng(0)
    y = np.array([0] * 60 + [1] * 12 + [2] * 4)
    X = np.column_stack([y * 100 + rng.random(76), rng.integers(3, size=76)]).round(0 if 0 in categorical else 6)
    made = Smote(seed=1).make(X, y, categorical)
    assert np.bincount(made.y).tolist() == [0, 48, 56]
    for k in (1, 2):
        own, real = made.X[made.y == k], X[y == k]
        assert (own >= real.min(axis=0) - 1e-6).all() and (own <= real.max(axis=0) + 1e-6).all()
        assert set(own[:, 1]) <= set(real[:, 1]) or 1 not in categorical
    np.testing.assert_array_equal(y[made.nearest], made.y)


def test_a_class_of_one_row_is_left_as_it_is_with_a_remark():
    y, remarks = np.array([0] * 20 + [1] * 5 + [2]), []
    made = Smote(0, remarks).make(np.random.default_rng(0).normal(size=(26, 2)), y, ())
    assert set(made.y) == {1}
    assert [entry["code"] for entry in remarks] == ["smote_skipped"]


def test_classes_that_are_alike_need_no_rows():
    assert Smote(0).make(np.random.default_rng(0).normal(size=(20, 2)), np.arange(20) % 2, ()) is None


@pytest.mark.parametrize("method", ["importance", "l1", "l2"])
def test_selection_keeps_what_tells_and_at_least_one_column(method):
    rng = np.random.default_rng(0)
    y = np.arange(300) % 3
    X = np.column_stack([y + 0.1 * rng.normal(size=300), rng.normal(size=(300, 9))])
    kept = SelectColumns(method, random_state=0).fit(X, y)
    assert kept.get_support()[0]
    assert len(kept.origins_) < 10
    np.testing.assert_array_equal(kept.transform(X), X[:, kept.get_support()])
    noise = SelectColumns(method, random_state=0).fit(X[:, 1:], y).transform(X[:, 1:])
    assert noise.shape[1] >= 1


def test_codes_are_spread_and_keep_their_origin():
    X = np.array([[0.0, 1.5, 2.0], [1.0, 2.5, 0.0]])
    encoder = OneHotCodes([0, 2]).fit(X)
    np.testing.assert_array_equal(encoder.transform(X), [[1.5, 1, 0, 0, 0, 1], [2.5, 0, 1, 1, 0, 0]])
    np.testing.assert_array_equal(encoder.origins_, [1, 0, 0, 2, 2, 2])
    assert list(encoder.get_feature_names_out(["a", "b", "c"])) == ["b", "a=0", "a=1", "c=0", "c=1", "c=2"]


def test_scaling_tames_decades():
    X = np.random.default_rng(0).lognormal(0, 4, size=(500, 1))
    scaled = SquashedScale().fit_transform(X)
    assert scaled.mean() == pytest.approx(0, abs=1e-9)
    assert scaled.std() == pytest.approx(1)
    assert np.abs(scaled).max() < 6
    assert (np.diff(scaled[np.argsort(X[:, 0]), 0]) >= 0).all()


@pytest.mark.parametrize("family", family_names())
@pytest.mark.parametrize("engineered", [False, True])
def test_the_steps_stand_in_order_and_only_where_needed(family, engineered, column):
    features = (
        column("koi_depth", unit="ppm", canonical="transit_depth"),
        column("koi_period"),
        column("kind", "category"),
    )
    pipeline = build_pipeline(features, family, {}, seed=0, n_threads=1, engineered=engineered)
    steps = [name for name, _ in pipeline.steps]
    assert ("scale" in steps) == get_family(family).scaled
    assert ("engineer" in steps) == engineered
    assert [name for name in steps if name not in {"engineer", "scale"}] == ["types", "impute", "encode", "classifier"]


def test_parts_of_a_column_are_added_up_where_the_column_stood(column):
    frame = pd.DataFrame({"kind": ["a", "b", "c"] * 20, "koi_depth": np.arange(1.0, 61.0)})
    features = (column("kind", "category"), column("koi_depth", unit="ppm", canonical="transit_depth"))
    pipeline = build_pipeline(features, "logistic_regression", {}, seed=0, n_threads=1, engineered=True)
    prepared = fit_pipeline(pipeline, frame, np.arange(60) % 2, None, ignore)
    assert input_columns(pipeline) == ["kind", "koi_depth", "log10_transit_depth", "radius_ratio_from_depth"]
    assert prepared.shape == (60, 6)  # depth and its two features, then three kinds
    summed = sum_by_origin(pipeline, np.tile([1.0, 10.0, 100.0, 2.0, 3.0, 4.0], (2, 1)))
    np.testing.assert_array_equal(summed, [[9.0, 1.0, 10.0, 100.0]] * 2)


def test_everything_is_learned_from_the_rows_of_the_fit_alone(table, plan):
    """Another value in a row that was not fitted on changes nothing that was."""
    frame = table().features
    codes = (frame.noise > 0).to_numpy().astype(int)
    fits = []
    for corrupt in (False, True):
        changed = frame.copy()
        if corrupt:
            changed.loc[100:, ["depth", "period", "noise"]] = 1e9
            changed.loc[100:, "spectral_type"] = "nonsense"
        pipeline = build_pipeline(plan().features, "logistic_regression", {}, seed=0, n_threads=1)
        fit_pipeline(pipeline, changed.iloc[:100], codes[:100], None, ignore)
        fits.append(pipeline)
    clean, dirty = fits
    assert clean["types"].categories_ == dirty["types"].categories_
    np.testing.assert_array_equal(clean["impute"].fill_, dirty["impute"].fill_)
    np.testing.assert_array_equal(clean["scale"].mean_, dirty["scale"].mean_)
    np.testing.assert_array_equal(clean["classifier"].coef_, dirty["classifier"].coef_)
