"""Transits drawn from numbers, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

HOT_JUPITER = {"radius_ratio": 0.1, "orbital_period": 3.5, "impact_parameter": 0.3}


def drawn(client: Any, **numbers: Any) -> dict[str, Any]:
    answer = client.get("/api/transit", query_string={**HOT_JUPITER, **numbers})
    assert answer.status_code == 200, answer.json
    transit = answer.json["data"]["transit"]
    return {**transit, **{one["name"]: one["value"] for one in transit["parameters"]}}


def test_a_dip_is_as_deep_as_the_disc_that_the_planet_hides_and_lasts_hours(client: Any) -> None:
    transit = drawn(client)
    assert transit["available"] and len(transit["time"]) == len(transit["flux"])
    # The middle of a disc is brighter than its mean: deeper than k² = 10,000 ppm, by less than half.
    assert 10_000 < transit["transit_depth"] < 15_000
    assert 2 < transit["transit_duration"] < 4


def test_size_sets_the_depth_and_the_period_the_duration(client: Any) -> None:
    usual, small, slow = drawn(client), drawn(client, radius_ratio=0.05), drawn(client, orbital_period=28.0)
    assert usual["transit_depth"] / small["transit_depth"] == pytest.approx(4, rel=0.02)
    assert slow["transit_duration"] / usual["transit_duration"] == pytest.approx(2, rel=0.05)
    assert slow["transit_depth"] == pytest.approx(usual["transit_depth"], rel=0.02)


def test_a_planet_that_passes_beside_its_star_shows_no_transit(client: Any) -> None:
    transit = drawn(client, impact_parameter=1.3)
    assert min(transit["flux"]) == 1
    assert "no_transit" in {warning["code"] for warning in transit["warnings"]}


@pytest.mark.parametrize(("field", "value"), [("radius_ratio", 0), ("orbital_period", "soon"), ("mission", "gaia")])
def test_a_number_that_no_planet_has_is_refused_by_name(client: Any, field: str, value: Any) -> None:
    answer = client.get("/api/transit", query_string={**HOT_JUPITER, field: value})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json["details"]["fields"]] == [field]
