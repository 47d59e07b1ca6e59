"""The REST API by the standard library, for the demo."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from backend.stack.refusals import Refusal

PATIENCE_S = 60
"""Seconds that one answer may take."""


class Client:
    """Speaks the platform's envelope.

    Parameters
    ----------
    url : str
        The platform's address, with a slash at the end.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """Return the data of a GET."""
        return self._call(urllib.request.Request(f"{self.url}{path}?{urllib.parse.urlencode(query)}"))

    def post(self, path: str, **body: object) -> dict[str, Any]:
        """Return the data of a POST with a JSON body."""
        headers = {"Content-Type": "application/json"}
        return self._call(urllib.request.Request(self.url + path, json.dumps(body).encode(), headers))

    def _call(self, request: urllib.request.Request) -> dict[str, Any]:
        request.add_header("Accept", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                envelope = json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise Refusal(f"{request.get_method()} {request.full_url}: {_message(error)}") from None
        except OSError as error:
            raise Refusal(f"{request.full_url} does not answer: {error}") from None
        data: dict[str, Any] = envelope["data"]
        return data


def _message(error: urllib.error.HTTPError) -> str:
    try:
        return f"{error.code} {json.load(error)['error']}"
    except (ValueError, KeyError, TypeError):
        return str(error)
