"""The missions' tables put under each other, with stars and planets that several of them saw found out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Column, get_catalogue
from ML.catalogs.deliveries import Delivery
from ML.combined.missions import MISSIONS
from ML.combined.notes import notes_on
from ML.combined.parts import Part, in_shared_schema
from ML.combined.signals import count_by_star, number_signals, other_names
from ML.combined.star_matching import MOTION, POSITION, match_stars
from ML.exceptions import InvalidFieldsError


def combine(parts: Mapping[str, pd.DataFrame]) -> Delivery:
    """Combine the missions' tables into one; every row that goes in comes out.

    Parameters
    ----------
    parts : mapping of str to DataFrame
        A snapshot's table of each mission by the name of its catalogue, one row per object; any of Kepler, K2 and TESS.

    Returns
    -------
    Delivery
        ``frame`` has a row for each row of the parts, in the order Kepler, K2, TESS: the canonical columns of the
        combined catalogue in its order and units, then every other column as ``<mission>_<name>``. Rows of one star
        share ``host_id`` whichever mission saw it; a planet that two missions list keeps both rows, and
        ``also_known_as`` names the other.

    Raises
    ------
    InvalidFieldsError
        There is no part, or one that is no mission's.
    """
    _refuse_unknown(parts)
    schema = {column.name: column for column in get_catalogue("combined").columns}
    missions = [mission for mission in MISSIONS if mission.catalogue in parts]
    held = [in_shared_schema(m, parts[m.catalogue].reset_index(drop=True), schema) for m in missions]
    table = pd.concat([part.frame for part in held], ignore_index=True)
    names = pd.concat([part.star_names for part in held], ignore_index=True)
    stars = match_stars(names, table.reindex(columns=[*POSITION, *MOTION]))
    signals = number_signals(stars, table["orbital_period"].to_numpy(dtype=float))
    table = table.assign(
        host_id=_first_names(stars, held),
        also_known_as=other_names(signals, table["mission"], table["object_name"]),
        number_of_candidates=count_by_star(stars, signals),
    )
    return Delivery(
        frame=_ordered(table, schema),
        notes=notes_on(held, table, stars, signals),
        unknown_columns=tuple(f"{part.mission.catalogue}_{name}" for part in held for name in part.unknown),
        absent_columns=tuple(name for name in schema if name not in table),
    )


def _refuse_unknown(parts: Mapping[str, pd.DataFrame]) -> None:
    known = [mission.catalogue for mission in MISSIONS]
    wrong = sorted(set(parts) - set(known))
    if wrong or not parts:
        message = f"The tables of {', '.join(wrong) or 'no mission'} cannot be combined; expected are any of {known}."
        raise InvalidFieldsError(message, [{"field": name, "message": message} for name in wrong or ["parts"]])


def _first_names(stars: np.ndarray, held: list[Part]) -> pd.Series:
    """Name of each row's star in the first table that lists it."""
    own = pd.concat([part.star_names.iloc[:, 0] for part in held], ignore_index=True)
    first = own.groupby(stars).first()
    return first.loc[stars].reset_index(drop=True)


def _ordered(table: pd.DataFrame, schema: Mapping[str, Column]) -> pd.DataFrame:
    canonical = [name for name in schema if name in table]
    return table[canonical + [name for name in table if name not in schema]].copy()
