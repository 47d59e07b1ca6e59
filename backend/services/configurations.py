"""What a session chose, in the four parts of its selection, and in what two such choices differ."""

from __future__ import annotations

from typing import Any

PARTS = ("data_source", "features", "model", "evaluation")
_LISTED_APART = frozenset({"features.features"})


def chosen_of(configuration: dict[str, Any]) -> dict[str, Any]:
    """Return the four parts that a session chooses."""
    return {part: configuration[part] for part in PARTS}


def configuration_differences(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that differ, by path, and the features that only one of the configurations has."""
    flat = [_flat(chosen_of(each)) for each in (one, other)]
    names = [name for name in dict.fromkeys([*flat[0], *flat[1]]) if name not in _LISTED_APART]
    differing = [name for name in names if flat[0].get(name) != flat[1].get(name)]
    features = [each["features"]["features"] for each in (one, other)]
    return {
        "differences": [{"field": name, "this": flat[0].get(name), "other": flat[1].get(name)} for name in differing],
        "features": {
            "only_this": [name for name in features[0] if name not in set(features[1])],
            "only_other": [name for name in features[1] if name not in set(features[0])],
            "shared": len(set(features[0]) & set(features[1])),
        },
    }


def settings_of(configuration: dict[str, Any]) -> dict[str, Any]:
    """Return every setting by its path, with the number of features in place of their names."""
    flat = _flat(chosen_of(configuration))
    return {**flat, "features.features": len(flat.get("features.features") or ())}


def _flat(parts: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in parts.items():
        path = f"{prefix}{name}"
        flat |= _flat(value, f"{path}.") if isinstance(value, dict) and value else {path: value}
    return flat
