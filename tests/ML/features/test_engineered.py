from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from ML.catalogs.catalogue import Column, Role, get_catalogue
from ML.catalogs.mapping import common_columns
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.constants import DAYS_PER_JULIAN_YEAR, SOLAR_LOG_G_CGS
from ML.features import physics
from ML.features.definitions import ENGINEERED_FEATURES
from ML.features.engineered import EngineeredFeatures, canonical_names

INPUTS = tuple(dict.fromkeys(name for feature in ENGINEERED_FEATURES for name in feature.inputs))


@parametrize_with_checks([EngineeredFeatures()])
def test_it_keeps_the_promise_of_scikit_learn(estimator, check):
    check(estimator)


def test_every_input_is_in_the_common_schema_and_every_feature_has_a_formula():
    for feature in ENGINEERED_FEATURES:
        assert set(feature.inputs) <= set(common_columns())
        assert feature.formula
        assert feature.label
    assert len({feature.name for feature in ENGINEERED_FEATURES}) == len(ENGINEERED_FEATURES)


def test_a_catalogues_own_names_give_the_same_numbers_as_canonical_ones():
    X = np.random.default_rng(0).uniform(1, 5, size=(20, len(INPUTS)))
    own = [f"column {number}" for number in range(len(INPUTS))]
    one, other = (EngineeredFeatures(*names).fit_transform(X) for names in ((INPUTS,), (own, INPUTS)))
    np.testing.assert_array_equal(one, other)
    assert one.shape[1] == len(INPUTS) + len(ENGINEERED_FEATURES)


def column(name, canonical, unit):
    return Column(name, name, unit, "", Role.FEATURE, canonical=canonical)


def test_a_column_counts_only_in_the_unit_of_the_schema_and_once():
    columns = (
        column("depth", "transit_depth", "percent"),
        column("deeper", "transit_depth", "ppm"),
        column("again", "transit_depth", "ppm"),
        column("other", "", "ppm"),
        column("unheard", "no_such_name", ""),
    )
    assert canonical_names(columns) == ["", "transit_depth", "", "", ""]


def test_each_mission_is_given_what_its_columns_allow():
    computed = {}
    for name in ("kepler", "k2", "tess"):
        columns = get_catalogue(name).columns
        names = [held.name for held in columns]
        transformer = EngineeredFeatures(names, canonical_names(columns)).fit(np.ones((2, len(names))))
        computed[name] = {feature.name for feature in transformer.features_}
    everything = {feature.name for feature in ENGINEERED_FEATURES}
    assert computed["kepler"] >= everything - {"log10_distance"}
    assert computed["tess"] >= {"transit_duration_ratio", "radius_agreement", "transit_depth_fractional_error"}
    assert computed["k2"] >= {"log10_orbital_period", "log10_distance", "transit_duty_cycle", "stellar_density"}
    assert "radius_ratio_from_depth" not in computed["k2"]  # its depth is in percent


def test_keplers_features_are_those_of_its_named_columns():
    """The same numbers as when the columns were found by Kepler's own names."""
    catalogue, frame = get_catalogue("kepler"), load_snapshot(find_snapshot("kepler"))
    columns = [catalogue.column(name) for name in catalogue.presets["default"]]
    names = [held.name for held in columns]
    transformer = EngineeredFeatures(names, canonical_names(columns)).fit(frame[names].astype(float))
    made = pd.DataFrame(transformer.transform(frame[names].astype(float)), columns=transformer.get_feature_names_out())
    koi = {name: frame[f"koi_{name}"].to_numpy(dtype=float) for name in ("period", "duration", "depth", "prad")}
    koi |= {name: frame[f"koi_{name}"].to_numpy(dtype=float) for name in ("slogg", "srad", "model_snr", "num_transits")}
    koi |= {name: frame[f"koi_{name}"].to_numpy(dtype=float) for name in ("depth_err1", "depth_err2")}
    density = physics.stellar_density(koi["slogg"], koi["srad"])
    expected = {
        "log10_orbital_period": np.log10(koi["period"]),
        "transit_duty_cycle": koi["duration"] / (24 * koi["period"]),
        "stellar_density": density,
        "transit_duration_ratio": koi["duration"] / physics.expected_central_transit_duration(koi["period"], density),
        "radius_agreement": physics.log10_positive(
            physics.planet_radius_from_ratio(physics.radius_ratio_from_depth(koi["depth"]), koi["srad"]) / koi["prad"]
        ),
        "per_transit_signal_to_noise": physics.per_transit_signal_to_noise(koi["model_snr"], koi["num_transits"]),
        "transit_depth_fractional_error": physics.fractional_error(koi["depth"], koi["depth_err1"], koi["depth_err2"]),
    }
    for name, values in expected.items():
        np.testing.assert_allclose(made[name], np.where(np.isfinite(values), values, np.nan), rtol=1e-14)
    np.testing.assert_array_equal(made[names], frame[names].astype(float))


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
    frame = pd.DataFrame({"transit_depth": [100.0, 400.0], "other": [1.0, 2.0]})
    names = EngineeredFeatures().fit(frame).get_feature_names_out()
    assert list(names) == ["transit_depth", "other", "log10_transit_depth", "radius_ratio_from_depth"]


def test_a_column_that_already_has_the_name_is_not_computed_again():
    frame = pd.DataFrame({"transit_depth": [100.0], "radius_ratio_from_depth": [0.5]})
    assert list(EngineeredFeatures().fit(frame).get_feature_names_out()).count("radius_ratio_from_depth") == 1


def test_a_missing_or_senseless_input_gives_a_missing_feature():
    X = np.array([[np.nan], [-5.0], [100.0]])
    added = EngineeredFeatures(["transit_depth"]).fit_transform(X)[:, 1:]
    assert np.isnan(added[:2]).all()
    assert np.isfinite(added[2]).all()


def test_names_must_match_the_columns():
    with pytest.raises(ValueError, match="1 column names for 2 columns"):
        EngineeredFeatures(["transit_depth"]).fit(np.ones((3, 2)))
    with pytest.raises(ValueError, match="1 column names for 2 columns"):
        EngineeredFeatures(["a", "b"], ["transit_depth"]).fit(np.ones((3, 2)))
