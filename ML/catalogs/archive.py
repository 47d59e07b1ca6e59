"""The archive client: a catalogue's table from the NASA Exoplanet Archive's TAP service, checked before it is used.

    received = fetch(catalogue, "cumulative", folder)
    delivery = take(received.path, "cumulative", catalogue, fewest=fewest_objects(9_564), whole=received.whole)

``fetch`` brings bytes; ``take`` refuses what is no table, is cut, or is far smaller than what is held, and turns the
rest into a :class:`~ML.catalogs.deliveries.Delivery`. Neither touches a snapshot.

References
----------
NASA Exoplanet Archive, "TAP User Guide"; IVOA, "Table Access Protocol", version 1.1 (2019).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from ML.catalogs.archive_answers import refuse_message
from ML.catalogs.archive_download import Patience, Received, download
from ML.catalogs.archive_errors import ArchiveRefusedError, ArchiveUnreachableError, DamagedDeliveryError
from ML.catalogs.archive_http import shown_url
from ML.catalogs.catalogue import Catalogue
from ML.catalogs.deliveries import Delivery, DeliveryNote, read_delivery
from ML.catalogs.limits import MEGABYTE, ParsedTable, TableLimits
from ML.catalogs.readers import read_table
from ML.catalogs.streams import GZIP_MAGIC, first_bytes
from ML.exceptions import InvalidFieldsError, UnreadableTableError
from ML.progress import Progress, ProgressCallback, ignore_progress

__all__ = [
    "ARCHIVE_URL",
    "ArchiveRefusedError",
    "ArchiveUnreachableError",
    "DamagedDeliveryError",
    "Patience",
    "Received",
    "chosen_table",
    "fetch",
    "fewest_objects",
    "query_url",
    "take",
]

ARCHIVE_URL = "https://exoplanetarchive.ipac.caltech.edu/TAP/sync"
LIMIT_BYTES = 500 * MEGABYTE
CHECKS = 3
SHRINKING_SHARE = 0.8
"""A table with fewer than this share of the objects that are held is taken as cut: archives grow."""

_LIMITS = TableLimits(bytes=LIMIT_BYTES, decompressed_bytes=4 * LIMIT_BYTES, rows=1_000_000)
_WIDTH_PROBLEM = re.compile(r"The row (has|ends after) \d+|Column \d+ has no name")
"""How the reader words a row or a header of the wrong width."""


def chosen_table(catalogue: Catalogue, table: str | None = None) -> str:
    """Return the archive's table to fetch: the named one, or the catalogue's first.

    Raises
    ------
    InvalidFieldsError
        The catalogue has no such table in the archive, or none at all.
    """
    if table is None and catalogue.archive_tables:
        return catalogue.archive_tables[0]
    if table in catalogue.archive_tables:
        return str(table)
    known = ", ".join(catalogue.archive_tables)
    expected = f"expected one of: {known}" if known else "it is made from the missions' tables; refresh those"
    message = f"{catalogue.title} has no archive table {str(table)[:64]!r}; {expected}."
    raise InvalidFieldsError(message, [{"field": "table", "message": message}])


def query_url(base: str, table: str) -> str:
    """Address that answers every row and column of ``table`` as CSV.

    All columns are asked for: one that the archive renames or adds then never fails the query, and those that no
    column table knows are kept and locked.

    >>> query_url("https://archive.example/TAP/sync", "toi")
    'https://archive.example/TAP/sync?query=select+*+from+toi&format=csv'
    """
    asked = {"query": f"select * from {table}", "format": "csv"}  # noqa: S608 - one of the catalogue's own names
    return f"{base}{'&' if urlsplit(base).query else '?'}{urlencode(asked, safe='*')}"


def fetch(
    catalogue: Catalogue,
    table: str,
    folder: Path,
    *,
    base: str = ARCHIVE_URL,
    limit_bytes: int = LIMIT_BYTES,
    patience: Patience | None = None,
    on_progress: ProgressCallback = ignore_progress,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Received:
    """Download one table of the archive into ``folder`` as ``<table>.csv``.

    Parameters
    ----------
    catalogue : Catalogue
    table : str
        One of ``catalogue.archive_tables``.
    folder : Path
        What an earlier call left unfinished in it is gone on with.
    base : str
        Address of the TAP service's synchronous queries; ``http://`` only where somebody configured it so.
    limit_bytes, patience, on_progress, sleep, clock
        As in :func:`ML.catalogs.archive_download.download`.
    """
    if urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).hostname:
        raise ArchiveRefusedError(
            f"The archive's address is {shown_url(base)!r}; expected https://…, such as {ARCHIVE_URL}. Set ARCHIVE_URL."
        )
    return download(
        query_url(base, chosen_table(catalogue, table)),
        folder / f"{table}.csv",
        what=f"the table {table}",
        limit_bytes=limit_bytes,
        remedy=remedy(catalogue, table),
        patience=patience,
        on_progress=on_progress,
        sleep=sleep,
        clock=clock,
    )


def remedy(catalogue: Catalogue, table: str) -> str:
    """Say what helps where the archive is out of reach, without a full stop."""
    setting = f"{catalogue.name.upper()}_URI"
    return f"Try again later, or set ARCHIVE_MIRROR or {setting} to a folder that holds {table}_<date>.csv"


def fewest_objects(held: int) -> int:
    """Objects below which a delivery is taken as cut, where ``held`` are held."""
    return max(1, int(SHRINKING_SHARE * held))


def take(
    path: Path,
    table: str,
    catalogue: Catalogue,
    *,
    fewest: int = 1,
    whole: bool = False,
    limits: TableLimits = _LIMITS,
    on_progress: ProgressCallback = ignore_progress,
) -> Delivery:
    """Turn a file that came into a delivery, after every check that says whether it is what was asked for.

    Parameters
    ----------
    path : Path
        CSV as the archive serves it, plain or gzipped.
    table : str
        Its name in the archive, for messages.
    catalogue : Catalogue
    fewest : int
        Objects below which it is taken as cut.
    whole : bool
        Whether the transport proved that nothing is missing; without it, the last line must have its end.
    limits : TableLimits
    on_progress : callable
        Told the checks that are passed, in phase ``"checking"``.

    Raises
    ------
    ArchiveRefusedError
        It is the archive's message that the query failed.
    DamagedDeliveryError
        A web page, cut, not readable, rows that do not fit the header, or too few objects.
    ML.exceptions.WrongDeliveryError
        A table, but not of this catalogue.
    """
    what = f"the table {table}"
    helps = remedy(catalogue, table)
    passed = _counted_checks(on_progress)
    passed("Looking for an error message in place of a table")
    refuse_message(path, what, helps)
    if not whole:
        _refuse_open_end(path, what, helps)
    passed("Reading every row")
    parsed = _parsed(path, table, helps, limits)
    _refuse_damage(parsed, what, helps)
    passed("Comparing columns, units and verdicts with the catalogue's")
    delivery = read_delivery(parsed.frame, catalogue)
    _refuse_shrunk(delivery, table, catalogue, fewest)
    passed("The table is whole")
    return replace(delivery, notes=(*_unreadable_cells(parsed), *delivery.notes))


def _counted_checks(on_progress: ProgressCallback) -> Callable[[str], None]:
    numbers = count()
    return lambda message: on_progress(Progress("checking", next(numbers), CHECKS, "checks", message))


def _refuse_shrunk(delivery: Delivery, table: str, catalogue: Catalogue, fewest: int) -> None:
    found = len(delivery.frame)
    if found < fewest:
        raise DamagedDeliveryError(
            f"The table {table} came with {found:,} objects; expected at least {fewest:,}, because so many are held "
            f"that fewer look cut. {remedy(catalogue, table)}; if the archive has really become smaller, run "
            f"`python -m backend.stack.refresh {catalogue.name} --table {table} --allow-fewer`.",
            found=found,
            expected=fewest,
        )


def _parsed(path: Path, table: str, helps: str, limits: TableLimits) -> ParsedTable:
    try:
        return read_table(path, f"{table}.csv", limits)
    except UnreadableTableError as error:
        raise DamagedDeliveryError(f"The table {table} came damaged: {error.message} {helps}.") from error


def _refuse_open_end(path: Path, what: str, helps: str) -> None:
    """Refuse plain text that does not end with a line end; a gzip file that was cut does not unpack."""
    if first_bytes(path, 2) == GZIP_MAGIC:
        return
    with path.open("rb") as file:
        file.seek(-1, 2)
        if file.read(1) not in b"\r\n":
            raise DamagedDeliveryError(f"{what} ends in the middle of a line: it was cut. {helps}.")


def _refuse_damage(parsed: ParsedTable, what: str, helps: str) -> None:
    for problem in parsed.problems:
        if _WIDTH_PROBLEM.match(problem.message):
            raise DamagedDeliveryError(
                f"{what}, line {problem.line}: {problem.message} The archive's own tables have no such lines, so this "
                f"one was damaged on the way. {helps}.",
                line=problem.line,
            )


def _unreadable_cells(parsed: ParsedTable) -> tuple[DeliveryNote, ...]:
    if not parsed.problem_count:
        return ()
    first = parsed.problems[0]
    text = (
        f"{parsed.problem_count:,} cells could not be taken as they stand; the first is line {first.line}, "
        f"column {first.column}: {first.message}"
    )
    return (DeliveryNote("unreadable_cells", parsed.problem_count, text),)


def limits_for(megabytes: int) -> TableLimits:
    """Limits for reading a delivery of so many megabytes at most; unpacked, it may be four times as large."""
    return replace(_LIMITS, bytes=megabytes * MEGABYTE, decompressed_bytes=4 * megabytes * MEGABYTE)
