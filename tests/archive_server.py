"""A TAP service on loopback that serves tables over real HTTP, and misbehaves as it is told."""

from __future__ import annotations

import gzip
import hashlib
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Fault = Callable[["Handler", bytes], None]
"""Answers one request in its own way; told the body that would have been right."""

VOTABLE_ERROR = b"""<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
  <RESOURCE type="results">
    <INFO name="QUERY_STATUS" value="ERROR"><![CDATA[ORA-00942: table or view "keppler" does not exist]]></INFO>
  </RESOURCE>
</VOTABLE>
"""


@dataclass
class Archive:
    """What is served, how, and what was asked for.

    Attributes
    ----------
    tables : dict
        CSV by table name, as ``select * from <table>`` answers it.
    faults : deque
        Answer the next requests, one each; after them the service is well.
    ranges, tags, gzips, chunks : bool
        Whether it understands ``Range``, names its content by ``ETag``, packs it, and leaves its length untold.
    asked : list
        Headers of each request, with the path as ``":path"``.
    """

    tables: dict[str, bytes] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    ranges: bool = True
    tags: bool = True
    gzips: bool = False
    chunks: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/TAP/sync"

    def body(self, path: str) -> bytes | None:
        query = parse_qs(urlsplit(path).query)
        assert query.get("format") == ["csv"], path
        words = query["query"][0].split()
        assert words[:3] == ["select", "*", "from"], path
        return self.tables.get(words[3])


class Handler(BaseHTTPRequestHandler):
    archive: Archive
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.archive.asked.append({**{name.lower(): value for name, value in self.headers.items()}, ":path": self.path})
        body = self.archive.body(self.path)
        if self.archive.faults:
            self.archive.faults.popleft()(self, body or b"")
        elif body is None:
            self.answer(400, VOTABLE_ERROR, {"Content-Type": "text/xml"})
        else:
            self.serve(body)

    def serve(self, body: bytes) -> None:
        """Answer as a well service does."""
        archive = self.archive
        headers = {"Content-Type": "text/csv"}
        if archive.gzips and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        if archive.tags:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        wanted = self.headers.get("Range", "").removeprefix("bytes=").rstrip("-")
        if archive.ranges and wanted and self.headers.get("If-Range") == headers.get("ETag"):
            start = int(wanted)
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self.answer(206, body[start:], headers)
        else:
            self.answer(200, body, headers)

    def answer(self, status: int, body: bytes, headers: dict[str, str], sent: int | None = None) -> None:
        """Send an answer; only its first ``sent`` bytes if that is given, and then the line goes dead."""
        self.send_response(status)
        framing = {"Transfer-Encoding": "chunked"} if self.archive.chunks else {"Content-Length": str(len(body))}
        for name, value in {**headers, **framing}.items():
            self.send_header(name, value)
        self.end_headers()
        piece = body if sent is None else body[:sent]
        if self.archive.chunks:
            piece = b"%x\r\n%s\r\n" % (len(piece), piece) + (b"0\r\n\r\n" if sent is None else b"")
        self.wfile.write(piece)
        if sent is not None:
            self.close_connection = True


def status(code: int, body: bytes = b"busy", **headers: str) -> Fault:
    """Answer with a status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, _: handler.answer(code, body, named)


def page(body: bytes, kind: str = "text/html") -> Fault:
    """Answer 200 with something that is no table."""
    return lambda handler, _: handler.answer(200, body, {"Content-Type": kind})


def cut(after: int, **headers: str) -> Fault:
    """Promise the whole table and go dead after some bytes of it."""

    def answer(handler: Handler, body: bytes) -> None:
        tag = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'} if handler.archive.tags else {}
        handler.answer(200, body, {"Content-Type": "text/csv", **tag, **headers}, sent=after)

    return answer


def cut_again(after: int) -> Fault:
    """Go on where the client asked, and go dead again after some more bytes."""

    def answer(handler: Handler, body: bytes) -> None:
        start = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
        headers = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
        handler.answer(206, body[start:], headers, sent=after)

    return answer


def silent(handler: Handler, _: bytes) -> None:
    """Say nothing until the test is over."""
    handler.archive.over.wait(30)
    handler.close_connection = True


def unframed(after: int | None = None) -> Fault:
    """Answer without length or chunks: the end of the connection is the only end."""

    def answer(handler: Handler, body: bytes) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body[:after])
        handler.close_connection = True

    return answer


def redirect(place: str, code: int = 302) -> Fault:
    """Send the client elsewhere."""
    return status(code, b"", Location=place)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hung up: they were told to."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def running_archive(**facts: Any) -> Iterator[Archive]:
    """Run a service for as long as the context lasts."""
    archive = Archive(**facts)
    bound = type("BoundHandler", (Handler,), {"archive": archive})
    server = Server(("127.0.0.1", 0), bound)
    archive.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield archive
    finally:
        archive.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
