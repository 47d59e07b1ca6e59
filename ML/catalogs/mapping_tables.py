"""What people call columns and units, and which values are typical: the data behind automatic proposals."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class TypicalValues:
    """Where nine of ten catalogued objects lie, in the canonical unit, and in which units people write the quantity.

    Attributes
    ----------
    low, high : float
        About the 5th and 95th percentile over the Kepler, K2, TESS and confirmed-planet tables of 2025.
    units : tuple of str
        Units worth considering where none is told; the canonical one first.
    """

    low: float
    high: float
    units: tuple[str, ...]


TYPICAL = MappingProxyType(
    {
        "orbital_period": TypicalValues(0.7, 370, ("days", "hours", "years")),
        "transit_duration": TypicalValues(1.0, 14, ("hours", "days", "minutes")),
        "transit_depth": TypicalValues(50, 100_000, ("ppm", "percent", "fraction", "ppt", "mmag")),
        "planet_radius": TypicalValues(0.8, 30, ("Earth radii", "Jupiter radii", "Solar radii")),
        "planet_mass": TypicalValues(1.3, 2_500, ("Earth mass", "Jupiter mass", "Solar mass")),
        "insolation_flux": TypicalValues(0.5, 9_000, ("Earth flux", "W/m**2")),
        "stellar_radius": TypicalValues(0.35, 3.3, ("Solar radii",)),
        "stellar_mass": TypicalValues(0.3, 1.8, ("Solar mass",)),
        "stellar_effective_temperature": TypicalValues(3_400, 7_500, ("K",)),
        "equilibrium_temperature": TypicalValues(250, 2_500, ("K",)),
        "semi_major_axis": TypicalValues(0.016, 4.0, ("AU",)),
        "distance": TypicalValues(20, 2_000, ("pc", "kpc", "light years")),
        "stellar_age": TypicalValues(0.3, 12, ("Gyr", "Myr", "years")),
        "planet_density": TypicalValues(0.2, 12, ("g/cm**3", "kg/m**3")),
        "stellar_density": TypicalValues(0.02, 10, ("g/cm**3", "kg/m**3", "Solar density")),
    }
)
"""Typical values by canonical name."""

OTHER_UNITS = MappingProxyType(
    {
        "transit_epoch": ("BJD", "BKJD", "BTJD"),
        "stellar_surface_gravity": ("log10(cm/s**2)", "cm/s**2", "m/s**2"),
        "stellar_luminosity": ("log10(Solar luminosity)", "Solar luminosity"),
        "parallax": ("mas", "arcsec"),
        "inclination": ("deg", "rad"),
        "right_ascension": ("deg", "rad"),
        "declination": ("deg", "rad"),
    }
)
"""Units worth considering of quantities that only the plausible range can tell apart; the canonical one first."""

UNIT_WORDS = MappingProxyType(
    {
        "d": ("days",),
        "day": ("days",),
        "days": ("days",),
        "h": ("hours",),
        "hr": ("hours",),
        "hrs": ("hours",),
        "hour": ("hours",),
        "hours": ("hours",),
        "min": ("minutes",),
        "mins": ("minutes",),
        "minute": ("minutes",),
        "minutes": ("minutes",),
        "s": ("seconds",),
        "sec": ("seconds",),
        "seconds": ("seconds",),
        "yr": ("years",),
        "yrs": ("years",),
        "year": ("years",),
        "years": ("years",),
        "myr": ("Myr",),
        "gyr": ("Gyr",),
        "ppm": ("ppm",),
        "ppt": ("ppt",),
        "pct": ("percent",),
        "perc": ("percent",),
        "percent": ("percent",),
        "percentage": ("percent",),
        "frac": ("fraction",),
        "fraction": ("fraction",),
        "fractional": ("fraction",),
        "rel": ("fraction",),
        "relative": ("fraction",),
        "mmag": ("mmag",),
        "earth": ("Earth radii", "Earth mass", "Earth flux"),
        "earths": ("Earth radii", "Earth mass", "Earth flux"),
        "re": ("Earth radii",),
        "rearth": ("Earth radii",),
        "earthradii": ("Earth radii",),
        "earthradius": ("Earth radii",),
        "jup": ("Jupiter radii", "Jupiter mass"),
        "jupiter": ("Jupiter radii", "Jupiter mass"),
        "rj": ("Jupiter radii",),
        "rjup": ("Jupiter radii",),
        "rjupiter": ("Jupiter radii",),
        "jupiterradii": ("Jupiter radii",),
        "jupiterradius": ("Jupiter radii",),
        "sun": ("Solar radii", "Solar mass", "Solar luminosity", "Solar density"),
        "solar": ("Solar radii", "Solar mass", "Solar luminosity", "Solar density"),
        "rsun": ("Solar radii",),
        "rsol": ("Solar radii",),
        "solarradii": ("Solar radii",),
        "solarradius": ("Solar radii",),
        "me": ("Earth mass",),
        "mearth": ("Earth mass",),
        "earthmass": ("Earth mass",),
        "earthmasses": ("Earth mass",),
        "mj": ("Jupiter mass",),
        "mjup": ("Jupiter mass",),
        "jupitermass": ("Jupiter mass",),
        "jupitermasses": ("Jupiter mass",),
        "msun": ("Solar mass",),
        "msol": ("Solar mass",),
        "solarmass": ("Solar mass",),
        "solarmasses": ("Solar mass",),
        "lsun": ("Solar luminosity",),
        "km": ("km",),
        "k": ("K",),
        "kelvin": ("K",),
        "au": ("AU",),
        "pc": ("pc",),
        "parsec": ("pc",),
        "parsecs": ("pc",),
        "kpc": ("kpc",),
        "ly": ("light years",),
        "lyr": ("light years",),
        "lightyears": ("light years",),
        "searth": ("Earth flux",),
        "se": ("Earth flux",),
        "earthflux": ("Earth flux",),
        "wm2": ("W/m**2",),
        "cgs": ("log10(cm/s**2)", "g/cm**3"),
        "gcm3": ("g/cm**3",),
        "gcc": ("g/cm**3",),
        "kgm3": ("kg/m**3",),
        "dex": ("dex", "log10(cm/s**2)"),
        "mag": ("mag",),
        "mas": ("mas",),
        "arcsec": ("arcsec",),
        "deg": ("deg",),
        "degree": ("deg",),
        "degrees": ("deg",),
        "rad": ("rad",),
        "radians": ("rad",),
        "bjd": ("BJD",),
        "bkjd": ("BKJD",),
        "btjd": ("BTJD",),
        "kms": ("km/s",),
    }
)
"""What a unit is called at the end of a column's name; where there are several, the quantity decides."""

SYNONYMS = MappingProxyType({"pl": "planet", "st": "stellar", "hosts": "host", "planets": "planet", "stars": "star"})
"""Words of names that stand for others."""

FILLERS = frozenset(
    {
        "value",
        "val",
        "values",
        "the",
        "of",
        "in",
        "best",
        "fit",
        "fitted",
        "mean",
        "median",
        "avg",
        "average",
        "nominal",
        "catalog",
        "catalogue",
        "catalogued",
        "measured",
        "estimated",
        "derived",
        "parameter",
        "param",
        "koi",
        "tce",
        "ctoi",
        "my",
        "input",
        "col",
        "column",
        "sy",
        "x",
    }
)
"""Words of names that say nothing about the quantity."""

ERROR_WORDS = frozenset({"err", "error", "errors", "unc", "uncertainty", "uncert", "sigma", "std", "stderr", "e"})
UPPER_WORDS = frozenset({"1", "upper", "up", "plus", "pos", "positive", "hi", "high", "max"})
LOWER_WORDS = frozenset({"2", "lower", "low", "lo", "minus", "neg", "negative", "min"})

SYMBOLS = MappingProxyType(
    {"⊕": " earth", "☉": " sun", "⊙": " sun", "★": " star", "⋆": " star", "♃": " jup", "*": " star", "%": " percent",
     "σ": " sigma", "ρ": " rho", "δ": " delta ", "°": " deg"}
)  # fmt: skip
"""Symbols in names, and the words that they stand for."""

GENERIC_NAMES = frozenset(
    {
        "comments",
        "depth_mmag",
        "depth_mmag_err",
        "log_g",
        "master",
        "molecules",
        "planet_name",
        "planet_snr",
        "planet_status",
        "publication",
        "release_date",
        "sectors",
        "source",
        "temp_measured",
    }
)
"""Names of the column tables that anybody may give to a column of their own."""
