"""HTTP as the archive client needs it: one GET, what its headers say, its errors in plain words. No retries here."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

OK, PARTIAL, RANGE_REFUSED = 200, 206, 416
TICK_S = 1.0
_MESSAGE_BYTES = 1 << 16
USER_AGENT = "exoplanet-playground (catalogue refresh)"

Result = TypeVar("Result")


def get(url: str, headers: dict[str, str], connect_s: float, read_s: float) -> Callable[[], BaseHTTPResponse]:
    """Return a call that asks for ``url`` and comes back with the answer's headers; its body is still to be read.

    Parameters
    ----------
    url : str
    headers : dict
        Sent beside those that name the client and the codings it takes.
    connect_s, read_s : float
        Longest wait for the connection, and longest silence [s].
    """
    from urllib3 import Timeout

    sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip", **headers}
    return lambda: _pool(url).request(
        "GET",
        url,
        headers=sent,
        timeout=Timeout(connect=connect_s, read=read_s),
        retries=False,
        redirect=False,
        preload_content=False,
        decode_content=False,
    )


def _pool(url: str) -> PoolManager:
    """Return connections to the host, through the proxy that the environment names for it."""
    from urllib3 import PoolManager, ProxyManager

    parts = urlsplit(url)
    proxy = getproxies().get(parts.scheme)
    if not proxy or proxy_bypass(parts.hostname or ""):
        return PoolManager(num_pools=1)
    return ProxyManager(proxy, num_pools=1)


def while_ticking(call: Callable[[], Result], tick: Callable[[], None]) -> Result:
    """Return the result of a call that blocks, and meanwhile tick each second.

    A tick that raises ends the wait at once; the call is left to its own timeout in a thread that keeps nobody.
    """
    answers: queue.SimpleQueue[tuple[Result | None, Exception | None]] = queue.SimpleQueue()
    threading.Thread(target=_answer, args=(call, answers), daemon=True, name="archive-wait").start()
    while True:
        try:
            result, error = answers.get(timeout=TICK_S)
        except queue.Empty:
            tick()
            continue
        if error is not None:
            raise error
        return result  # type: ignore[return-value]


def _answer(call: Callable[[], Result], answers: queue.SimpleQueue[tuple[Result | None, Exception | None]]) -> None:
    try:
        answers.put((call(), None))
    except Exception as error:
        answers.put((None, error))


@contextmanager
def ending(response: BaseHTTPResponse) -> Iterator[BaseHTTPResponse]:
    """Close an answer at the end, also while another thread still waits for its next bytes."""
    try:
        yield response
    finally:
        # Closing alone would wait for that thread. Where all has been read there is nothing left to shut down.
        with suppress(ValueError, RuntimeError, OSError):
            response.shutdown()
        response.close()


def beginning(response: BaseHTTPResponse) -> bytes:
    """Return the first bytes of an error answer, for a message; none where it breaks off."""
    from urllib3.exceptions import HTTPError

    try:
        return response.read(_MESSAGE_BYTES, decode_content=True)
    except HTTPError:
        return b""


def total_bytes(response: BaseHTTPResponse) -> int | None:
    """Size of the whole file as the answer's headers tell it; None where they do not."""
    told = response.headers.get("Content-Length", "")
    if response.status == PARTIAL:
        told = response.headers.get("Content-Range", "").rpartition("/")[2]
    return int(told) if told.isascii() and told.isdigit() else None


def retry_after_s(response: BaseHTTPResponse) -> float | None:
    """Seconds that the answer asks to wait, from a number or a date; None where it asks for nothing readable."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().get_retry_after(response)
    except InvalidHeader:
        return None


def shown_url(url: str) -> str:
    """Return an address for messages: without user, password, query and fragment, which may hold secrets."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"[:200]


def plain_words(error: Exception) -> str:
    """Say what a library's network error means, without its object addresses and nested causes."""
    from urllib3 import exceptions

    # Each kind before those that it is a kind of.
    words = (
        (exceptions.SSLError, "its certificate was not accepted"),
        (exceptions.NameResolutionError, "its name is not known on this network"),
        (exceptions.NewConnectionError, "the connection was refused"),
        (exceptions.ConnectTimeoutError, "no connection came about in time"),
        (exceptions.ReadTimeoutError, "it fell silent"),
        (exceptions.IncompleteRead, "the answer was cut"),
        (exceptions.ProtocolError, "the connection broke or the answer was cut"),
        (exceptions.ProxyError, "the proxy does not answer"),
        (exceptions.LocationParseError, "the address cannot be read"),
    )
    return next((text for kind, text in words if isinstance(error, kind)), f"it failed with {type(error).__name__}")
