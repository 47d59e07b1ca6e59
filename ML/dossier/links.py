"""Where to read on about one object: addresses made from its identifiers, one rule for each site and catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

MISSIONS = ("kepler", "k2", "tess", "planets")

_CONE = "Radius=10&Radius.unit=arcsec"


@dataclass(frozen=True, slots=True)
class LinkRule:
    """One address.

    Attributes
    ----------
    site, label : str
        Name of the site, and what is found there.
    missions : tuple of str
        For which catalogues.
    needs : tuple of str
        Identifiers that the template takes.
    template : str
        Address with ``{identifier}`` to be filled in, quoted.
    """

    site: str
    label: str
    missions: tuple[str, ...]
    needs: tuple[str, ...]
    template: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address, ready to be followed."""

    site: str
    label: str
    url: str


_OVERVIEW = "https://exoplanetarchive.ipac.caltech.edu/overview/{object_name}"
_SIMBAD = "https://simbad.cds.unistra.fr/simbad/sim-id?Ident={star}"
_PORTAL = "https://mast.stsci.edu/portal/Mashup/Clients/Mast/Portal.html?searchQuery={star}"

LINKS = (
    LinkRule("Exoplanet Archive", "Overview of the object", ("kepler", "k2", "planets"), ("object_name",), _OVERVIEW),
    LinkRule(
        "Exoplanet Archive",
        "Overview of the star",
        ("tess",),
        ("star",),
        "https://exoplanetarchive.ipac.caltech.edu/overview/{star}",
    ),
    LinkRule(
        "ExoFOP",
        "Follow-up observations",
        ("kepler",),
        ("host_id",),
        "https://exofop.ipac.caltech.edu/kepler/edit_target.php?id={host_id}",
    ),
    LinkRule(
        "ExoFOP",
        "Follow-up observations",
        ("k2",),
        ("epic_id",),
        "https://exofop.ipac.caltech.edu/k2/edit_target.php?id={epic_id}",
    ),
    LinkRule(
        "ExoFOP",
        "Follow-up observations",
        ("tess", "k2", "planets"),
        ("tic_id",),
        "https://exofop.ipac.caltech.edu/tess/target.php?id={tic_id}",
    ),
    LinkRule("SIMBAD", "The star by name", MISSIONS, ("star",), _SIMBAD),
    LinkRule(
        "SIMBAD",
        "The star by place",
        MISSIONS,
        ("right_ascension", "declination"),
        "https://simbad.cds.unistra.fr/simbad/sim-coo?Coord={right_ascension}%20{declination}&CooFrame=ICRS&" + _CONE,
    ),
    LinkRule("MAST", "Light curves, pixels and validation reports", MISSIONS, ("star",), _PORTAL),
)
"""The addresses in the order in which they are shown."""

STAR_PREFIXES = {"kepler": ("KIC", "host_id"), "k2": ("EPIC", "epic_id"), "tess": ("TIC", "tic_id")}
"""How the sites call a star of each mission: a prefix and the identifier that holds its number."""


def links(identifiers: Mapping[str, Any]) -> tuple[Link, ...]:
    """Addresses for one object.

    Parameters
    ----------
    identifiers : mapping of str to str, int, float or None
        ``mission`` ("kepler", "k2", "tess" or "planets", in any case), ``object_name``, ``host_id`` (KIC, EPIC or TIC
        number, or a star's name), ``tic_id``, ``epic_id``, ``right_ascension`` and ``declination`` [deg].

    Returns
    -------
    tuple of Link
        Those whose identifiers are all there; empty for an object without any.

    Examples
    --------
    >>> links({"mission": "tess", "host_id": 307210830})[1].url
    'https://exofop.ipac.caltech.edu/tess/target.php?id=307210830'
    """
    mission = str(identifiers.get("mission") or "planets").lower()
    held = _held(identifiers, mission)
    rules = [rule for rule in LINKS if mission in rule.missions and all(name in held for name in rule.needs)]
    return tuple(Link(rule.site, rule.label, rule.template.format_map(held)) for rule in rules)


def _held(identifiers: Mapping[str, Any], mission: str) -> dict[str, str]:
    """Return the identifiers that are there, as text that may stand in an address, with the star's own name."""
    texts = {name: text for name, value in identifiers.items() if (text := _text(value))}
    prefix, number = STAR_PREFIXES.get(mission, ("", "host_id"))
    if mission in STAR_PREFIXES and "host_id" in texts:
        texts.setdefault(number, texts["host_id"])
    texts = {name: _bare(text) if name in {"tic_id", "epic_id", "host_id"} else text for name, text in texts.items()}
    if number in texts:
        texts["star"] = f"{prefix} {texts[number]}" if texts[number].isdigit() else texts[number]
    return {name: quote(text.strip(), safe="") for name, text in texts.items()}


def _text(value: Any) -> str:
    """Return a value as text: whole numbers without a decimal point, nothing for what is missing."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is not equal to itself
        return ""
    whole = isinstance(value, float) and value.is_integer() and abs(value) >= 1000.0  # noqa: PLR2004
    return str(int(value)) if whole else str(value).strip()


def _bare(text: str) -> str:
    """Return a catalogue number without its prefix: ``TIC 307210830`` is 307210830."""
    words = text.split()
    known = {prefix for prefix, _ in STAR_PREFIXES.values()}
    return words[-1] if len(words) > 1 and words[0].upper() in known else text
