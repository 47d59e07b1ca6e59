"""The dossier of one object: everything that follows from its catalogued numbers, ready for JSON.

``dataclasses.asdict`` makes plain JSON of it: numbers are finite or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ML.dossier.check_rules import NOT_TESTABLE, NotTestable
from ML.dossier.checks import CheckResult, State, checks_of
from ML.dossier.curve import DRAWS, TransitCurve, curve_of
from ML.dossier.followup import FollowUp, follow_up_of
from ML.dossier.links import Link, links
from ML.dossier.orbit import OrbitSketch, orbit_of
from ML.dossier.quantities import Quantity, quantity
from ML.habitability.assessment import Assessment, assess
from ML.habitability.system import MEASURED, System, describe


@dataclass(frozen=True, slots=True)
class Dossier:
    """One object.

    Attributes
    ----------
    identifiers : dict of str to str, int, float or None
        As given.
    catalogued : tuple of Quantity
        The numbers that it rests on, with their errors.
    checks : tuple of CheckResult
    check_counts : dict of str to int
        How many checks ended in each state.
    not_testable : tuple of NotTestable
        What no table can tell, and where to look.
    transit : TransitCurve
    orbit : OrbitSketch
    follow_up : FollowUp
    habitability : Assessment
    links : tuple of Link
    draws, seed : int
        Monte-Carlo draws behind every interval; the same seed gives the same dossier.
    """

    identifiers: dict[str, Any]
    catalogued: tuple[Quantity, ...]
    checks: tuple[CheckResult, ...]
    check_counts: dict[str, int]
    not_testable: tuple[NotTestable, ...]
    transit: TransitCurve
    orbit: OrbitSketch
    follow_up: FollowUp
    habitability: Assessment
    links: tuple[Link, ...]
    draws: int
    seed: int


def dossier(
    quantities: Mapping[str, Any], identifiers: Mapping[str, Any], draws: int = 1000, seed: int = 42
) -> Dossier:
    """Put together what can be said of one object.

    Parameters
    ----------
    quantities : mapping of str to float, str or None
        By canonical name, in canonical units, errors as ``<name>_upper_error`` and ``<name>_lower_error``; other
        names are passed over. ``planet_mass_provenance`` may say ``"Msini"``.
    identifiers : mapping of str to str, int, float or None
        ``mission``, ``object_name``, ``host_id``, ``tic_id``, ``epic_id``, ``right_ascension``, ``declination`` [deg].
    draws, seed : int

    Returns
    -------
    Dossier

    Examples
    --------
    >>> made = dossier({"planet_radius": 40.0}, {"mission": "tess", "host_id": 307210830}, draws=10)
    >>> made.check_counts["fail"], made.transit.available
    (1, False)
    """
    system = describe(quantities, draws, seed)
    checks = checks_of(system)
    mission = identifiers.get("mission")
    return Dossier(
        identifiers={name: _plain(value) for name, value in identifiers.items()},
        catalogued=_catalogued(system),
        checks=checks,
        check_counts={str(state): sum(check.state == state for check in checks) for state in State},
        not_testable=NOT_TESTABLE,
        transit=curve_of(_first_draws(system), None if mission is None else str(mission)),
        orbit=orbit_of(system),
        follow_up=follow_up_of(system, seed),
        habitability=assess(quantities, draws, seed),
        links=links(identifiers),
        draws=draws,
        seed=seed,
    )


def _plain(value: Any) -> Any:
    """Return a table's cell as JSON has it: NumPy's numbers as Python's, what is missing as None."""
    plain = value.item() if hasattr(value, "item") else value
    return None if plain != plain else plain  # noqa: PLR0124 - NaN is not equal to itself


def _catalogued(system: System) -> tuple[Quantity, ...]:
    made = (quantity(name, system.catalogued[name][0], "as catalogued") for name in MEASURED)
    return tuple(one for one in made if one.value is not None)


def _first_draws(system: System) -> System:
    """Return the system with as many draws as a curve needs."""
    first = {name: values[:, : 1 + DRAWS] for name, values in system.known.items()}
    catalogued = {name: values[:, : 1 + DRAWS] for name, values in system.catalogued.items()}
    return replace(system, known=first, catalogued=catalogued)
