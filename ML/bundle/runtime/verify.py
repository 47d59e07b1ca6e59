"""Check this bundle: every file against its sha256, and the exported model against the recorded answers."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
TOLERANCE = 1e-5


def damaged_files(folder: Path) -> list[str]:
    """Return the files whose bytes are not those that ``SHA256SUMS`` records."""
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    return [name for name, digest in recorded.items() if _sha256(folder / name) != digest]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def largest_difference(folder: Path) -> float:
    """Return by how much the exported model's answers to ``examples.json`` differ from those of the trained one."""
    from predict import Scorer

    examples = json.loads((folder / "examples.json").read_text(encoding="utf-8"))
    found = Scorer.load(folder).probabilities(examples["rows"])
    return float(np.abs(found - np.array(examples["probabilities"])).max())


def main() -> int:
    """Tell what was found; 1 where anything is not as recorded."""
    sys.path[:0] = [str(HERE), str(HERE / "source")]
    damaged = damaged_files(HERE)
    if damaged:
        sys.stdout.write(f"Damaged or missing: {', '.join(damaged)}. Unpack the bundle again.\n")
        return 1
    if not (HERE / "model.onnx").is_file():
        sys.stdout.write("Files are as recorded. This model has no ONNX form; metadata.json says why.\n")
        return 0
    difference = largest_difference(HERE)
    sys.stdout.write(f"Files are as recorded; answers differ by at most {difference:.1e} (allowed: {TOLERANCE}).\n")
    return 0 if difference <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
