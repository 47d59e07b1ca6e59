"""Predict rows with the exported model beside this file: numpy and onnxruntime, nothing is unpickled.

python predict.py rows.csv              answers as CSV on standard output
python predict.py rows.csv --threshold 0.9
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
_CLIP = 1e-6
_BINARY = 2
_MOST_NAMES = 8


class UnusableRowsError(ValueError):
    """Rows lack a column, or hold a cell that is no number; the message names it."""


class Scorer:
    """An exported model.

    Parameters
    ----------
    form : mapping
        Content of ``form.json``.
    onnx : bytes
        Content of ``model.onnx``.
    """

    def __init__(self, form: Mapping[str, Any], onnx: bytes) -> None:
        # Since 1.31 it would send what it does to its maker, and keep files for that in the home folder.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One thread: sums are then always in the same order, and one row needs no more.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._run = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"]).run
        self.form = form
        self.classes: list[str] = list(form["classes"])
        self._names: list[str] = form["steps"][0]["names"]
        vocabularies = form["steps"][0]["vocabularies"]
        self._codes = [
            None if name not in vocabularies else {word: float(k) for k, word in enumerate(vocabularies[name])}
            for name in self._names
        ]
        self._steps = [_STEPS[step["step"]](step) for step in form["steps"][1:]]
        calibration = form["calibration"]
        self._calibrate = None if calibration is None else _CALIBRATIONS[calibration["calibration"]](calibration)

    @staticmethod
    def load(folder: Path) -> Scorer:
        """Read ``form.json`` and ``model.onnx``."""
        form = json.loads((folder / "form.json").read_text(encoding="utf-8"))
        return Scorer(form, (folder / "model.onnx").read_bytes())

    def encoded(self, rows: Sequence[Mapping[str, Any]]) -> np.ndarray:
        """Return rows as the classifier sees them, of shape (n_rows, n_encoded)."""
        table = np.array([self._numbers(row, number) for number, row in enumerate(rows, 1)], dtype=np.float64)
        for step in self._steps:
            table = step(table)
        return table

    def _numbers(self, row: Mapping[str, Any], number: int) -> list[float]:
        try:
            cells = [row[name] for name in self._names]
        except KeyError:
            raise UnusableRowsError(_lacking(row, self._names, number)) from None
        return [
            _number(cell, name, number) if codes is None else _code(cell, codes)
            for cell, name, codes in zip(cells, self._names, self._codes, strict=True)
        ]

    def probabilities(self, rows: Sequence[Mapping[str, Any]]) -> np.ndarray:
        """Return the probability of each class, of shape (n_rows, n_classes).

        Parameters
        ----------
        rows : sequence of mapping
            A value for each column of ``form["columns"]``; None, NaN or "" where it is not known.
        """
        if not rows:
            return np.zeros((0, len(self.classes)))
        found = self._run(None, {"encoded": self.encoded(rows)})[0]
        return found if self._calibrate is None else self._calibrate(found)

    def predict(self, rows: Sequence[Mapping[str, Any]], threshold: float | None = None) -> list[dict[str, Any]]:
        """Return for each row ``prediction``, ``probability``, ``probabilities``, ``score`` and ``threshold``.

        ``score`` is the probability of the positive class, which is predicted from ``threshold`` on; both are None
        where the task has no positive class.
        """
        return [self._answer(row, threshold) for row in self.probabilities(rows).tolist()]

    def _answer(self, row: list[float], threshold: float | None) -> dict[str, Any]:
        positive = self.form["positive_class"]
        score = None if positive is None else row[self.classes.index(positive)]
        least: float = self.form["threshold"] if threshold is None else threshold
        chosen = max(range(len(row)), key=row.__getitem__)
        if score is not None and len(row) == _BINARY:
            which = self.classes.index(positive)
            chosen = which if score >= least else 1 - which
        named = dict(zip(self.classes, row, strict=True))
        facts = {"prediction": self.classes[chosen], "probability": row[chosen], "probabilities": named}
        return {**facts, "score": score, "threshold": None if score is None else least}


def _lacking(row: Mapping[str, Any], names: list[str], number: int) -> str:
    absent = [name for name in names if name not in row]
    more = f" and {len(absent) - _MOST_NAMES} more" if len(absent) > _MOST_NAMES else ""
    listed = ", ".join(absent[:_MOST_NAMES])
    return (
        f"Row {number} has no {listed}{more}. Expected {len(names)} columns, found {len(row)}. "
        "Add the missing ones; their values may be null."
    )


def _number(cell: Any, name: str, row: int) -> float:
    if cell is None or cell == "":
        return math.nan
    try:
        number = float(cell)
    except (TypeError, ValueError, OverflowError):
        number = math.nan if isinstance(cell, str) and not cell.strip() else math.inf
    if math.isinf(number):
        fault = f"Row {row}, column {name}: {str(cell)[:60]!r} is not a finite number. Write a number or null."
        raise UnusableRowsError(fault)
    return number


def _code(cell: Any, codes: Mapping[str, float]) -> float:
    return math.nan if cell is None else codes.get(str(cell).strip(), math.nan)


Step = Callable[[np.ndarray], np.ndarray]


def _engineer(step: Mapping[str, Any]) -> Step:
    from ML.features.definitions import ENGINEERED_FEATURES

    by_name = {feature.name: feature.compute for feature in ENGINEERED_FEATURES}
    work = [(by_name[f["name"]], held) for f, held in zip(step["features"], step["inputs"], strict=True)]

    def run(table: np.ndarray) -> np.ndarray:
        made = [compute(*table[:, held].T) for compute, held in work]
        return np.column_stack([table, *(np.where(np.isfinite(column), column, np.nan) for column in made)])

    return run


def _impute(step: Mapping[str, Any]) -> Step:
    # What nothing stands in for stays empty, for a classifier that knows gaps.
    fill, marks = np.array(step["fill"], dtype=float), step["marks"]

    def run(table: np.ndarray) -> np.ndarray:
        gaps = np.isnan(table)
        filled = np.where(gaps, fill, table)
        return np.hstack([filled, gaps[:, marks]]) if marks else filled

    return run


def _encode(step: Mapping[str, Any]) -> Step:
    origins, held = np.array(step["origins"], dtype=int), step["levels"]
    marks = np.array([level is not None for level in held], dtype=bool)
    levels = np.array([level for level in held if level is not None])

    def run(table: np.ndarray) -> np.ndarray:
        spread = table[:, origins]
        spread[:, marks] = spread[:, marks] == levels
        return spread

    return run


def _squash(step: Mapping[str, Any]) -> Step:
    centre, width, mean, deviation = (np.array(step[name]) for name in ("centre", "width", "mean", "deviation"))
    return lambda table: (np.arcsinh((table - centre) / width) - mean) / deviation


def _scale(step: Mapping[str, Any]) -> Step:
    centre, width = np.array(step["centre"]), np.array(step["width"])
    return lambda table: (table - centre) / width


def _select(step: Mapping[str, Any]) -> Step:
    kept = np.array(step["kept"], dtype=int)
    return lambda table: table[:, kept]


def _maps(calibration: Mapping[str, Any]) -> Step:
    """Sigmoid or isotonic on log-odds, one class against the rest."""
    maps, floor = calibration["maps"], calibration["floor"]

    def run(raw: np.ndarray) -> np.ndarray:
        clipped = np.clip(raw, _CLIP, 1 - _CLIP)
        odds = np.log(clipped / (1 - clipped))
        found = np.column_stack([_mapped(one, odds[:, k]) for one, k in zip(maps, _asked(raw, maps), strict=True)])
        found = np.hstack([1 - found, found]) if len(maps) == 1 else _shares(found)
        kept = np.clip(found, floor, 1 - floor)
        return kept / kept.sum(axis=1, keepdims=True)

    return run


def _asked(raw: np.ndarray, maps: Sequence[Any]) -> list[int]:
    return [1] if len(maps) == 1 else list(range(raw.shape[1]))


def _shares(found: np.ndarray) -> np.ndarray:
    total = found.sum(axis=1, keepdims=True)
    return np.where(total > 0, found / np.where(total > 0, total, 1.0), 1 / found.shape[1])


def _mapped(one: Mapping[str, Any], odds: np.ndarray) -> np.ndarray:
    if "slope" in one:
        return 1 / (1 + np.exp(one["slope"] * odds + one["shift"]))
    return np.interp(odds, one["x"], one["y"])


def _venn_abers(calibration: Mapping[str, Any]) -> Step:
    """Two probabilities from a table by score, merged: p1 / (1 - p0 + p1) (Vovk et al. 2015, arXiv:1511.00213)."""
    names = ("scores", "lower", "upper")
    tables = [[np.array(table[name]) for name in names] for table in calibration["tables"]]

    def run(raw: np.ndarray) -> np.ndarray:
        parts = [_merged(table, raw[:, k]) for table, k in zip(tables, _asked(raw, tables), strict=True)]
        found = np.column_stack([1 - parts[0], parts[0]] if len(parts) == 1 else parts)
        return found / found.sum(axis=1, keepdims=True)

    return run


def _merged(table: Sequence[np.ndarray], asked: np.ndarray) -> np.ndarray:
    scores, lower, upper = table
    low = lower[np.searchsorted(scores, asked, side="right")]
    high = upper[np.searchsorted(scores, asked, side="left")]
    return high / (1 - low + high)


_STEPS: dict[str, Callable[[Mapping[str, Any]], Step]] = {
    "engineer": _engineer,
    "impute": _impute,
    "encode": _encode,
    "squash": _squash,
    "scale": _scale,
    "select": _select,
}
_CALIBRATIONS: dict[str, Callable[[Mapping[str, Any]], Step]] = {"maps": _maps, "venn_abers": _venn_abers}


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the rows of a CSV file."""
    parser = argparse.ArgumentParser(description="Predict the rows of a CSV file with the exported model.")
    parser.add_argument("rows", type=Path, help="CSV file with the model's columns; cells may be empty")
    parser.add_argument("--threshold", type=float, help="score from which the positive class is predicted")
    asked = parser.parse_args(arguments)
    # The formulas of engineered features travel in source/.
    sys.path.insert(0, str(HERE / "source"))
    with asked.rows.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    try:
        answers = Scorer.load(HERE).predict(rows, asked.threshold)
    except UnusableRowsError as fault:
        sys.exit(str(fault))
    _write(answers)
    return 0


def _write(answers: Sequence[Mapping[str, Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for number, answer in enumerate(answers):
        named = answer["probabilities"]
        if number == 0:
            columns = ["prediction", "probability", *(f"probability_{name}" for name in named), "score", "threshold"]
            writer.writerow(columns)
        facts = [answer["prediction"], answer["probability"], *named.values(), answer["score"], answer["threshold"]]
        writer.writerow(["" if fact is None else fact for fact in facts])


if __name__ == "__main__":
    sys.exit(main())
