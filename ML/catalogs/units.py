"""Units of table columns: which convert to which, the many ways in which they are written, and the conversion.

astropy knows the sizes of Earth, Jupiter and the Sun (IAU 2015 nominal values); it is imported when first needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from ML.exceptions import UnknownUnitError

__all__ = ["QUANTITIES", "UNITS", "Unit", "UnknownUnitError", "convert", "find_unit", "known_units"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement.

    Attributes
    ----------
    name, quantity : str
        As written in column tables, and what it measures; units of one quantity convert to each other.
    expression : str
        The unit in astropy's words; empty where ``offset`` or ``dims_by`` says how it converts.
    offset : float
        For dates: what is added to get a Julian Date [days].
    dims_by : float or None
        For transit depths given as a dimming: magnitudes per unit.
    spellings : tuple of str
        Other ways to write it, in lower case.
    """

    name: str
    quantity: str
    expression: str = ""
    offset: float = 0.0
    dims_by: float | None = None
    spellings: tuple[str, ...] = ()


_EARTH_FLUX = "1361 W / m2"
_SOLAR_DENSITY = "0.238732414637843 M_sun / R_sun3"  # mass over 4/3 pi times the radius cubed

UNITS = (
    Unit("seconds", "time", "s", spellings=("second", "sec", "secs", "s")),
    Unit("minutes", "time", "min", spellings=("minute", "min", "mins")),
    Unit("hours", "time", "h", spellings=("hour", "hrs", "hr", "h")),
    Unit("days", "time", "d", spellings=("day", "d")),
    Unit("years", "time", "yr", spellings=("year", "yr", "yrs", "a")),
    Unit("Myr", "time", "Myr", spellings=("megayears",)),
    Unit("Gyr", "time", "Gyr", spellings=("gigayears",)),
    Unit("BJD", "date", spellings=("bjd_tdb", "bjd-tdb")),
    Unit("BKJD", "date", offset=2_454_833.0, spellings=("bjd-2454833", "bjd - 2454833")),
    Unit("BTJD", "date", offset=2_457_000.0, spellings=("tbjd", "bjd-2457000", "bjd - 2457000")),
    Unit("fraction", "share", "1", spellings=("relative", "share")),
    Unit("percent", "share", "1e-2", spellings=("%", "per cent", "pct")),
    Unit("ppt", "share", "1e-3", spellings=("parts per thousand", "per mille", "‰")),
    Unit("ppm", "share", "1e-6", spellings=("parts per million",)),
    Unit("mmag", "share", dims_by=1e-3, spellings=("millimag", "millimagnitudes")),
    Unit("Earth radii", "size", "R_earth", spellings=("earth radius", "r_earth", "rearth", "r_e", "re", "r⊕")),
    Unit("Jupiter radii", "size", "R_jup", spellings=("jupiter radius", "r_jup", "rjup", "r_j", "rj", "r♃")),
    Unit("Solar radii", "size", "R_sun", spellings=("solar radius", "r_sun", "rsun", "r_s", "r☉", "r⊙")),
    Unit("km", "size", "km", spellings=("kilometres", "kilometers")),
    Unit("AU", "distance", "au", spellings=("astronomical units",)),
    Unit("pc", "distance", "pc", spellings=("parsec", "parsecs")),
    Unit("kpc", "distance", "kpc", spellings=("kiloparsec", "kiloparsecs")),
    Unit("light years", "distance", "lyr", spellings=("light year", "ly", "lyr")),
    Unit("Earth mass", "mass", "M_earth", spellings=("earth masses", "m_earth", "mearth", "m_e", "me", "m⊕")),
    Unit("Jupiter mass", "mass", "M_jup", spellings=("jupiter masses", "m_jup", "mjup", "m_j", "mj", "m♃")),
    Unit("Solar mass", "mass", "M_sun", spellings=("solar masses", "m_sun", "msun", "m_s", "m☉", "m⊙")),
    Unit("kg", "mass", "kg", spellings=("kilograms",)),
    Unit("K", "temperature", "K", spellings=("kelvin", "kelvins")),
    Unit("Earth flux", "flux", _EARTH_FLUX, spellings=("earth fluxes", "f_earth", "s_earth", "s⊕", "f⊕")),
    Unit("W/m**2", "flux", "W / m2", spellings=("w/m2", "w/m^2", "w m-2")),
    Unit("log10(cm/s**2)", "gravity", "dex(cm / s2)", spellings=(
        "log10(cm/s2)", "log10(cm/s^2)", "log(cm/s**2)", "log(cm/s2)", "log(cm/s^2)", "dex(cm/s2)", "dex(cm/s**2)",
    )),
    Unit("cm/s**2", "gravity", "cm / s2", spellings=("cm/s2", "cm/s^2", "cm s-2")),
    Unit("m/s**2", "gravity", "m / s2", spellings=("m/s2", "m/s^2", "m s-2")),
    Unit("g/cm**3", "density", "g / cm3", spellings=("g/cm3", "g/cm^3", "g cm-3", "g/cc")),
    Unit("kg/m**3", "density", "kg / m3", spellings=("kg/m3", "kg/m^3", "kg m-3")),
    Unit("Solar density", "density", _SOLAR_DENSITY, spellings=("solar densities", "rho_sun", "rhosun", "ρ☉")),
    Unit("log10(Solar luminosity)", "luminosity", "dex(L_sun)", spellings=(
        "log10(solar)", "log(solar)", "log10(l_sun)", "log(l_sun)", "log10(lsun)", "log(lsun)", "log10(l/lsun)",
    )),
    Unit("Solar luminosity", "luminosity", "L_sun", spellings=("solar luminosities", "l_sun", "lsun", "l☉", "l⊙")),
    Unit("deg", "angle", "deg", spellings=("degrees", "degree", "decimal degrees", "°")),
    Unit("rad", "angle", "rad", spellings=("radians", "radian")),
    Unit("arcmin", "angle", "arcmin", spellings=("arcminutes",)),
    Unit("arcsec", "angle", "arcsec", spellings=("arcseconds", "as", "\"")),
    Unit("mas", "angle", "mas", spellings=("milliarcseconds", "milliarcsec")),
    Unit("mas/yr", "proper motion", "mas / yr", spellings=("mas/year", "mas yr-1")),
    Unit("arcsec/yr", "proper motion", "arcsec / yr", spellings=("arcsec/year", "\"/yr")),
    Unit("m/s", "speed", "m / s", spellings=("m s-1", "metres per second")),
    Unit("km/s", "speed", "km / s", spellings=("km s-1", "kilometres per second")),
    Unit("mag", "brightness", "mag", spellings=("magnitude", "magnitudes", "mags")),
    Unit("dex", "metallicity", "dex", spellings=("[fe/h]", "[m/h]")),
)  # fmt: skip
"""Every unit that is known; ``mmag`` is a transit's depth as a dimming, ``mag`` the brightness of a star."""

QUANTITIES = tuple(dict.fromkeys(unit.quantity for unit in UNITS))
"""What the units measure."""

_BY_SPELLING = {word: unit for unit in UNITS for word in (unit.name.lower(), *unit.spellings)}


def find_unit(spelling: str) -> Unit | None:
    """Return the unit that is written so, in whatever case; None if none is."""
    return _BY_SPELLING.get(" ".join(spelling.lower().split()))


def known_units(quantity_or_unit: str) -> tuple[str, ...]:
    """Names of the units of a quantity, or of those that convert to a unit; none if it is neither."""
    unit = find_unit(quantity_or_unit)
    quantity = unit.quantity if unit else quantity_or_unit
    return tuple(unit.name for unit in UNITS if unit.quantity == quantity)


def convert(values: ArrayLike, unit_from: str, unit_to: str) -> np.ndarray:
    """Convert numbers from one unit to another.

    Parameters
    ----------
    values : array_like of float, any shape
        Numbers in ``unit_from``; missing ones (NaN) stay missing.
    unit_from, unit_to : str
        Units in any known spelling. Dates (BJD, BKJD, BTJD) differ by an offset: uncertainties of dates are ``days``.

    Returns
    -------
    numpy.ndarray of float64, the shape of ``values``
        The same in ``unit_to``.

    Raises
    ------
    UnknownUnitError
        A unit is not known, or the two measure different things.
    """
    numbers = np.array(values, dtype=np.float64)
    if unit_from == unit_to:
        return numbers
    first, second = _unit(unit_from), _unit(unit_to)
    if first.quantity != second.quantity:
        raise _not_convertible(first, second)
    return numbers if first == second else _converter(first, second)(numbers)


def _unit(spelling: str) -> Unit:
    unit = find_unit(spelling)
    if unit is None:
        message = f"The unit {spelling!r} is not known. Write one of {', '.join(unit.name for unit in UNITS)}."
        raise UnknownUnitError(message, [{"field": "units", "message": message}], unit=spelling)
    return unit


def _not_convertible(first: Unit, second: Unit) -> UnknownUnitError:
    message = (
        f"{first.name} ({first.quantity}) does not convert to {second.name} ({second.quantity}). "
        f"Choose one of {', '.join(known_units(second.quantity))}."
    )
    return UnknownUnitError(message, [{"field": "units", "message": message}], unit=first.name)


Conversion = Callable[[np.ndarray], np.ndarray]


@cache
def _converter(first: Unit, second: Unit) -> Conversion:
    if first.quantity == "date":
        return lambda numbers: numbers + (first.offset - second.offset)
    if first.dims_by is not None:
        return _from_dimming(first.dims_by, second)
    if second.dims_by is not None:
        return _to_dimming(first, second.dims_by)
    return _linear_or_logarithmic(first, second)


def _linear_or_logarithmic(first: Unit, second: Unit) -> Conversion:
    from astropy import units

    source, target = units.Unit(first.expression), units.Unit(second.expression)
    return lambda numbers: np.asarray(source.to(target, numbers), dtype=np.float64)


def _from_dimming(magnitudes: float, second: Unit) -> Conversion:
    """Depth = 1 - 10**(-0.4 m): the share of the light that a dimming by m magnitudes takes away."""
    scaled = _linear_or_logarithmic(_unit("fraction"), second)
    return lambda numbers: scaled(-np.expm1(-0.4 * np.log(10) * magnitudes * numbers))


def _to_dimming(first: Unit, magnitudes: float) -> Conversion:
    scaled = _linear_or_logarithmic(first, _unit("fraction"))

    def dimming(numbers: np.ndarray) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            return -np.log1p(-scaled(numbers)) / (0.4 * np.log(10) * magnitudes)

    return dimming
