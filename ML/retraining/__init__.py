"""Is a version of a table worth having? Models of the old and the new one, judged on the same held-out stars."""

from ML.retraining.outcome import VersionComparison
from ML.retraining.versions import compare_versions

__all__ = ["VersionComparison", "compare_versions"]
