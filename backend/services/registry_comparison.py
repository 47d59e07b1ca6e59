"""Two versions of a registered model side by side, with the paired test where both were judged in the same folds."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from backend.errors import InvalidFieldsError
from backend.registry_records import VersionRecord
from backend.services.registry import RegistryService
from backend.services.registry_facts import version_facts

if TYPE_CHECKING:
    import pandas as pd


class RegistryComparison:
    """Compares versions, from the registry's own copies: their sessions may be gone.

    Parameters
    ----------
    registry : RegistryService
    """

    def __init__(self, registry: RegistryService) -> None:
        self._versions = registry.versions

    def compare(self, name: str, version: int | None, other: int) -> dict[str, Any]:
        """Return metrics side by side, and what the paired test says; ``version`` None is the serving one.

        Raises
        ------
        UnknownModelError
            There is no such version.
        InvalidFieldsError
            They answer different questions.
        """
        one, two = self._versions.find(name, version), self._versions.find(name, other)
        if one.facts["classes"] != two.facts["classes"]:
            message = f"Version {one.version} and version {two.version} have different classes; compare others."
            raise InvalidFieldsError(message, [{"field": "with", "message": message}])
        paired, reason = self._paired(one, two)
        metrics = {
            metric: {
                "this": entry,
                "other": two.facts["metrics"].get(metric),
                "difference": asdict(paired.difference[metric]) if paired else None,
            }
            for metric, entry in one.facts["metrics"].items()
        }
        return {
            "name": name,
            "this": version_facts(one),
            "other": version_facts(two),
            "metrics": metrics,
            "paired": paired is not None,
            "text": paired.text if paired else reason,
        }

    def _paired(self, one: VersionRecord, two: VersionRecord) -> tuple[Any, str]:
        from ML.comparison import compare_runs
        from ML.exceptions import IncomparableRunsError

        if one.facts["split_hash"] != two.facts["split_hash"]:
            return None, "They were judged in other folds or on other objects, so no paired test can be made."
        facts = one.facts
        tables = (self._validated(one), self._validated(two))
        try:
            return compare_runs(*tables, facts["classes"], facts["positive_class"], seed=facts["seed"]), ""
        except IncomparableRunsError as fault:
            return None, fault.message

    def _validated(self, record: VersionRecord) -> pd.DataFrame:
        import pandas as pd

        table = pd.read_parquet(io.BytesIO(self._versions.content(record, "out_of_fold.parquet")))
        return table.astype({"object": "str", "host": "str"})
