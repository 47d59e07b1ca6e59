"""The input form of a model: its fields, and known objects to fill them with."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ML.catalogs.catalogue import Column
from ML.results import FeatureImportance

_TYPICAL = (0.05, 0.95)


def form_field(column: Any, values: pd.Series, share: float | None) -> dict[str, Any]:
    """Return one field of the form; ``share`` is its part in the model's importance, None if it is not used."""
    numbers = values.dropna() if pd.api.types.is_numeric_dtype(values) else None
    has = numbers is not None and len(numbers) > 0
    categories = [] if numbers is not None else [str(v) for v in values.value_counts().index[:20]]
    typical = numbers.quantile(_TYPICAL).tolist() if has else [None, None]  # type: ignore[union-attr]
    return {
        "name": column.name,
        "label": column.label,
        "unit": column.unit,
        "description": column.description,
        "kind": column.kind,
        "group": column.group,
        "min": float(numbers.min()) if has else None,  # type: ignore[union-attr]
        "median": float(numbers.median()) if has else None,  # type: ignore[union-attr]
        "max": float(numbers.max()) if has else None,  # type: ignore[union-attr]
        "low": typical[0],
        "high": typical[1],
        "missing": float(values.isna().mean()) if len(values) else 0.0,
        "role": str(column.role),
        "share": share,
        "buys": buys(share),
        "categories": categories,
        "required": False,
    }


def buys(share: float | None) -> str:
    """Say what knowing a field is worth to the model."""
    if share is None:
        return "The model does not use it: it is the same in every row that it was trained on."
    return f"{100 * share:.1f} % of what the model goes by."


def plain_row(row: pd.Series) -> dict[str, Any]:
    """Return a row with plain Python values, None where missing."""
    return {
        str(name): None if pd.isna(value) else getattr(value, "item", lambda v=value: v)()
        for name, value in row.items()
    }


def examples_of(frame: pd.DataFrame, labels: Any, names: list[str]) -> list[dict[str, Any]]:
    """Return the first object of each class, and the first undecided one, as examples."""
    first_of = {name: labels.target.eq(name).fillna(False).to_numpy(dtype=bool) for name in labels.classes}
    first_of["undecided"] = labels.target.isna().to_numpy()
    found = [(label, mask.argmax()) for label, mask in first_of.items() if mask.any()]
    return [
        {"name": str(labels.objects.iloc[at]), "label": label, "values": plain_row(frame[names].iloc[at])}
        for label, at in found
    ]


def input_shares(features: list[Column], importance: list[dict[str, Any]]) -> dict[str, float]:
    """Return the share of each column in the recorded importance; computed features count for their inputs."""
    from ML.partial.gaps import shares_of_inputs

    return shares_of_inputs(features, [FeatureImportance(**entry) for entry in importance])
