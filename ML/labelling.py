"""The class of each row of a catalogue's table: read from its verdicts, or computed where a task is defined so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ML.habitability.zone import best_insolation, habitability

if TYPE_CHECKING:
    from ML.catalogs.catalogue import Catalogue, Task

FLAG_LABEL = "False Positive Flag"
"""How the archive labels the flags that its vetting sets when it calls an object a false positive."""

MINIMUM_MASS = "Msini"
"""Provenance of a mass from radial velocities alone; a radius beside it was guessed from that mass."""


def label_rows(catalogue: Catalogue, task: Task, frame: pd.DataFrame) -> pd.Series:
    """Class of each row for a task.

    Parameters
    ----------
    catalogue : Catalogue
        Where its target is derived, the rows are judged by :func:`habitability_of`; else their verdicts are read.
    task : Task
        Maps verdicts (or values of :class:`ML.habitability.zone.Habitability`) to classes.
    frame : DataFrame of shape (n_rows, n_columns)
        A table of the catalogue, in its own column names and units.

    Returns
    -------
    Series of str of shape (n_rows,)
        Missing where a row is undecided: no verdict, one that the task does not ask for, or unknown inputs.
    """
    verdicts = habitability_of(catalogue, frame) if catalogue.derived else frame[catalogue.target_column]
    return task.label(verdicts)


def habitability_of(catalogue: Catalogue, frame: pd.DataFrame) -> pd.Series:
    """Habitability of each planet by :func:`ML.habitability.zone.habitability`, from whatever columns are there.

    A radius counts only where it was measured: beside a minimum mass from radial velocities it is a guess from that
    mass, and then the mass decides.

    Parameters
    ----------
    catalogue : Catalogue
        Tells by canonical name which column holds what.
    frame : DataFrame of shape (n_rows, n_columns)

    Returns
    -------
    Series of str of shape (n_rows,)
        ``"conservative"``, ``"optimistic"``, ``"not"`` or ``"unknown"``.
    """
    held = {column.canonical: column.name for column in catalogue.columns if column.name in frame}

    def values(canonical: str) -> pd.Series:
        cells = frame[held[canonical]] if canonical in held else pd.Series(np.nan, index=frame.index)
        return pd.to_numeric(cells).astype(float)

    light = best_insolation(
        insolation=values("insolation_flux"),
        log_luminosity=values("stellar_luminosity"),
        stellar_radius=values("stellar_radius"),
        stellar_effective_temperature=values("stellar_effective_temperature"),
        stellar_mass=values("stellar_mass"),
        distance=values("semi_major_axis"),
        orbital_period=values("orbital_period"),
    )
    radius = values("planet_radius")
    if "planet_mass_provenance" in held:
        radius = radius.where(frame[held["planet_mass_provenance"]] != MINIMUM_MASS)
    verdicts = habitability(light, values("stellar_effective_temperature"), radius, values("planet_mass"))
    return pd.Series(verdicts, index=frame.index, dtype="str")


def flag_rule(catalogue: Catalogue, frame: pd.DataFrame) -> pd.Series | None:
    """Whether any of the catalogue's own false-positive flags is set; None where the table has no such flag.

    Any value above 0 sets a flag: the archive holds one 465.
    """
    flags = [column.name for column in catalogue.columns if column.label.endswith(FLAG_LABEL) and column.name in frame]
    return frame[flags].fillna(0).gt(0).any(axis=1) if flags else None
