"""What a TAP service says when it does not send a table: the sentence in its VOTable, XML or HTML."""

from __future__ import annotations

import gzip
import html
import re
import zlib
from pathlib import Path

from ML.catalogs.archive_errors import ArchiveRefusedError, DamagedDeliveryError
from ML.catalogs.streams import GZIP_MAGIC

LONGEST_MESSAGE = 300
_SNIFFED_BYTES = 1 << 16
# Regular expressions, not an XML parser: the document may be broken, or made to break one.
_TAP_ERROR = re.compile(
    r"<(?:\w+:)?INFO\b(?=[^>]*name\s*=\s*[\"']QUERY_STATUS[\"'])(?=[^>]*value\s*=\s*[\"']ERROR[\"'])[^>]*>(.*?)</",
    re.DOTALL | re.IGNORECASE,
)
_OLD_ERROR = re.compile(r"^\s*ERROR\b(.*)", re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def refuse_message(path: Path, what: str, remedy: str) -> None:
    """Raise if the file is an error message or a web page instead of a table.

    Raises
    ------
    ArchiveRefusedError
        The service says that the query failed; its sentence is in the message.
    DamagedDeliveryError
        HTML, XML, or nothing at all.
    """
    beginning = _beginning(path)
    text = beginning.decode("utf-8", "replace")
    if not text.strip():
        raise DamagedDeliveryError(f"{what} came empty; expected a table. {remedy}.")
    found = _TAP_ERROR.search(text) or _OLD_ERROR.match(text)
    if found:
        raise ArchiveRefusedError(
            f"The archive refused the query for {what}: {_plain(found[1])!r}; expected a table. {remedy}."
        )
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        said = error_message(beginning)
        raise DamagedDeliveryError(
            f"Instead of {what}, a web page or XML came{f' ({said!r})' if said else ''}; expected CSV. "
            f"A login page or a proxy may stand in between. {remedy}.",
        )


def error_message(body: bytes) -> str:
    """Return the sentence in an error answer: of a TAP service, a web page's title, or short plain text; else empty."""
    text = body.decode("utf-8", "replace")
    found = _TAP_ERROR.search(text) or _TITLE.search(text) or _OLD_ERROR.match(text)
    if found:
        return _plain(found[1])
    plain = _plain(text)
    return "" if len(plain) >= LONGEST_MESSAGE else plain


def _plain(markup: str) -> str:
    text = html.unescape(_TAG.sub(" ", _CDATA.sub(r"\1", markup)))
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:LONGEST_MESSAGE]


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        if file.read(len(GZIP_MAGIC)) != GZIP_MAGIC:
            file.seek(0)
            return file.read(_SNIFFED_BYTES)
    try:
        with gzip.open(path) as unpacked:
            return unpacked.read(_SNIFFED_BYTES)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedDeliveryError(f"{path.name} is a damaged gzip file ({error}). Fetch it again.") from error
