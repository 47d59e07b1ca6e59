"""Physics checks of one object or of a table: pass, fail, uncertain within the errors, or not testable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from ML.dossier.check_rules import CHECKS, CheckRule
from ML.habitability.draws import spread
from ML.habitability.system import MEASURED, System, describe

if TYPE_CHECKING:
    import pandas as pd

CERTAIN = 0.8413
"""A check passes or fails where this share of the draws does: its threshold is then farther off than the error."""

MANY = 1000.0
"""Numbers from here on are written without decimals."""

ROWS_AT_ONCE = 500


class State(StrEnum):
    """Outcome of a check."""

    PASS = "pass"  # noqa: S105 - not a password
    FAIL = "fail"
    UNCERTAIN = "uncertain"
    NOT_TESTABLE = "not_testable"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check says of one object.

    Attributes
    ----------
    name, label, unit : str
    value, low, high : float or None
        The value that is compared, and its 16th and 84th percentile.
    threshold : str
        Which values pass, in words.
    threshold_low, threshold_high : float or None
        A value between them passes; None is no limit on that side.
    state : str
        Value of :class:`State`.
    fail_probability : float or None
        Share of the draws that fail.
    reason : str
        One sentence.
    source : str
        Paper.
    missing : tuple of str
        Canonical names of what the check lacks.
    """

    name: str
    label: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    threshold: str
    threshold_low: float | None
    threshold_high: float | None
    state: str
    fail_probability: float | None
    reason: str
    source: str
    missing: tuple[str, ...]


def run_checks(quantities: Mapping[str, Any], draws: int = 1000, seed: int = 42) -> tuple[CheckResult, ...]:
    """Check one object.

    Parameters
    ----------
    quantities : mapping of str to float or None
        By canonical name, in canonical units, with errors.
    draws, seed : int

    Returns
    -------
    tuple of CheckResult
        One for each entry of :data:`ML.dossier.check_rules.CHECKS`, in its order.
    """
    return checks_of(describe(quantities, draws, seed))


def checks_of(system: System) -> tuple[CheckResult, ...]:
    """Check a system that is already described; see :func:`run_checks`."""
    return tuple(_result(rule, system) for rule in CHECKS)


def check_table(table: Mapping[str, Any] | pd.DataFrame, draws: int = 200, seed: int = 42) -> pd.DataFrame:
    """Check every object of a table.

    Parameters
    ----------
    table : DataFrame, or mapping of str to array_like of shape (n_rows,)
        Canonical names and units.
    draws, seed : int

    Returns
    -------
    DataFrame of str of shape (n_rows, n_checks)
        States (values of :class:`State`), one column for each check, with the table's index.
    """
    import pandas as pd

    frame = table if isinstance(table, pd.DataFrame) else pd.DataFrame(dict(table))
    held = frame[[name for name in frame if str(name).split("_upper_")[0].split("_lower_")[0] in MEASURED]]
    parts = [_states(held.iloc[at : at + ROWS_AT_ONCE], draws, seed) for at in range(0, len(held), ROWS_AT_ONCE)]
    return pd.concat(parts) if parts else pd.DataFrame(columns=[rule.name for rule in CHECKS], index=frame.index)


def _states(frame: pd.DataFrame, draws: int, seed: int) -> pd.DataFrame:
    import pandas as pd

    system = describe({str(name): frame[name].to_numpy() for name in frame}, draws, seed)
    states = {rule.name: _state(_failures(rule, _values(rule, system))) for rule in CHECKS}
    return pd.DataFrame(states, index=frame.index)


def _values(rule: CheckRule, system: System) -> np.ndarray:
    return rule.compute(*(_held(rule, system, name) for name in rule.inputs))


def _held(rule: CheckRule, system: System, name: str) -> np.ndarray:
    return (system.catalogued if name in rule.catalogued else system.known)[name]


def _failures(rule: CheckRule, values: np.ndarray) -> np.ndarray:
    """Share of the draws of each row that fail, NaN where the catalogued value is not known."""
    finite = np.isfinite(values[:, 1:])
    fails = finite & ((values[:, 1:] < rule.low) | (values[:, 1:] > rule.high))
    with np.errstate(invalid="ignore"):
        share = fails.sum(axis=1) / np.where(finite.any(axis=1), finite.sum(axis=1), np.nan)
    return np.where(np.isfinite(values[:, 0]), share, np.nan)


def _state(failures: np.ndarray) -> np.ndarray:
    conditions = [~np.isfinite(failures), failures >= CERTAIN, failures <= 1.0 - CERTAIN]
    names = [str(State.NOT_TESTABLE), str(State.FAIL), str(State.PASS)]
    return np.select(conditions, names, default=str(State.UNCERTAIN))


def _result(rule: CheckRule, system: System) -> CheckResult:
    values = _values(rule, system)
    failures = _failures(rule, values)
    state, found = str(_state(failures)[0]), spread(values[0])
    missing = _missing(rule, system) if state == State.NOT_TESTABLE else ()
    return CheckResult(
        name=rule.name,
        label=rule.label,
        unit=rule.unit,
        value=found.value,
        low=found.low,
        high=found.high,
        threshold=_threshold(rule),
        threshold_low=rule.low if rule.low > 0 else None,
        threshold_high=rule.high if np.isfinite(rule.high) else None,
        state=state,
        fail_probability=None if state == State.NOT_TESTABLE else float(failures[0]),
        reason=_reason(rule, state, found.value, float(failures[0]), missing),
        source=rule.source,
        missing=missing,
    )


def _missing(rule: CheckRule, system: System) -> tuple[str, ...]:
    needed = [name for name in rule.inputs if name not in rule.optional]
    return tuple(name for name in needed if not np.isfinite(_held(rule, system, name)[0, 0]))


def _reason(rule: CheckRule, state: str, value: float | None, failures: float, missing: tuple[str, ...]) -> str:
    if state == State.NOT_TESTABLE:
        words = ", ".join(name.replace("_", " ") for name in missing)
        return f"Not testable: {words} {_is(missing)} not known." if words else "Not testable with these numbers."
    fails = value is not None and not rule.low <= value <= rule.high
    sentence = (rule.fails if fails else rule.passes).format(
        value=_digits(value), low=_digits(rule.low), high=_digits(rule.high)
    )
    return f"{sentence} Within the errors {failures:.0%} of the draws fail." if state == State.UNCERTAIN else sentence


def _threshold(rule: CheckRule) -> str:
    if not np.isfinite(rule.high):
        return f"at least {_digits(rule.low)}"
    return f"{_digits(rule.low)} to {_digits(rule.high)}" if rule.low > 0 else f"at most {_digits(rule.high)}"


def _is(missing: tuple[str, ...]) -> str:
    return "is" if len(missing) == 1 else "are"


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if abs(value) < MANY else f"{value:.0f}"
