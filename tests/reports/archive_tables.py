"""Report: every row and column of the archive's tables through the loader, and what becomes of damaged tables.

``python -m tests.reports.archive_tables`` writes ``docs/reports/archive-tables.md`` anew. It holds counts only, never
cells of the tables, and nothing that depends on the day or the machine.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ML.catalogs.catalogue import TABLES, Catalogue, get_catalogue, read_columns
from ML.catalogs.deliveries import Delivery, read_delivery
from ML.catalogs.limits import ParsedTable
from ML.catalogs.readers import read_table
from tests.reports.damaged_tables import DAMAGED_TABLES, outcomes

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT.parent / "shared" / "archive"
REPORT = ROOT / "docs" / "reports" / "archive-tables.md"
LEFT_OUT = ("further_rows", "copies", "nameless")
"""Notes that count rows which are not objects of their own."""


def phl() -> Catalogue:
    """PHL's table as a catalogue: it has column definitions, but is no catalogue of the project."""
    return Catalogue(
        name="phl",
        title="PHL Habitable Worlds Catalog",
        description="",
        citation="",
        licence="",
        source_url="",
        target_column="P_HABITABLE",
        host_column="S_NAME",
        object_column="P_NAME",
        tasks={},
        columns=read_columns(TABLES / "phl.csv"),
        presets={"physics": ("P_PERIOD", "P_RADIUS", "P_MASS", "S_TEMPERATURE", "S_RADIUS")},
        derived=True,
    )


@dataclass(frozen=True, slots=True)
class ArchiveTable:
    """One of the archive's tables, and what the loader made of it."""

    file: str
    catalogue: Catalogue
    parsed: ParsedTable
    delivery: Delivery

    @property
    def left_out(self) -> int:
        """Rows that became no object of their own, all of them counted in notes."""
        return sum(note.count for note in self.delivery.notes if note.code in LEFT_OUT)


def archive_tables(folder: Path = ARCHIVE) -> Iterator[ArchiveTable]:
    """Read every table of ``folder``."""
    catalogues = {
        "cumulative_2025-10-01.csv": get_catalogue("kepler"),
        "k2pandc_2025-10-01.csv": get_catalogue("k2"),
        "toi_2025-10-01_sample.csv": get_catalogue("tess"),
        "pscomppars_2025-12-15.csv": get_catalogue("planets"),
        "hwc_phl_2024.csv": phl(),
    }
    for file, catalogue in catalogues.items():
        parsed = read_table(folder / file, file)
        yield ArchiveTable(file, catalogue, parsed, read_delivery(parsed.frame, catalogue))


def archive_section(tables: list[ArchiveTable]) -> str:
    """Return the part of the report on the archive's tables."""
    lines = [
        "## The archive's tables",
        "",
        "| file | catalogue | rows | columns | undefined columns | unreadable cells | objects | rows left out |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [_row(table) for table in tables]
    lines += ["", "Rows are objects plus rows left out, in every table. What was changed or left out:", ""]
    lines += [f"- `{table.file}`: {note.text}" for table in tables for note in table.delivery.notes]
    return "\n".join(lines) + "\n"


def _row(table: ArchiveTable) -> str:
    frame = table.parsed.frame
    cells = [
        f"`{table.file}`",
        table.catalogue.title,
        f"{len(frame):,}",
        f"{len(frame.columns):,}",
        f"{len(table.delivery.unknown_columns):,}",
        f"{table.parsed.problem_count:,}",
        f"{len(table.delivery.frame):,}",
        f"{table.left_out:,}",
    ]
    return f"| {' | '.join(cells)} |"


def damaged_section(counts: Counter[str]) -> str:
    """Return the part of the report on damaged tables."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = [
        f"## {counts.total():,} damaged tables",
        "",
        "The same rows as CSV, tab- and semicolon-separated text, UTF-16, gzip, IPAC and Parquet, damaged by",
        "hypothesis in one to four ways (cut, beheaded, bytes flipped, dropped, repeated or stuffed in, cells too",
        "long, rows too wide, delimiters swapped, lines moved), then given to the loader. An error that is not the",
        "project's own would have ended the run: there was none.",
        "",
        "| outcome | tables |",
        "|---|--:|",
    ]
    lines += [f"| {word} | {number:,} |" for word, number in [*ordered, ("any other exception", 0)]]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the report; 0 when it is written."""
    if not ARCHIVE.exists():
        sys.stderr.write(f"{ARCHIVE} is not there: the report needs the archive's tables.\n")
        return 1
    head = "# Tables through the loader\n\nWritten by `python -m tests.reports.archive_tables`.\n"
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    sections = (head, archive_section(list(archive_tables())), damaged_section(outcomes(DAMAGED_TABLES)))
    REPORT.write_text("\n".join(sections), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
