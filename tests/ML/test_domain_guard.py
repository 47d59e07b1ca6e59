"""The domain guard knows rows of a mission that a model never saw, and stays quiet about its own."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from ML.domain_guard import (
    FALSE_ALARMS,
    MeasuredDrop,
    domain_facts,
    domain_warnings,
    known_drops,
    known_profiles,
    mission_of_rows,
    profile_missions,
)

NAMES = {"p": "orbital_period", "d": "transit_depth", "m": "kepler_magnitude", "t": "stellar_effective_temperature"}
DROP = MeasuredDrop("North", "South", 0.95, 0.752)


def sky(mission: str, n_rows: int, seed: int) -> pd.DataFrame:
    rng, shift = np.random.default_rng(seed), {"North": 0.0, "South": 2.0}[mission]
    return pd.DataFrame({name: rng.normal(shift, 1, n_rows) for name in NAMES})


def learned():
    both = pd.concat([sky("North", 800, 1), sky("South", 200, 2)], ignore_index=True)
    shared = both.rename(columns={**NAMES, "m": "apparent_magnitude"})
    return profile_missions(shared, pd.Series(["North"] * 800 + ["South"] * 200))


@pytest.fixture(scope="module")
def facts():
    return domain_facts(sky("North", 800, 1), NAMES, ["North"], learned(), [DROP])


def test_rows_of_another_mission_are_told_from_those_of_its_own(facts):
    own, other = (mission_of_rows(facts, sky(name, 500, 9)) for name in ("North", "South"))
    assert np.mean([name == "South" for name in other]) > 0.7
    assert np.mean([name is not None for name in own]) < 4 * FALSE_ALARMS


def test_the_warning_names_both_missions_and_the_measured_drop(facts):
    row = pd.DataFrame({name: [2.5] for name in NAMES})
    (told,) = domain_warnings(facts, row)
    assert [entry["code"] for entry in told] == ["other_mission"]
    assert told[0]["text"] == (
        "This row looks like South; the model saw only North. Measured: a model of North is right about 95 % of "
        "North's held-out objects and about 75 % of South's."
    )


def test_a_mission_that_is_told_settles_it(facts):
    rows = pd.DataFrame({**{name: [0.0, 2.5, 2.5, 0.0, 2.5] for name in NAMES}})
    rows["mission"] = ["South", "North", None, "West", " south "]
    assert mission_of_rows(facts, rows) == ["South", None, "South", "West", "South"]
    texts = [entry["text"] for told in domain_warnings(facts, rows) for entry in told]
    assert texts[0].startswith("This row is of South; ")
    assert texts[2] == "This row is of West; the model saw only North. How well it does there was not measured."


def test_too_few_values_tell_nothing(facts):
    row = pd.DataFrame({"p": [9.0], "d": [9.0], "m": [np.nan], "t": [np.nan]})
    assert mission_of_rows(facts, row) == [None]
    assert mission_of_rows(facts, row[["p"]]) == [None]
    assert mission_of_rows(facts, row.head(0)) == []


def test_a_model_of_both_missions_is_not_warned_about_either():
    both = pd.concat([sky("North", 300, 1), sky("South", 300, 2)], ignore_index=True)
    facts = domain_facts(both, NAMES, ["North", "South"], learned(), [DROP])
    assert domain_warnings(facts, both) == [[]] * 600


def test_facts_are_ready_for_json_and_what_ships_can_be_read(facts):
    json.dumps(asdict(facts), allow_nan=False)
    profiles = known_profiles()
    assert {"Kepler", "TESS"} <= set(profiles.shares)
    for shares in profiles.shares.values():
        for name, share in shares.items():
            assert len(share) == len(profiles.edges[name]) + 1
            assert sum(share) == pytest.approx(1, abs=1e-4)
            assert profiles.edges[name] == sorted(profiles.edges[name])
    assert {(drop.train, drop.test) for drop in known_drops()} >= {("Kepler", "TESS"), ("TESS", "Kepler")}


def test_a_bright_star_with_a_deep_transit_looks_like_tess_to_a_model_of_kepler():
    from ML.catalogs.catalogue import get_catalogue
    from ML.catalogs.snapshots import find_snapshot, load_snapshot

    catalogue = get_catalogue("kepler")
    names = {column.name: column.canonical for column in catalogue.columns if column.canonical}
    facts = domain_facts(load_snapshot(find_snapshot("kepler", None)), names, ["Kepler"])
    measured = {"koi_kepmag": 9.8, "koi_period": 3.1, "koi_depth": 9500.0, "koi_prad": 13.0, "koi_model_snr": 40.0}
    (told,) = domain_warnings(facts, pd.DataFrame([{**measured, "koi_duration": 3.0, "koi_count": 1}]))
    assert told[0]["text"].startswith("This row looks like TESS; the model saw only Kepler.")
    assert domain_warnings(facts, pd.DataFrame([{"koi_kepmag": 15.3, "koi_period": 12.0, "koi_depth": 400.0}])) == [[]]
