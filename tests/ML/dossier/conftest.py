"""Objects whose numbers are published, and the bundled Kepler table in canonical names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import ML.catalogs

SNAPSHOT = Path(ML.catalogs.__file__).parent / "snapshots" / "kepler" / "dr25-2017-07-19.parquet"

KEPLER_NAMES = {
    "orbital_period": "koi_period",
    "transit_duration": "koi_duration",
    "transit_depth": "koi_depth",
    "radius_ratio": "koi_ror",
    "scaled_semi_major_axis": "koi_dor",
    "impact_parameter": "koi_impact",
    "planet_radius": "koi_prad",
    "insolation_flux": "koi_insol",
    "equilibrium_temperature": "koi_teq",
    "transit_signal_to_noise": "koi_model_snr",
    "number_of_transits": "koi_num_transits",
    "stellar_effective_temperature": "koi_steff",
    "stellar_surface_gravity": "koi_slogg",
    "stellar_radius": "koi_srad",
    "stellar_mass": "koi_smass",
    "j_magnitude": "koi_jmag",
    "k_magnitude": "koi_kmag",
}

HD_209458_B = {
    "orbital_period": 3.52474859,
    "transit_duration": 3.072,
    "transit_duration_upper_error": 0.01,
    "transit_duration_lower_error": -0.01,
    "radius_ratio": 0.12086,
    "radius_ratio_upper_error": 0.0001,
    "radius_ratio_lower_error": -0.0001,
    "impact_parameter": 0.507,
    "impact_parameter_upper_error": 0.005,
    "impact_parameter_lower_error": -0.005,
    "planet_radius": 15.23,
    "planet_mass": 217.7,
    "stellar_radius": 1.155,
    "stellar_mass": 1.119,
    "stellar_effective_temperature": 6065.0,
    "stellar_surface_gravity": 4.361,
}
"""Torres, Winn & Holman 2008, ApJ 677, 1324."""


@cache
def _kepler() -> pd.DataFrame:
    ends = {"": "", "_err1": "_upper_error", "_err2": "_lower_error"}
    names = {theirs + end: ours + ends[end] for ours, theirs in KEPLER_NAMES.items() for end in ends}
    table = pd.read_parquet(SNAPSHOT)
    frame = table[[name for name in names if name in table]].rename(columns=names).astype(float)
    return frame.assign(object_name=table["kepoi_name"], host_id=table["kepid"], disposition=table["koi_disposition"])


@pytest.fixture
def kepler() -> pd.DataFrame:
    """The bundled Kepler table: do not change it."""
    return _kepler()


@pytest.fixture
def hot_jupiter() -> dict[str, float]:
    return dict(HD_209458_B)
