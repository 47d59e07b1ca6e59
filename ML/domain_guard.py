"""Does a row look like another mission's? Told from an explicit mission, or from how the missions' values are spread.

Each shared column is binned; a row's values are more or less common in each mission's table. How much more common
they are in another mission than in those trained on is a log-likelihood ratio (columns taken as independent), and a row
looks like the other mission where that ratio is above what 99 % of the training rows reach. Verdicts are not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ML.results import Warnings, remark

MISSION = "mission"
MAGNITUDE = "apparent_magnitude"
"""Stands for the magnitude in whichever visible band a mission gives it."""

_BANDS = ("kepler_magnitude", "tess_magnitude", "gaia_magnitude", "v_magnitude")

COLUMNS = (
    "orbital_period",
    "transit_duration",
    "transit_depth",
    "planet_radius",
    "insolation_flux",
    "stellar_effective_temperature",
    "stellar_surface_gravity",
    "stellar_radius",
    "transit_signal_to_noise",
    "number_of_candidates",
    MAGNITUDE,
)
"""Columns by which missions are told apart, by name in the schema that they share."""

FEWEST_COLUMNS = 3
"""Filled cells below which a row is not judged by its values."""

FALSE_ALARMS = 0.01
"""Share of the training rows that look like another mission all the same."""

_BINS = 12
_LEAST_RATIO = 2.0
_SMOOTHING = 0.5
_PERCENT = 100
_TABLES = Path(__file__).parent / "catalogs" / "tables"


@dataclass(frozen=True, slots=True)
class MissionProfiles:
    """How the values of each mission are spread.

    Attributes
    ----------
    edges : dict of str to list of float
        Inner borders of the bins of each column, in the unit of the shared schema.
    shares : dict of str to dict of str to list of float
        For each mission and column the share of its rows in each bin; a column that a mission lacks is not there.
    """

    edges: dict[str, list[float]]
    shares: dict[str, dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class MeasuredDrop:
    """What a model of one mission was measured to do on another (see docs/transfer.md).

    Attributes
    ----------
    train, test : str
    source_accuracy : float
        On held-out rows of ``train``.
    accuracy : float
        On rows of ``test``.
    """

    train: str
    test: str
    source_accuracy: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class DomainFacts:
    """What a model knows of the missions that it was trained on.

    Attributes
    ----------
    trained_on : tuple of str
        Missions of its training rows.
    columns : dict of str to str
        Input columns that tell missions apart, and their names in the shared schema.
    profiles : MissionProfiles
    threshold : float
        Log-likelihood ratio above which a row looks like a mission that was not trained on.
    drops : tuple of MeasuredDrop
    """

    trained_on: tuple[str, ...]
    columns: dict[str, str]
    profiles: MissionProfiles
    threshold: float
    drops: tuple[MeasuredDrop, ...] = field(default=())


def profile_missions(frame: pd.DataFrame, missions: pd.Series) -> MissionProfiles:
    """Learn how the missions' values are spread.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        Columns of the shared schema, whichever of ``COLUMNS`` are there.
    missions : Series of str of shape (n_rows,)
    """
    named = [name for name in COLUMNS if name in frame]
    parts = {str(one): frame[missions == one] for one in sorted(missions.dropna().unique())}
    edges = {name: _edges([part[name].dropna().to_numpy(dtype=float) for part in parts.values()]) for name in named}
    shares = {
        one: {name: _shares(part[name], edges[name]) for name in named if part[name].notna().mean() > 0.5}  # noqa: PLR2004
        for one, part in parts.items()
    }
    return MissionProfiles(edges, shares)


def _edges(values: Sequence[np.ndarray]) -> list[float]:
    """Borders between bins that hold alike much of the missions, each counting as one."""
    quantiles = np.linspace(0, 1, 201)
    pooled = np.concatenate([np.quantile(part, quantiles) for part in values if len(part)])
    return [float(edge) for edge in np.unique(np.quantile(pooled, np.arange(1, _BINS) / _BINS))]


def _shares(cells: pd.Series, edges: Sequence[float]) -> list[float]:
    counts = np.bincount(np.searchsorted(edges, cells.dropna().to_numpy(dtype=float)), minlength=len(edges) + 1)
    smoothed = counts + _SMOOTHING
    return [round(float(share), 6) for share in smoothed / smoothed.sum()]


def known_profiles() -> MissionProfiles:
    """Return the profiles of the surveys that are known, as measured by ``tests.reports.transfer``."""
    return MissionProfiles(**_table("mission_profiles.json"))


def known_drops() -> tuple[MeasuredDrop, ...]:
    """Return what models of one survey were measured to do on another, by ``tests.reports.transfer``."""
    return tuple(MeasuredDrop(**entry) for entry in _table("mission_transfer.json"))


@cache
def _table(name: str) -> Any:
    return json.loads((_TABLES / name).read_text(encoding="utf-8"))


def domain_facts(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    trained_on: Sequence[str],
    profiles: MissionProfiles | None = None,
    drops: Sequence[MeasuredDrop] | None = None,
) -> DomainFacts:
    """Return what a model carries along to know rows of another mission.

    Parameters
    ----------
    frame : DataFrame of shape (n_rows, n_columns)
        The training rows.
    columns : mapping of str to str
        The model's input columns and their names in the shared schema, of those in the schema's units.
    trained_on : sequence of str
        Missions of the training rows.
    profiles, drops
        Default: the known ones.
    """
    held = profiles or known_profiles()
    told = {name: shared_name(canonical) for name, canonical in columns.items() if name in frame}
    first = {shared: name for name, shared in reversed(told.items())}
    usable = {first[shared]: shared for shared in COLUMNS if shared in first and shared in held.edges}
    facts = DomainFacts(tuple(trained_on), usable, held, _LEAST_RATIO, tuple(known_drops() if drops is None else drops))
    ratios = _ratios(facts, frame, _others(facts))
    best = ratios.max(axis=0) if ratios.size else np.empty(0)
    judged = best[np.isfinite(best)]
    reached = np.quantile(judged, 1 - FALSE_ALARMS) if judged.size else _LEAST_RATIO
    return DomainFacts(facts.trained_on, usable, held, max(_LEAST_RATIO, float(reached)), facts.drops)


def shared_name(canonical: str) -> str:
    """Name of a column among ``COLUMNS``: a magnitude in any visible band is a magnitude."""
    return MAGNITUDE if canonical in _BANDS else canonical


def mission_of_rows(facts: DomainFacts, frame: pd.DataFrame) -> list[str | None]:
    """Name the mission that was not trained on of which each row is, or which it looks like; None for the others.

    Parameters
    ----------
    facts : DomainFacts
    frame : DataFrame of shape (n_rows, n_columns)
        Rows in the model's columns; a column ``mission`` settles it.
    """
    looks = _looks(facts, frame)
    if MISSION not in frame:
        return looks
    told = [_known_as(cell, facts) for cell in frame[MISSION]]
    return [
        look if name is None else (None if name in facts.trained_on else name)
        for look, name in zip(looks, told, strict=True)
    ]


def domain_warnings(facts: DomainFacts, frame: pd.DataFrame) -> list[Warnings]:
    """Warn of rows of a mission that the model never saw, with the measured drop where it is known.

    Returns
    -------
    list of list of dict
        For each row no entry, or one of code ``other_mission``.
    """
    given = (
        [False] * len(frame)
        if MISSION not in frame
        else [_known_as(cell, facts) is not None for cell in frame[MISSION]]
    )
    pairs = zip(mission_of_rows(facts, frame), given, strict=True)
    return [
        [] if name is None else [remark("other_mission", _sentence(facts, name, certain))] for name, certain in pairs
    ]


def _known_as(cell: object, facts: DomainFacts) -> str | None:
    """Return a mission's name as the facts write it; a name that they do not know stays as it is."""
    if not isinstance(cell, str) or not cell.strip():
        return None
    names = {name.casefold(): name for name in (*facts.profiles.shares, *facts.trained_on)}
    return names.get(cell.strip().casefold(), cell.strip())


def _others(facts: DomainFacts) -> list[str]:
    known = facts.profiles.shares
    return [one for one in known if one not in facts.trained_on and any(name in known for name in facts.trained_on)]


def _looks(facts: DomainFacts, frame: pd.DataFrame) -> list[str | None]:
    others = _others(facts)
    if not others or not len(frame):
        return [None] * len(frame)
    ratios = _ratios(facts, frame, others)
    best = ratios.argmax(axis=0)
    return [others[k] if ratios[k, row] > facts.threshold else None for row, k in enumerate(best.tolist())]


def _ratios(facts: DomainFacts, frame: pd.DataFrame, others: Sequence[str]) -> np.ndarray:
    """Log-likelihood ratio of each other mission to the likeliest trained on; −inf where too few cells are filled.

    Returns
    -------
    ndarray of shape (n_others, n_rows)
    """
    cells = {name: _cells(frame[name]) for name in facts.columns if name in frame}
    return np.array([_ratio(facts, cells, other, len(frame)) for other in others])


def _cells(column: pd.Series) -> np.ndarray:
    if not pd.api.types.is_numeric_dtype(column):
        column = pd.to_numeric(column, errors="coerce")
    return column.to_numpy(dtype=float, na_value=np.nan)


def _ratio(facts: DomainFacts, cells: Mapping[str, np.ndarray], other: str, n_rows: int) -> np.ndarray:
    known, seen = facts.profiles.shares, [name for name in facts.trained_on if name in facts.profiles.shares]
    total, filled = np.zeros((len(seen), n_rows)), np.zeros(n_rows, dtype=int)
    for name, values in cells.items():
        shared = facts.columns[name]
        if any(shared not in known[mission] for mission in (other, *seen)):
            continue
        held = np.isfinite(values)
        bins = np.searchsorted(facts.profiles.edges[shared], np.where(held, values, 0.0))
        there = np.log(known[other][shared])[bins]
        here = np.array([np.log(known[mission][shared])[bins] for mission in seen])
        total += np.where(held, there - here, 0.0)
        filled += held
    return np.where(filled >= FEWEST_COLUMNS, total.min(axis=0), -np.inf)


def _sentence(facts: DomainFacts, mission: str, certain: bool) -> str:
    """Say it, such as "This row looks like TESS; the model saw only Kepler. A model of Kepler was right about …"."""
    seen = " and ".join(facts.trained_on)
    drop = next((d for d in facts.drops if d.test == mission and d.train in facts.trained_on), None)
    start = f"This row {'is of' if certain else 'looks like'} {mission}; the model saw only {seen}."
    if drop is None or len(facts.trained_on) > 1:
        return f"{start} How well it does there was not measured."
    return (
        f"{start} Measured: a model of {drop.train} is right about {_PERCENT * drop.source_accuracy:.0f} % of "
        f"{drop.train}'s held-out objects and about {_PERCENT * drop.accuracy:.0f} % of {mission}'s."
    )
