"""What is known of an uploaded table: its columns and what each may be, its possible targets, its spread by class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import pandas as pd

from backend.adapters.files import FileStore
from backend.records import UploadRecord
from backend.services.columns import columns_json, profile_json
from backend.services.guard import NO_TARGET, key_of, measure
from backend.services.labels import class_name
from backend.services.targets import target_candidates
from ML.catalogs.catalogue import Column
from ML.catalogs.limits import ParsedTable
from ML.catalogs.mapping import propose
from ML.catalogs.profiles import profile_columns
from ML.catalogs.units import known_units
from ML.catalogs.uploads import describe_columns

SHOWN_ROWS = 20_000
"""Rows from which the spread by class is drawn; a larger table is sampled with a fixed seed."""
SAMPLE_SEED = 42
SPREADS_KEPT = 8


class ClassProfiles:
    """How the columns of uploads are spread in each class of a target.

    Parameters
    ----------
    files : FileStore
    """

    def __init__(self, files: FileStore) -> None:
        self._files = files
        self.of = lru_cache(maxsize=SPREADS_KEPT)(self._compute)

    def _compute(self, path: str, target: str) -> dict[str, dict[str, Any]]:
        with self._files.local_copy(path) as local:
            frame = pd.read_parquet(local)
        if len(frame) > SHOWN_ROWS:
            frame = frame.sample(SHOWN_ROWS, random_state=SAMPLE_SEED)
        profiles = profile_columns(frame, frame.columns, frame[target].map(class_name, na_action="ignore"))
        kept = ("histogram", "missing_by_class")
        facts = {name: profile_json(profile) for name, profile in profiles.items()}
        return {name: {key: fact[key] for key in kept} for name, fact in facts.items()}


def describe_upload(parsed: ParsedTable, name: str, upload_id: str) -> UploadRecord:
    """Return the record of a table that was read: columns, problems, possible targets, findings of the leak guard."""
    frame = parsed.frame
    columns = describe_columns(frame, parsed.labels)
    profiles = profile_columns(frame, frame.columns)
    candidates = target_candidates(frame, columns, profiles)
    return UploadRecord(
        id=upload_id,
        filename=name,
        path=f"uploads/{upload_id}.parquet",
        rows=len(frame),
        columns=mappable(columns_json(columns, profiles), columns, frame),
        problems=[asdict(problem) for problem in parsed.problems],
        target_candidates=candidates,
        findings=_first_findings(frame, columns, candidates),
    )


def _first_findings(frame: Any, columns: Sequence[Column], candidates: list[dict[str, Any]]) -> dict[str, Any]:
    found = {NO_TARGET: measure(frame, columns, None, None)}
    if candidates:
        likely = candidates[0]["name"]
        found[key_of(likely, None)] = measure(frame, columns, likely, None)
    return found


def mappable(entries: list[dict[str, Any]], columns: Sequence[Column], frame: Any) -> list[dict[str, Any]]:
    """Return columns with the canonical column that each may be, and the units that it could be in."""
    proposals = propose(columns, frame)
    return [
        {
            **entry,
            "proposal": asdict(proposals[column.name]) if column.name in proposals else None,
            "units": list(known_units(column.unit)) if column.kind == "number" else [],
        }
        for entry, column in zip(entries, columns, strict=True)
    ]
