from __future__ import annotations

import doctest
from urllib.parse import urlsplit

import numpy as np
import pytest

from ML.dossier import links as module
from ML.dossier.links import LINKS, MISSIONS, links

KEPLER = {"mission": "Kepler", "object_name": "K00752.01", "host_id": 10797460, "right_ascension": 291.93423}


def test_the_examples_in_the_documentation_hold():
    assert doctest.testmod(module).failed == 0


def by_site(identifiers):
    return {(link.site, link.label): link.url for link in links(identifiers)}


def test_a_kepler_object_has_its_addresses():
    found = by_site({**KEPLER, "declination": 48.141651})
    assert found["Exoplanet Archive", "Overview of the object"].endswith("/overview/K00752.01")
    assert found["ExoFOP", "Follow-up observations"].endswith("/kepler/edit_target.php?id=10797460")
    assert found["SIMBAD", "The star by name"].endswith("Ident=KIC%2010797460")
    assert "Coord=291.93423%2048.141651&" in found["SIMBAD", "The star by place"]
    assert found["MAST", "Light curves, pixels and validation reports"].endswith("searchQuery=KIC%2010797460")


def test_without_a_place_there_is_no_link_by_place():
    assert ("SIMBAD", "The star by place") not in by_site(KEPLER)


@pytest.mark.parametrize("host", [307210830, 307210830.0, np.int64(307210830), "307210830", "TIC 307210830"])
def test_a_tic_number_is_the_same_in_any_form(host):
    found = by_site({"mission": "TESS", "host_id": host})
    assert found["ExoFOP", "Follow-up observations"].endswith("target.php?id=307210830")
    assert found["SIMBAD", "The star by name"].endswith("Ident=TIC%20307210830")


def test_a_star_by_name_keeps_its_name():
    found = by_site({"mission": "planets", "object_name": "TRAPPIST-1 e", "host_id": "TRAPPIST-1"})
    assert found["Exoplanet Archive", "Overview of the object"].endswith("/overview/TRAPPIST-1%20e")
    assert found["SIMBAD", "The star by name"].endswith("Ident=TRAPPIST-1")
    k2 = by_site({"mission": "K2", "object_name": "K2-3 b", "host_id": "K2-3", "epic_id": "EPIC 201367065"})
    assert k2["ExoFOP", "Follow-up observations"].endswith("/k2/edit_target.php?id=201367065")


@pytest.mark.parametrize("identifiers", [{}, {"mission": "kepler"}, {"mission": "tess", "host_id": float("nan")}])
def test_no_identifiers_no_links(identifiers):
    assert links(identifiers) == ()


def test_what_a_table_holds_cannot_break_out_of_an_address():
    found = links({"mission": "planets", "object_name": 'x?a=1&b#c/../"><script>', "host_id": "y z"})
    for link in found:
        assert urlsplit(link.url).scheme == "https"
        assert not set(link.url) & set('"<> ')
    assert "a%3D1%26b%23c%2F..%2F" in found[0].url


def test_every_rule_is_for_a_known_mission():
    assert all(set(rule.missions) <= set(MISSIONS) and rule.template.startswith("https://") for rule in LINKS)
