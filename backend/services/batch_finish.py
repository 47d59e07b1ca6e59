"""A batch whose pieces are done: their parts in order, their problems, their counts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from backend.records import ChunkRecord
from backend.services.batch_rows import MOST_PROBLEMS


def finish(chunks: list[ChunkRecord]) -> dict[str, Any]:
    """Return the columns of a batch's record from those of its pieces, in the order of the rows."""
    parts = [part for chunk in chunks for part in chunk.parts if part["rows"]]
    problems = sorted((found for chunk in chunks for found in chunk.problems), key=lambda found: found["line"])
    by_class = Counter[str]()
    for part in parts:
        by_class.update(part["counts"])
    rows = sum(part["rows"] for part in parts)
    return {
        "parts": parts,
        "output_path": parts[0]["path"] if parts else None,
        "problems": problems[:MOST_PROBLEMS],
        "problem_count": sum(chunk.problem_count for chunk in chunks),
        "summary": {"by_class": dict(by_class), "rows": rows, "not_predicted": rows - sum(by_class.values())},
    }
