"""Was a model right about what nobody knew? Trained on an old snapshot, held against the verdicts of a newer one."""

from ML.prospective.outcome import CatalogueScore, ProspectiveValidation, Top
from ML.prospective.validation import validate_prospectively

__all__ = ["CatalogueScore", "ProspectiveValidation", "Top", "validate_prospectively"]
