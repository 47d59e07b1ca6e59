"""Tables that people bring: received within limits, read, described and kept as Parquet."""

from __future__ import annotations

import tempfile
import unicodedata
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from backend.adapters.digests import CHUNK_BYTES
from backend.adapters.files import FileStore
from backend.adapters.scratch import folder_of_process
from backend.config import Settings
from backend.records import UploadRecord
from backend.seams import hold
from backend.services.columns import rows_json
from backend.services.guard import LeakGuard
from backend.services.naming import fresh_id
from backend.services.quotas import Quotas
from backend.services.upload_description import ClassProfiles, describe_upload
from backend.unit_of_work import Transactions
from ML.catalogs.limits import MEGABYTE, ParsedTable, TableLimits
from ML.catalogs.readers import read_table
from ML.exceptions import InvalidFieldsError, TableTooLargeError, UnreadableTableError

PREVIEW_ROWS = 20
LONGEST_FILENAME = 200


class UploadService:
    """Receives tables and tells what is in them.

    Parameters
    ----------
    transactions : Transactions
    files : FileStore
    guard : LeakGuard
    quotas : Quotas
    settings : Settings
    """

    def __init__(
        self, transactions: Transactions, files: FileStore, guard: LeakGuard, quotas: Quotas, settings: Settings
    ) -> None:
        self._transactions = transactions
        self._files = files
        self._guard = guard
        self._quotas = quotas
        self._by_class = ClassProfiles(files)
        self._root = settings.local_root
        self._limits = TableLimits(
            bytes=settings.max_upload_mb * MEGABYTE, rows=settings.max_training_rows, columns=settings.max_columns
        )

    def receive(self, stream: IO[bytes], filename: str) -> dict[str, Any]:
        """Read, describe and keep one table; a refused one leaves nothing behind.

        Raises
        ------
        UnreadableTableError, TableTooLargeError, QuotaExceededError, InvalidFieldsError
            The message says where and what to do.
        """
        name, upload_id = display_name(filename), fresh_id("upload")
        known = self._known(upload_id)
        if known is not None:
            return known
        with tempfile.TemporaryDirectory(dir=folder_of_process(self._root)) as folder:
            received = Path(folder) / "received"
            copy_within(stream, received, self._limits.bytes)
            self._quotas.check_total(received.stat().st_size)
            parsed = read_checked(received, name, self._limits)
            return self._keep(parsed, name, upload_id, Path(folder) / "table.parquet")

    def get(self, upload_id: str, target: str | None = None, host: str | None = None) -> dict[str, Any]:
        """Return what is known of an upload, with the leak guard's findings for a target.

        Raises
        ------
        UnknownUploadError
            There is no such upload.
        InvalidFieldsError
            It has no such target or host column.
        """
        with self._transactions.read() as uow:
            record = uow.uploads.get(upload_id)
        _check_target(record, target, host)
        facts = {**self._facts(record, self._preview(record.path)), "findings": self._guard.of(record, target, host)}
        if target is not None:
            spreads = self._by_class.of(record.path, target)
            facts["columns"] = [{**entry, **spreads[entry["name"]]} for entry in facts["columns"]]
        return facts

    def _known(self, upload_id: str) -> dict[str, Any] | None:
        """Return what an earlier request under the same key kept before its process died, if one did."""
        with self._transactions.read() as uow:
            record = uow.uploads.find(upload_id)
        return None if record is None else self._facts(record, self._preview(record.path))

    def _keep(self, parsed: ParsedTable, name: str, upload_id: str, local: Path) -> dict[str, Any]:
        record = describe_upload(parsed, name, upload_id)
        parsed.frame.to_parquet(local, compression="zstd", index=False)
        record.sha256, record.size = self._files.put(record.path, local), local.stat().st_size
        hold("upload.kept")
        try:
            with self._transactions.write() as uow:
                uow.uploads.add(record)
        except Exception:
            self._files.delete(record.path)
            raise
        hold("upload.committed")
        return self._facts(record, rows_json(parsed.frame, PREVIEW_ROWS))

    def _preview(self, path: str) -> list[dict[str, Any]]:
        with self._files.local_copy(path) as local, pq.ParquetFile(local) as table:
            first = next(table.iter_batches(batch_size=PREVIEW_ROWS), None)
        return [] if first is None else rows_json(pa.Table.from_batches([first]).to_pandas(), PREVIEW_ROWS)

    def _facts(self, record: UploadRecord, preview: list[dict[str, Any]]) -> dict[str, Any]:
        names = ("filename", "rows", "sha256", "columns", "problems", "target_candidates")
        facts = {name: getattr(record, name) for name in names}
        facts["findings"] = next(iter(reversed(record.findings.values())), [])
        return {"upload_id": record.id, "created_at": record.created_at.isoformat(), "preview": preview, **facts}


def _check_target(record: UploadRecord, target: str | None, host: str | None) -> None:
    targets = [entry["name"] for entry in record.target_candidates]
    names = [entry["name"] for entry in record.columns]
    for field, value, expected in (("target", target, targets), ("host", host, names)):
        if value is not None and value not in expected:
            message = f"{field} is {value[:60]!r}; expected one of {', '.join(expected[:10]) or 'no column at all'}."
            raise InvalidFieldsError(message, [{"field": field, "message": message}])


def display_name(filename: str) -> str:
    """Return a file name that is only ever shown: no folders, no control characters, at most 200 characters."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if not unicodedata.category(letter).startswith("C")).strip()
    kept = shown if len(shown) <= LONGEST_FILENAME else shown[: LONGEST_FILENAME - 10] + shown[-10:]
    return kept or "table"


def copy_within(stream: IO[bytes], target: Path, most_bytes: int) -> None:
    """Copy a stream to a file, refusing it as soon as it exceeds the limit."""
    received = 0
    with target.open("wb") as handle:
        while chunk := stream.read(CHUNK_BYTES):
            received += len(chunk)
            if received > most_bytes:
                raise TableTooLargeError(
                    f"The file has more than {most_bytes:,} bytes, which is the limit. "
                    "Split it or leave columns out and try again.",
                    limit=most_bytes,
                    unit="bytes",
                )
            handle.write(chunk)


def read_checked(path: Path, name: str, limits: TableLimits) -> ParsedTable:
    """Read a table; repeated column names are invalid fields, as the file itself is a table."""
    try:
        return read_table(path, name, limits)
    except UnreadableTableError as error:
        repeated = error.details.get("columns")
        if not repeated:
            raise
        fields = [{"field": str(column), "message": "This column name appears more than once."} for column in repeated]
        raise InvalidFieldsError(error.message, fields) from error
