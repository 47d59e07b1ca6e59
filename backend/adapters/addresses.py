"""Addresses of folders and object stores: which schemes there are, and who raised what went wrong."""

from __future__ import annotations

from urllib.parse import urlsplit

SCHEMES = {"file": "", "s3": "s3", "gs": "gcs"}
"""Schemes that an address may have, and the extra that brings each one's client."""
_CLIENTS = frozenset({"aiobotocore", "aiohttp", "botocore", "gcsfs", "google", "s3fs"})


def scheme_of(address: str) -> str:
    """Return the scheme of an address, ``file`` for a path; chained addresses of fsspec have none that is known."""
    scheme, mark, _ = address.partition("://")
    if "::" in address:
        return "::"
    return scheme.lower() if mark else "file"


def shown(address: str) -> str:
    """Return an address for messages: without user, password and query."""
    if "://" not in address:
        return address[:200]
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"[:200]


def is_of_a_store(error: Exception) -> bool:
    """Whether a file system or an object store's client raised this, not the callback that may stop the work."""
    return isinstance(error, OSError) or type(error).__module__.partition(".")[0] in _CLIENTS
