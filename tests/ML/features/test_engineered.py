from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from ML.constants import DAYS_PER_JULIAN_YEAR, SOLAR_LOG_G_CGS
from ML.features.definitions import CATALOGUE_NAMES, ENGINEERED_FEATURES
from ML.features.engineered import EngineeredFeatures

CANONICAL = tuple(CATALOGUE_NAMES)
KEPLER = tuple(aliases[1] for aliases in CATALOGUE_NAMES.values())


@parametrize_with_checks([EngineeredFeatures()])
def test_it_keeps_the_promise_of_scikit_learn(estimator, check):
    check(estimator)


def test_every_input_has_a_mapping_and_every_feature_a_formula():
    for feature in ENGINEERED_FEATURES:
        assert set(feature.inputs) <= set(CATALOGUE_NAMES)
        assert feature.formula
        assert feature.label
    assert len({feature.name for feature in ENGINEERED_FEATURES}) == len(ENGINEERED_FEATURES)


def test_canonical_and_kepler_names_give_the_same_numbers():
    X = np.random.default_rng(0).uniform(1, 5, size=(20, len(CANONICAL)))
    one, other = (EngineeredFeatures(names).fit_transform(X) for names in (CANONICAL, KEPLER))
    np.testing.assert_array_equal(one, other)
    assert one.shape[1] == len(CANONICAL) + len(ENGINEERED_FEATURES)


def test_the_earth_has_the_duration_of_a_central_transit():
    earth = pd.DataFrame(
        {
            "orbital_period": [DAYS_PER_JULIAN_YEAR],
            "transit_duration": [12.98],
            "stellar_surface_gravity": [SOLAR_LOG_G_CGS],
            "stellar_radius": [1.0],
        }
    )
    transformer = EngineeredFeatures().fit(earth)
    values = dict(zip(transformer.get_feature_names_out(), transformer.transform(earth)[0], strict=True))
    assert values["transit_duration_ratio"] == pytest.approx(1.0, abs=0.01)
    assert values["transit_probability"] == pytest.approx(1 / 215, rel=0.01)
    assert values["transit_duty_cycle"] == pytest.approx(12.98 / 24 / 365.25)


def test_only_what_can_be_computed_is_appended():
    frame = pd.DataFrame({"koi_depth": [100.0, 400.0], "other": [1.0, 2.0]})
    names = EngineeredFeatures().fit(frame).get_feature_names_out()
    assert list(names) == ["koi_depth", "other", "log10_transit_depth", "radius_ratio_from_depth"]


def test_a_column_that_already_has_the_name_is_not_computed_again():
    frame = pd.DataFrame({"koi_depth": [100.0], "radius_ratio_from_depth": [0.5]})
    assert list(EngineeredFeatures().fit(frame).get_feature_names_out()).count("radius_ratio_from_depth") == 1


def test_a_missing_or_senseless_input_gives_a_missing_feature():
    X = np.array([[np.nan], [-5.0], [100.0]])
    added = EngineeredFeatures(["koi_depth"]).fit_transform(X)[:, 1:]
    assert np.isnan(added[:2]).all()
    assert np.isfinite(added[2]).all()


def test_names_must_match_the_columns():
    with pytest.raises(ValueError, match="1 column names for 2 columns"):
        EngineeredFeatures(["koi_depth"]).fit(np.ones((3, 2)))
