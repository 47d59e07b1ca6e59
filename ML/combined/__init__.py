"""One table of all missions: canonical columns and units, stars matched between missions, nothing lost on the way."""

from ML.combined.identity import combined_identity
from ML.combined.table import combine
from ML.combined.withholding import withheld_columns, withhold

__all__ = ["combine", "combined_identity", "withheld_columns", "withhold"]
