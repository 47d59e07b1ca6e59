from __future__ import annotations

import dataclasses
import doctest
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ML.habitability import assessment as module
from ML.habitability import draws as draws_module
from ML.habitability.assessment import Assessment, assess, assess_table, edges
from ML.habitability.draws import draw, spread, two_piece_normal, uniforms_of
from ML.habitability.system import describe
from ML.habitability.zone import Habitability, Zone, best_insolation

PHL = Path(__file__).parents[4] / "shared" / "archive" / "hwc_phl_2024.csv"
needs_phl = pytest.mark.skipif(not PHL.exists(), reason=f"{PHL} is absent: the reference answers cannot be compared")

EARTH = {"insolation_flux": 1.0, "stellar_effective_temperature": 5772.0, "planet_radius": 1.0, "planet_mass": 1.0}
TRAPPIST_1_E = {
    "orbital_period": 6.101,
    "planet_radius": 0.920,
    "planet_radius_upper_error": 0.013,
    "planet_radius_lower_error": -0.012,
    "stellar_effective_temperature": 2566.0,
    "stellar_effective_temperature_upper_error": 26.0,
    "stellar_effective_temperature_lower_error": -26.0,
    "stellar_radius": 0.1192,
    "stellar_radius_upper_error": 0.0013,
    "stellar_radius_lower_error": -0.0013,
    "stellar_mass": 0.0898,
    "stellar_mass_upper_error": 0.0023,
    "stellar_mass_lower_error": -0.0023,
}
"""Agol et al. 2021, PSJ 2, 1, tables 6 and 7."""


def sums_to_one(answer: Assessment) -> bool:
    return sum(answer.probabilities.values()) == pytest.approx(1.0) == sum(answer.zone_probabilities.values())


@pytest.mark.parametrize("documented", [module, draws_module])
def test_the_examples_in_the_documentation_hold(documented):
    assert doctest.testmod(documented).failed == 0


def test_draws_keep_the_value_as_median_and_the_errors_as_percentiles():
    drawn = two_piece_normal([10.0], [3.0], [-1.0], uniforms_of("planet_radius", 4000, 1))[0]
    np.testing.assert_allclose(np.percentile(drawn, [15.865, 50, 84.135]), [9.0, 10.0, 13.0], atol=0.01)


@settings(deadline=None)
@given(value=st.floats(0.01, 100), error=st.floats(0, 1000))
def test_no_draw_of_a_positive_quantity_is_negative(value, error):
    drawn = draw({"planet_radius": value, "planet_radius_lower_error": -error}, ["planet_radius"], 50, 0)
    assert np.min(drawn["planet_radius"]) >= 0


def test_logarithms_and_magnitudes_may_be_negative():
    rough = {"stellar_luminosity": -0.1, "stellar_luminosity_upper_error": 1, "stellar_luminosity_lower_error": 1}
    drawn = draw(rough, ["stellar_luminosity"], 200, 0)["stellar_luminosity"][0]
    assert drawn.min() < -1 < 0 < drawn.max()


def test_a_draw_depends_on_name_and_seed_alone():
    error = {"planet_radius_upper_error": 0.1, "planet_radius_lower_error": 0.1}
    alone = draw({"planet_radius": 1.0, **error}, ["planet_radius"], 20, 7)["planet_radius"]
    among = draw({"planet_radius": [2.0, 1.0], **error}, ["orbital_period", "planet_radius"], 20, 7)["planet_radius"]
    np.testing.assert_array_equal(alone[0], among[1])
    assert not np.array_equal(alone, draw({"planet_radius": 1.0, **error}, ["planet_radius"], 20, 8)["planet_radius"])


def test_what_is_not_known_has_no_spread():
    assert spread(np.array([np.nan, 1.0])).value is None
    assert (spread(np.array([1.0, np.nan])).low, spread(np.array([1.0, np.nan])).high) == (1.0, 1.0)


def test_the_earth_is_conservative_and_certain():
    answer = assess(EARTH)
    assert (answer.zone, answer.habitability) == (Zone.CONSERVATIVE, Habitability.CONSERVATIVE)
    assert answer.probabilities["conservative"] == 1.0
    assert answer.similarity.light_and_radius.value == pytest.approx(1.0)
    assert set(answer.without_errors) == set(EARTH)


def test_trappist_1_e_from_period_and_star():
    """Published: insolation 0.646 ± 0.025 (Agol et al. 2021, table 6); in PHL's conservative sample."""
    answer = assess(TRAPPIST_1_E)
    assert answer.habitability == Habitability.CONSERVATIVE
    assert answer.insolation.value == pytest.approx(0.646, abs=0.03)
    assert answer.insolation_source == "from the star's luminosity and the distance"
    assert "Kepler's third law" in answer.distance_source
    assert answer.probabilities["conservative"] > 0.75
    assert answer.probabilities["not"] == 0
    assert sums_to_one(answer)


def test_draws_of_the_star_beyond_the_limits_are_unknown_not_not():
    """A quarter of TRAPPIST-1's temperatures within its error are too cool for the zone to be computed."""
    unknown = assess(TRAPPIST_1_E).probabilities["unknown"]
    below = np.mean(two_piece_normal([2566.0], [26.0], [26.0], uniforms_of("x", 4000, 0)) < 2600 * 0.98)
    assert unknown == pytest.approx(below, abs=0.02)


@pytest.mark.parametrize(
    ("lost", "named"),
    [
        ("insolation_flux", "insolation_flux"),
        ("stellar_effective_temperature", "stellar_effective_temperature"),
    ],
)
def test_a_missing_input_is_unknown_and_named(lost, named):
    answer = assess({**EARTH, lost: None}, draws=20)
    assert (answer.habitability, answer.probabilities["unknown"]) == (Habitability.UNKNOWN, 1.0)
    assert [missing.name for missing in answer.missing] == [named]


def test_without_radius_the_mass_decides_and_without_both_it_is_unknown():
    by_mass = assess({**EARTH, "planet_radius": None}, draws=20)
    assert (by_mass.habitability, by_mass.size_from) == (Habitability.CONSERVATIVE, "planet_mass")
    neither = assess({**EARTH, "planet_radius": None, "planet_mass": None}, draws=20)
    assert neither.probabilities["unknown"] == 1.0
    assert [missing.name for missing in neither.missing] == ["planet_radius"]


def test_a_radius_guessed_from_a_minimum_mass_does_not_count():
    guessed = {**EARTH, "planet_radius": 9.0, "planet_mass_provenance": "Msini"}
    answer = assess(guessed, draws=20)
    assert (answer.habitability, answer.size_from) == (Habitability.CONSERVATIVE, "planet_mass")
    assert {warning["code"] for warning in answer.warnings} == {"radius_from_mass", "size_from_mass"}


def test_an_error_that_crosses_an_edge_shares_the_probability():
    edge = edges(5772.0)["recent_venus"]
    answer = assess(
        {**EARTH, "insolation_flux": edge, "insolation_flux_upper_error": 0.2, "insolation_flux_lower_error": 0.2}
    )
    assert answer.probabilities["not"] == pytest.approx(0.5, abs=0.01)
    assert sums_to_one(answer)


def test_edges_are_told_where_the_star_allows():
    assert edges(4000.0) == pytest.approx(
        {"recent_venus": 1.5201, "runaway_greenhouse": 0.9474, "maximum_greenhouse": 0.2640, "early_mars": 0.2373},
        abs=6e-5,
    )
    assert set(edges(9000.0).values()) == {None}
    assert (
        assess({**EARTH, "stellar_effective_temperature": 9000.0}, draws=5).warnings[0]["code"] == "star_out_of_range"
    )


@settings(max_examples=60, deadline=None)
@given(known=st.sets(st.sampled_from(["insolation_flux", "stellar_luminosity", "semi_major_axis", "stellar_radius"])))
def test_insolation_follows_the_routes_of_the_zone(known):
    values = {"insolation_flux": 1.3, "stellar_luminosity": 0.1, "semi_major_axis": 0.9, "stellar_radius": 1.1}
    given_ones = {name: values[name] for name in known}
    star = {"stellar_effective_temperature": 5600.0, "stellar_mass": 0.95, "orbital_period": 300.0}
    system = describe({**given_ones, **star}, 3, 0)
    expected = best_insolation(
        insolation=given_ones.get("insolation_flux", np.nan),
        log_luminosity=given_ones.get("stellar_luminosity", np.nan),
        distance=given_ones.get("semi_major_axis", np.nan),
        stellar_radius=given_ones.get("stellar_radius", np.nan),
        **star,
    )
    np.testing.assert_allclose(system.known["insolation_flux"][0, 0], expected)
    assert (system.source("insolation_flux") == "") == bool(np.isnan(expected))


def test_a_table_is_judged_as_its_rows_are():
    rows = [TRAPPIST_1_E, EARTH, {**EARTH, "insolation_flux": None}, {**EARTH, "planet_radius": 3.0}]
    table = assess_table(pd.DataFrame(rows, index=list("abcd")), draws=100, seed=3)
    for name, row in zip("abcd", rows, strict=True):
        answer = assess(row, draws=100, seed=3)
        assert [table.at[name, f"p_{kind}"] for kind in Habitability] == pytest.approx(
            list(answer.probabilities.values())
        )
        assert (table.at[name, "habitability"], table.at[name, "zone"]) == (answer.habitability, answer.zone)
        assert table.at[name, "missing"] == ";".join(missing.name for missing in answer.missing)


def test_a_table_larger_than_one_part_keeps_its_order(monkeypatch):
    frame = pd.DataFrame({name: [value] * 7 for name, value in EARTH.items()})
    frame["planet_radius"] = np.linspace(0.4, 3.0, 7)
    whole = assess_table(frame, draws=5)
    monkeypatch.setattr(module, "ROWS_AT_ONCE", 3)
    pd.testing.assert_frame_equal(assess_table(frame, draws=5), whole)
    assert assess_table(frame.iloc[:0], draws=5).shape == (0, 13)


@pytest.mark.parametrize("quantities", [EARTH, TRAPPIST_1_E, {}])
def test_an_assessment_is_ready_for_json(quantities):
    text = json.dumps(dataclasses.asdict(assess(quantities, draws=10)), allow_nan=False)
    assert json.loads(text)["draws"] == 10


PHL_NAMES = {
    "P_FLUX": "insolation_flux",
    "P_RADIUS": "planet_radius",
    "P_MASS": "planet_mass",
    "P_MASS_ORIGIN": "planet_mass_provenance",
    "P_PERIOD": "orbital_period",
    "P_SEMI_MAJOR_AXIS": "semi_major_axis",
    "S_TEMPERATURE": "stellar_effective_temperature",
    "S_LOG_LUM": "stellar_luminosity",
    "S_RADIUS": "stellar_radius",
    "S_MASS": "stellar_mass",
}


@pytest.fixture(scope="module")
def phl() -> pd.DataFrame:
    """PHL's table in canonical names, errors included, without its last row of ones."""
    table = pd.read_csv(PHL).iloc[:-1]
    ends = {"": "", "_ERROR_MAX": "_upper_error", "_ERROR_MIN": "_lower_error"}
    names = {theirs + end: ours + ends[end] for theirs, ours in PHL_NAMES.items() for end in ends}
    frame = table[[name for name in names if name in table]].rename(columns=names)
    return frame.assign(verdict=table["P_HABITABLE"], index=table["P_ESI"], name=table["P_NAME"])


@needs_phl
def test_most_probable_classes_and_phls_verdicts(phl):
    """Of 5,599 planets: all 70 of PHL's habitable ones stay likelier habitable than not; no other one becomes so."""
    answer = assess_table(phl, draws=200)
    habitable = answer["p_conservative"] + answer["p_optimistic"]
    assert (answer["habitability"] == "unknown").sum() == 288
    known = answer["habitability"] != "unknown"
    agrees = (habitable > 0.5) == (phl["verdict"] > 0)
    assert (int(agrees[known].sum()), int(known.sum())) == (5311, 5311)
    assert habitable[phl["verdict"] == 0].max() < 0.5
    assert habitable[phl["verdict"] > 0].mean() == pytest.approx(0.95, abs=0.01)


@needs_phl
def test_the_insolation_that_we_compute_gives_the_same_verdicts_as_phls(phl):
    """Leaving P_FLUX out, luminosity and distance lead to the same class for all but no planet."""
    answer = assess_table(phl.drop(columns="insolation_flux"), draws=20)
    known = answer["habitability"] != "unknown"
    same = answer["habitability"].isin(["conservative", "optimistic"]) == (phl["verdict"] > 0)
    assert (int(same[known].sum()), int(known.sum())) == (5311, 5311)
    ratio = (answer["insolation_flux"] / phl["insolation_flux"]).dropna()
    assert (len(ratio), round(float(ratio.median()), 3)) == (5365, 1.0)
    assert float((ratio.sub(1).abs() < 0.05).mean()) > 0.9


NASA = PHL.with_name("pscomppars_2025-12-15.csv")
NASA_NAMES = {
    "pl_insol": "insolation_flux",
    "pl_rade": "planet_radius",
    "pl_bmasse": "planet_mass",
    "pl_orbsmax": "semi_major_axis",
    "pl_orbper": "orbital_period",
    "st_teff": "stellar_effective_temperature",
    "st_rad": "stellar_radius",
    "st_mass": "stellar_mass",
    "st_logg": "stellar_surface_gravity",
}


@pytest.fixture(scope="module")
def nasa_and_phl(phl) -> pd.DataFrame:
    """Planets that NASA's table of 2025 and PHL's of 2024 share, judged from NASA's numbers, beside PHL's."""
    table = pd.read_csv(NASA, comment="#")
    ends = {"": "", "err1": "_upper_error", "err2": "_lower_error"}
    names = {theirs + end: ours + ends[end] for theirs, ours in NASA_NAMES.items() for end in ends}
    frame = table[[name for name in names if name in table]].rename(columns=names)
    frame = frame.assign(planet_mass_provenance=table["pl_bmassprov"])
    judged = frame.join(assess_table(frame, draws=20)[["habitability", "similarity"]]).assign(name=table["pl_name"])
    return judged.merge(phl, on="name", suffixes=("", "_phl"))


@needs_phl
def test_nasas_newer_numbers_give_phls_verdicts_but_where_the_light_differs(nasa_and_phl):
    """Of 5,261 planets that both decide, 8 differ; in each, the two tables give another insolation or star."""
    both = nasa_and_phl[nasa_and_phl["habitability"] != "unknown"]
    ours, theirs = both["habitability"].isin(["conservative", "optimistic"]), both["verdict"] > 0
    differ = both[ours != theirs]
    assert (len(nasa_and_phl), len(both), len(differ)) == (5572, 5261, 8)
    light = (differ["insolation_flux"] / differ["insolation_flux_phl"] - 1).abs()
    star = (differ["stellar_effective_temperature"] / differ["stellar_effective_temperature_phl"] - 1).abs()
    assert ((light > 0.1) | (star > 0.05) | differ["insolation_flux"].isna()).all()


@needs_phl
def test_likeness_from_nasas_numbers_is_phls_but_for_changed_numbers(nasa_and_phl):
    both = nasa_and_phl.dropna(subset=["similarity", "index"])
    assert len(both) == 4476
    assert float((both["similarity"] - both["index"]).abs().median()) < 0.001
    assert both["similarity"].corr(both["index"]) == pytest.approx(0.989, abs=0.002)
