"""Which columns a model goes by, in words: those of its table and those computed from them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from backend.records import RunRecord
from backend.services.sources import column_from_json
from backend.unit_of_work import Transactions
from ML.catalogs.catalogue import Column, catalogue_names, get_catalogue
from ML.catalogs.mapping import common_columns
from ML.features.words import describe


def important_features(transactions: Transactions, run: RunRecord) -> list[dict[str, Any]]:
    """Return the recorded importance of a run, each column with label, unit, kind, meaning and formula."""
    columns = _columns(transactions, run)
    meanings = {column.name: column.description for column in columns}
    told = []
    for entry in (run.result or {})["importance"]:
        words = asdict(describe(columns, entry["feature"]))
        name = words.pop("name")
        told.append({**entry, **words, "description": meanings.get(name, "")})
    return told


def _columns(transactions: Transactions, run: RunRecord) -> list[Column]:
    chosen = run.configuration["data_source"]
    if chosen["data_source"] == "nasa" and chosen["dataset"] in catalogue_names():
        return list(get_catalogue(chosen["dataset"]).columns)
    with transactions.read() as uow:
        own = [column_from_json(entry) for entry in uow.uploads.get(chosen["upload_id"]).columns]
    # A column that was mapped to the common schema is known to the model by its name there.
    common, mapped = common_columns(), run.configuration["features"].get("column_map") or {}
    return [*(common[name] for name in mapped.values() if name in common), *own]
