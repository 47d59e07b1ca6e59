"""Transits drawn from numbers, on the wire."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from backend.schemas.envelope import Answer, Query
from ML.dossier.curve import TransitCurve

SUN_MASS, SUN_RADIUS, SUN_TEMPERATURE, SUN_GRAVITY = 1.0, 1.0, 5772.0, 4.438


class TransitQuery(Query):
    """A planet on a circular orbit; the star is the Sun where nothing else is said."""

    radius_ratio: float = Field(gt=0, le=0.5, description="Radius of the planet in radii of its star")
    orbital_period: float = Field(ge=0.2, le=2000, description="Time from transit to transit [days]")
    impact_parameter: float = Field(
        0.0, ge=0, le=1.5, description="Distance of the planet's path from the middle of the disc [stellar radii]"
    )
    stellar_radius: float = Field(SUN_RADIUS, ge=0.05, le=50, description="[solar radii]")
    stellar_mass: float = Field(SUN_MASS, ge=0.05, le=20, description="[solar masses]")
    stellar_effective_temperature: float = Field(SUN_TEMPERATURE, ge=2000, le=50_000, description="[K]")
    stellar_surface_gravity: float = Field(SUN_GRAVITY, ge=0, le=6, description="log₁₀ of g in cm s⁻²")
    mission: Literal["kepler", "k2", "tess"] = Field("kepler", description="Whose pass band sees it")


class DrawnTransit(Answer):
    """The transit of a planet with the numbers asked for."""

    transit: TransitCurve
