"""The header ``Idempotency-Key``: a write that is sent again is answered again, not carried out again.

A JSON body is compared by its bytes; of a multipart body the fields and the content of the files count, not the
boundary, which differs each time.
"""

from __future__ import annotations

import hashlib
import hmac
import logging

from flask import Flask, Response, current_app, g, request

from backend.adapters.digests import CHUNK_BYTES
from backend.api.reply import services
from backend.errors import MalformedRequestError, PlaygroundError
from backend.services.naming import intend

logger = logging.getLogger(__name__)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST_KEY = 200
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
SERVER_ERROR = 500
TOO_MANY = 429


def register(app: Flask) -> None:
    """Look up keys before each write, and remember the answers after it; call after ``errors.register``."""
    app.before_request(replay)
    app.after_request(remember)


def replay() -> Response | None:
    """Answer a repeated write as it was answered first, or take its key."""
    intend(None)
    key = request.headers.get(HEADER)
    if key is None or request.method not in WRITES or request.routing_exception is not None:
        return None
    if not 0 < len(key.strip()) <= LONGEST_KEY:
        raise MalformedRequestError(f"{HEADER} has {len(key)} characters; expected 1 to {LONGEST_KEY}, such as a UUID.")
    fingerprint = request_sha256()
    answer = services().idempotency.begin(key, fingerprint)
    if answer is None:
        g.idempotency = (key, fingerprint)
        intend(seed_of(key, fingerprint))
        return None
    return Response(answer.body, answer.status, {REPLAYED: "true"}, mimetype="application/json")


def remember(response: Response) -> Response:
    """Keep the answer of a write that took a key; not of a failing server, nor one that asks to come again."""
    key, fingerprint = g.pop("idempotency", (None, ""))
    if key is None:
        return response
    try:
        is_final = response.status_code < SERVER_ERROR and response.status_code != TOO_MANY
        if is_final and response.is_json:
            services().idempotency.finish(key, fingerprint, response.status_code, response.get_data(as_text=True))
        else:
            services().idempotency.release(key, fingerprint)
    except PlaygroundError as error:
        logger.warning("The answer to a keyed request could not be remembered: %s", error)
    return response


def seed_of(key: str, fingerprint: str) -> str:
    """Return what the ids of this request's makings follow from; without the server's secret nobody can tell them."""
    secret = current_app.extensions["settings"].secret
    return hmac.new(secret.encode(), f"{fingerprint}:{key}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def request_sha256() -> str:
    """Return what makes this request the same as another: method, address and content."""
    digest = hashlib.sha256()
    for part in (request.method, request.full_path):
        _add(digest, part.encode("utf-8", "replace"))
    if request.mimetype != "multipart/form-data":
        _add(digest, request.get_data())
        return digest.hexdigest()
    for name, value in sorted(request.form.items(multi=True)):
        _add(digest, f"{name}={value}".encode("utf-8", "replace"))
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: (pair[0], pair[1].filename or "")):
        _add(digest, f"{name}={file.filename}".encode("utf-8", "replace"))
        while chunk := file.stream.read(CHUNK_BYTES):
            digest.update(chunk)
        file.stream.seek(0)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, part: bytes) -> None:
    digest.update(len(part).to_bytes(8, "big") + part)
