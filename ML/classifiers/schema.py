"""What a model family is, as data: its words for people, its hyperparameters, and how values are checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ML.classifiers.costs import Cost
from ML.classifiers.search import Search
from ML.exceptions import InvalidFieldsError

_KINDS: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "boolean": (bool,),
}
_FEWEST_MEMBERS = 2


@dataclass(frozen=True, slots=True)
class Hyperparameter:
    """One setting of a family.

    ``minimum`` and ``maximum`` are inclusive, ``type`` is a JSON Schema type, ``search`` tells where better values are
    looked for (None: it is left as chosen).
    """

    name: str
    title: str
    type: str
    default: Any
    help: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    search: Search | None = None

    def json_schema(self) -> dict[str, Any]:
        """Return this setting as a JSON Schema property."""
        optional = {"minimum": self.minimum, "maximum": self.maximum, "enum": list(self.choices) or None}
        known = {name: value for name, value in optional.items() if value is not None}
        return {"type": self.type, "title": self.title, "description": self.help, "default": self.default, **known}

    def problem(self, value: Any) -> str | None:
        """Return one sentence on why ``value`` cannot be used, or None when it can."""
        if not self._has_type(value):
            unquote = " without quotation marks" if isinstance(value, str) else ""
            return f"{self.name} is {value!r} ({_json_type(value)}); expected {self._expectation()}{unquote}."
        if self.choices and value not in self.choices:
            return f"{self.name} is {value!r}; choose one of {', '.join(self.choices)}."
        if not self._in_range(value):
            return f"{self.name} is {value!r}; expected {self._expectation()}."
        return None

    def _has_type(self, value: Any) -> bool:
        if isinstance(value, bool):
            return self.type == "boolean"
        if isinstance(value, float) and not math.isfinite(value):
            return False
        return isinstance(value, _KINDS[self.type]) or (
            self.type == "integer" and isinstance(value, float) and value.is_integer()
        )

    def _in_range(self, value: Any) -> bool:
        low_enough = self.maximum is None or value <= self.maximum
        return low_enough and (self.minimum is None or value >= self.minimum)

    def _expectation(self) -> str:
        article = "an" if self.type == "integer" else "a"
        if self.minimum is None or self.maximum is None:
            return f"{article} {self.type}"
        return f"{article} {self.type} from {self.minimum:g} to {self.maximum:g}"

    def coerce(self, value: Any) -> Any:
        """Give a valid value the Python type of this setting (JSON writes 300 and 300.0 alike)."""
        return {"integer": int, "number": float}.get(self.type, lambda held: held)(value)


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of classifier that a person can choose.

    Attributes
    ----------
    unit : str
        What its fit counts: ``"trees"``, ``"iterations"`` or ``"epochs"``.
    scaled : bool
        Whether its inputs must be brought to one scale.
    explained_in : str
        Unit of its contributions: ``"log-odds"`` or ``"probability"``.
    importance_rows : int
        Rows over which mean absolute contributions are averaged: as many as can be explained in a few seconds.
    cost : str
        What a training on a table of a few thousand rows takes, in words.
    cost_law : CostLaw or EnsembleCost
        What a fit takes, relative to others.
    libraries : tuple of str
        Distributions beside scikit-learn whose versions are recorded; those that are not installed are left out.
    most_rows : int or None
        Training rows above which a fit takes very long; None where it grows about as the table does.
    members : tuple of str
        Of a family made of others: their names, each a boolean hyperparameter too, of which two must be chosen.
    takes_gaps : bool
        Whether a missing number may stay missing: every split then learns to which side gaps go.
    """

    name: str
    title: str
    summary: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    hyperparameters: tuple[Hyperparameter, ...]
    cost: str
    unit: str
    explained_in: str
    importance_rows: int
    cost_law: Cost
    libraries: tuple[str, ...] = ()
    scaled: bool = False
    recommended: bool = False
    most_rows: int | None = None
    members: tuple[str, ...] = ()
    takes_gaps: bool = False

    def defaults(self) -> dict[str, Any]:
        """Return every hyperparameter at its default."""
        return {setting.name: setting.default for setting in self.hyperparameters}

    def search_space(self) -> dict[str, Search]:
        """Return where to look for better values, for the hyperparameters that are worth it."""
        return {setting.name: setting.search for setting in self.hyperparameters if setting.search is not None}

    def expected_cost(self, rows: int, columns: int, hyperparameters: Mapping[str, Any] | None = None) -> float:
        """Return the expected cost of one fit, in fits of LightGBM at its defaults on one fold of Kepler DR25.

        Parameters
        ----------
        rows, columns : int
            Size of the training table after encoding.
        hyperparameters : mapping or None
            The settings that differ from the defaults.

        Raises
        ------
        InvalidFieldsError
            A hyperparameter cannot be used.
        """
        return self.cost_law.expected(rows, columns, self.validate(hyperparameters or {}), self.defaults())

    def json_schema(self) -> dict[str, Any]:
        """Return the hyperparameters as a JSON Schema (2020-12) object."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "title": f"Hyperparameters of {self.title}",
            "properties": {setting.name: setting.json_schema() for setting in self.hyperparameters},
            "additionalProperties": False,
        }

    def validate(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Check chosen hyperparameters and fill in the defaults.

        Parameters
        ----------
        values : mapping of str to JSON value
            The settings that differ from the defaults.

        Returns
        -------
        dict
            Every hyperparameter of the family, in the order of its table.

        Raises
        ------
        InvalidFieldsError
            Lists every unknown name, wrong type and value out of range.
        """
        known = {setting.name: setting for setting in self.hyperparameters}
        problems = {name: self._problem(known.get(name), name, value) for name, value in values.items()}
        fields = [{"field": f"hyperparameters.{name}", "message": text} for name, text in problems.items() if text]
        if fields:
            raise InvalidFieldsError(" ".join(entry["message"] for entry in fields), fields, family=self.name)
        complete = {**self.defaults(), **{name: known[name].coerce(value) for name, value in values.items()}}
        self._check_members(complete)
        return complete

    def _check_members(self, complete: Mapping[str, Any]) -> None:
        chosen = [name for name in self.members if complete[name]]
        if self.members and len(chosen) < _FEWEST_MEMBERS:
            text = (
                f"{', '.join(chosen) or 'No family'} is chosen; an ensemble needs at least {_FEWEST_MEMBERS} of "
                f"{', '.join(self.members)}. Choose more."
            )
            fields = [{"field": f"hyperparameters.{name}", "message": text} for name in self.members[:1]]
            raise InvalidFieldsError(text, fields, family=self.name)

    def _problem(self, setting: Hyperparameter | None, name: str, value: Any) -> str | None:
        if setting is not None:
            return setting.problem(value)
        names = ", ".join(known.name for known in self.hyperparameters)
        return f"{name} is not a hyperparameter of {self.title}; it has {names}."


def _json_type(value: Any) -> str:
    words = {bool: "a boolean", int: "an integer", float: "a number", str: "a string", type(None): "null"}
    return words.get(type(value), "not a single value")
