"""One file over HTTP: patient with a slow or failing server, resumable after a cut, never larger than allowed.

The bytes are kept as they came (a gzipped answer stays gzipped), so that a range always means the same bytes.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from ML.catalogs.archive_answers import error_message
from ML.catalogs.archive_errors import ArchiveRefusedError, ArchiveUnreachableError, DamagedDeliveryError
from ML.catalogs.archive_http import (
    OK,
    PARTIAL,
    RANGE_REFUSED,
    beginning,
    ending,
    get,
    plain_words,
    retry_after_s,
    shown_url,
    total_bytes,
    while_ticking,
)
from ML.catalogs.archive_parts import PartFile
from ML.exceptions import TableTooLargeError
from ML.progress import Progress, ProgressCallback, ignore_progress

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

PHASE = "downloading"
CHUNK_BYTES = 1 << 16
MOST_REDIRECTS = 5
TEMPORARY = frozenset({408, 425, 429, *range(500, 600)})
"""Answers after which asking again may help."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what.

    Attributes
    ----------
    connect_s, read_s : float
        Longest wait for a connection, and longest silence within an answer [s].
    deadline_s : float
        Longest time for everything, retries included [s].
    attempts : int
        Failures in a row before giving up; one that brought further bytes counts as the first.
    first_pause_s, longest_pause_s : float
        Pause after the first failure, doubled after each further one up to the longest [s].
    longest_retry_after_s : float
        Longest ``Retry-After`` that is waited for as asked [s].
    """

    connect_s: float = 10.0
    read_s: float = 30.0
    deadline_s: float = 1_800.0
    attempts: int = 6
    first_pause_s: float = 1.0
    longest_pause_s: float = 60.0
    longest_retry_after_s: float = 300.0

    def pause_s(self, failures: int, asked_s: float | None = None) -> float:
        """Seconds to wait after so many failures in a row; with jitter, so that clients spread out."""
        if asked_s is not None:
            return min(asked_s, self.longest_retry_after_s)
        return min(self.first_pause_s * 2.0 ** (failures - 1), self.longest_pause_s) * random.uniform(0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come.

    Attributes
    ----------
    path : Path
    bytes : int
        As they came over the wire [bytes].
    sha256 : str
        Of these bytes.
    attempts : int
        Requests that it took.
    whole : bool
        Whether the transport proved that nothing is missing at the end.
    """

    path: Path
    bytes: int
    sha256: str
    attempts: int
    whole: bool


class _TemporaryError(Exception):
    """This attempt failed; a later one may not."""

    def __init__(self, reason: str, asked_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.asked_s = asked_s


def download(
    url: str,
    target: Path,
    *,
    what: str,
    limit_bytes: int,
    remedy: str = "Try again later",
    patience: Patience | None = None,
    on_progress: ProgressCallback = ignore_progress,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Received:
    """Fetch ``url`` into ``target``; what an earlier call left unfinished is gone on with where the server can.

    Parameters
    ----------
    url : str
        ``https://…``, or ``http://…`` where that is what is configured; redirects stay on its host and never
        leave HTTPS.
    target : Path
        Written as ``<target>.part`` and renamed when it is whole.
    what : str
        Name of what is fetched, for messages.
    limit_bytes : int
        Most bytes to take [bytes], counted while they come.
    remedy : str
        What a person can do when the server is out of reach, without a full stop.
    patience : Patience, optional
    on_progress : callable
        Told the bytes that have come, in phase ``"downloading"`` (total 0 where the server does not tell it), and
        about each second while waiting; may raise to stop, and then the part stays for a later call.
    sleep, clock : callable
        Time, for tests.

    Raises
    ------
    ArchiveUnreachableError
        No answer, failures only, or the deadline passed.
    ArchiveRefusedError
        An answer that asking again does not change.
    TableTooLargeError
        More than ``limit_bytes``.
    """
    return _Download(url, target, what, limit_bytes, remedy, patience or Patience(), on_progress, sleep, clock).run()


@dataclass(slots=True)
class _Download:
    """The state of one download."""

    url: str
    target: Path
    what: str
    limit_bytes: int
    remedy: str
    patience: Patience
    on_progress: ProgressCallback
    sleep: Callable[[float], object]
    clock: Callable[[], float]
    attempts: int = 0
    part: PartFile = field(init=False)
    progress: Progress = field(init=False)
    give_up_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.part = PartFile(self.target, self.url)
        self.progress = Progress(PHASE, 0, 0, "bytes", f"Asking {self.host} for {self.what}")
        self.give_up_at = self.clock() + self.patience.deadline_s

    @property
    def host(self) -> str | None:
        return urlsplit(self.url).hostname

    def run(self) -> Received:
        """Try until the file is there, or there is no hope."""
        failures = furthest = 0
        while True:
            try:
                return self._attempt()
            except _TemporaryError as failure:
                failures = 1 if self.part.size > furthest else failures + 1
                furthest = max(furthest, self.part.size)
                if failures >= self.patience.attempts:
                    raise self._unreachable(f"{failure.reason}, after {self.attempts} attempts") from failure
                self._wait(self.patience.pause_s(failures, failure.asked_s), failure.reason)

    # --- one attempt ------------------------------------------------------------------------------------------

    def _attempt(self) -> Received:
        self.attempts += 1
        self._tick()
        with ending(self._open()) as response:
            file = self._accept(response)
            total = total_bytes(response)
            with file:
                done = self._take(response, file, total)
            framed = total is not None or "chunked" in response.headers.get("Transfer-Encoding", "")
        if self.part.size != done:
            # Somebody else wrote too: a worker that was taken for dead, say.
            self.part.discard()
            raise _TemporaryError("the file was written to by another process")
        sha256 = self.part.sha256()
        return Received(self.part.complete(), done, sha256, self.attempts, framed)

    def _open(self) -> BaseHTTPResponse:
        url = self.url
        for _ in range(MOST_REDIRECTS + 1):
            response = self._request(url)
            place = response.get_redirect_location()
            if not place:
                return response
            response.close()
            url = self._followed(urljoin(url, place))
        raise ArchiveRefusedError(
            f"{shown_url(self.url)} redirects more than {MOST_REDIRECTS} times; expected a table. {self.remedy}.",
            url=shown_url(self.url),
        )

    def _request(self, url: str) -> BaseHTTPResponse:
        from urllib3.exceptions import HTTPError, LocationParseError, SSLError

        patience = self.patience
        try:
            ask = get(url, self.part.range_headers(), patience.connect_s, patience.read_s)
            return while_ticking(ask, self._tick)
        except (SSLError, LocationParseError) as error:
            # A certificate that is not trusted now is not trusted in a minute either.
            raise self._unreachable(plain_words(error)) from error
        except HTTPError as error:
            raise _TemporaryError(plain_words(error)) from error

    def _followed(self, url: str) -> str:
        here, there = urlsplit(self.url), urlsplit(url)
        if there.hostname == here.hostname and there.scheme in {here.scheme, "https"}:
            return url
        raise ArchiveRefusedError(
            f"{shown_url(self.url)} redirects to {shown_url(url)}; expected an address on {here.hostname} "
            f"over {here.scheme.upper()}. If the archive has moved, configure its new address. {self.remedy}.",
            url=shown_url(self.url),
        )

    def _accept(self, response: BaseHTTPResponse) -> IO[bytes]:
        """Open the part for this answer, at its end or anew; raise where the answer brings no content."""
        self._refuse_status(response)
        coding = response.headers.get("Content-Encoding", "identity").lower()
        if coding not in {"identity", "gzip", "x-gzip"}:
            raise DamagedDeliveryError(
                f"{shown_url(self.url)} answered in the coding {coding[:40]!r}; expected gzip or none. {self.remedy}.",
                url=shown_url(self.url),
            )
        return self._go_on(response) if response.status == PARTIAL else self.part.begin(response.headers)

    def _refuse_status(self, response: BaseHTTPResponse) -> None:
        status = response.status
        if status in {OK, PARTIAL}:
            return
        if status == RANGE_REFUSED:
            self.part.discard()
            raise _TemporaryError("it refused the range that was asked for")
        said = error_message(beginning(response))
        answered = f"it answered {status}{f' ({said})' if said else ''}"
        if status in TEMPORARY:
            raise _TemporaryError(answered, retry_after_s(response))
        raise ArchiveRefusedError(
            f"{shown_url(self.url)} was asked for {self.what}, but {answered}; expected a table. "
            f"Check the address and the table's name. {self.remedy}.",
            url=shown_url(self.url),
            status=status,
        )

    def _go_on(self, response: BaseHTTPResponse) -> IO[bytes]:
        begins = response.headers.get("Content-Range", "").lower().startswith(f"bytes {self.part.size}-")
        if begins and self.part.range_headers():
            return self.part.go_on()
        self.part.discard()
        raise _TemporaryError("it sent another range than was asked for")

    def _take(self, response: BaseHTTPResponse, file: IO[bytes], total: int | None) -> int:
        self._refuse_too_large(total or 0)
        message = f"Downloading {self.what} from {self.host}"
        done = self.part.size
        self._report(done, total, message)
        while chunk := self._chunk(response):
            done += len(chunk)
            self._refuse_too_large(done)
            file.write(chunk)
            self._report(done, total, message)
        return done

    def _chunk(self, response: BaseHTTPResponse) -> bytes:
        from urllib3.exceptions import HTTPError

        try:
            return while_ticking(lambda: response.read1(CHUNK_BYTES, decode_content=False), self._tick)
        except HTTPError as error:
            raise _TemporaryError(plain_words(error)) from error

    def _refuse_too_large(self, size: int) -> None:
        if size > self.limit_bytes:
            self.part.discard()
            raise TableTooLargeError(
                f"{self.what} from {shown_url(self.url)} has more than {self.limit_bytes:,} bytes. "
                "Raise MAX_ARCHIVE_MB if the table has really grown so large.",
                limit=self.limit_bytes,
                unit="bytes",
            )

    # --- time -------------------------------------------------------------------------------------------------

    def _report(self, done: int, total: int | None, message: str) -> None:
        self.progress = Progress(PHASE, done, total or 0, "bytes", message)
        self._tick()

    def _tick(self) -> None:
        """Show that the work goes on: the callback may stop it, and so does the deadline."""
        self.on_progress(self.progress)
        if self.clock() > self.give_up_at:
            raise self._unreachable(f"the download took longer than {self.patience.deadline_s:g} s")

    def _wait(self, pause_s: float, reason: str) -> None:
        held = self.progress
        message = f"{self.host}: {reason}; asking again in {pause_s:.0f} s"
        self.progress = Progress(PHASE, held.completed, held.total, held.unit, message)
        while pause_s > 0:
            self._tick()
            self.sleep(min(1.0, pause_s))
            pause_s -= 1.0

    def _unreachable(self, reason: str) -> ArchiveUnreachableError:
        return ArchiveUnreachableError(
            f"{self.what} could not be fetched from {shown_url(self.url)}: {reason}. {self.remedy}.",
            url=shown_url(self.url),
        )
