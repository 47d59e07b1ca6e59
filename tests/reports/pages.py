"""Pages of the documentation whose numbers a script writes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def rewritten(page: str, lines: Iterable[str]) -> str:
    """Return a page with these lines between its marks, in place of what stood there."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    measured = "\n".join(lines).strip()
    return f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}"


def rewrite(path: Path, lines: Iterable[str]) -> None:
    """Write these lines between the marks of a page."""
    path.write_text(rewritten(path.read_text(encoding="utf-8"), lines), encoding="utf-8")
