"""Numbers with a birth certificate: each constant names its unit and where it comes from.

Nominal solar, terrestrial and jovian values are those of IAU 2015 Resolution B3 (Prša et al. 2016, AJ 152, 41,
doi:10.3847/0004-6256/152/2/41): exact by convention, so that radii and masses of different papers compare.
"""

from __future__ import annotations

from typing import Final

GRAVITATIONAL_CONSTANT: Final = 6.67430e-11
"""[m³ kg⁻¹ s⁻²] CODATA 2018 and 2022."""

ASTRONOMICAL_UNIT_M: Final = 149_597_870_700.0
"""[m] exact, IAU 2012 Resolution B2."""

SOLAR_RADIUS_M: Final = 6.957e8
"""[m] nominal solar radius, IAU 2015 B3."""

SOLAR_GM: Final = 1.3271244e20
"""[m³ s⁻²] nominal solar mass parameter, IAU 2015 B3."""

SOLAR_MASS_KG: Final = SOLAR_GM / GRAVITATIONAL_CONSTANT
"""[kg] 1.988e30: mass parameter over the gravitational constant."""

SOLAR_EFFECTIVE_TEMPERATURE_K: Final = 5772.0
"""[K] nominal solar effective temperature, IAU 2015 B3."""

SOLAR_DENSITY_G_CM3: Final = 1.4098
"""[g cm⁻³] SOLAR_MASS_KG / (4/3 π SOLAR_RADIUS_M³) / 1000."""

SOLAR_LOG_G_CGS: Final = 4.4381
"""[log10(cm s⁻²)] log10(100 SOLAR_GM / SOLAR_RADIUS_M²)."""

EARTH_RADIUS_M: Final = 6.3781e6
"""[m] nominal equatorial Earth radius, IAU 2015 B3."""

EARTH_GM: Final = 3.986004e14
"""[m³ s⁻²] nominal terrestrial mass parameter, IAU 2015 B3."""

JUPITER_RADIUS_M: Final = 7.1492e7
"""[m] nominal equatorial Jupiter radius, IAU 2015 B3."""

EARTH_RADII_PER_SOLAR_RADIUS: Final = SOLAR_RADIUS_M / EARTH_RADIUS_M
"""109.08: stellar radii in solar units times this are in Earth radii."""

EARTH_RADII_PER_JUPITER_RADIUS: Final = JUPITER_RADIUS_M / EARTH_RADIUS_M
"""11.21."""

SECONDS_PER_DAY: Final = 86_400.0
"""[s] of one day."""

HOURS_PER_DAY: Final = 24.0
"""[h] of one day."""

DAYS_PER_JULIAN_YEAR: Final = 365.25
"""[days] of one Julian year, exact (IAU)."""

PARTS_PER_MILLION: Final = 1e-6
"""Transit depths are catalogued in ppm; times this they are fractions of the star's light."""

BARYCENTRIC_KEPLER_JULIAN_DATE_OFFSET: Final = 2_454_833.0
"""[days] BJD = BKJD + this (Kepler Archive Manual, KDMC-10008, section 2.3.2)."""

EXACT_INTEGER_LIMIT: Final = 2**53
"""Integers beyond this lose digits as 64-bit floats (IEEE 754 significand of 53 bits)."""
