"""Extending a catalogue over HTTP."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.datasets import DatasetPath
from backend.schemas.extensions import ExtensionDiff, ExtensionKept, ExtensionRequest

api = blueprint("extensions", "A catalogue with labelled rows of your own")


@api.post("/api/datasets/<name>/extensions", responses={**answers(ExtensionDiff), **answers(ExtensionKept, 201)})
def extend_dataset(path: DatasetPath, body: ExtensionRequest) -> Response:
    """Show what labelled rows would add to a catalogue and change in it; with `confirm` keep that as a version.

    The version is private: only who knows its id can use it. Keeping it makes a session that is configured with it
    and queues its comparison with the base on the same held-out hosts.
    """
    chosen = body.model_dump(exclude={"confirm"})
    if body.confirm is None:
        return reply(ExtensionDiff, services().extensions.propose(path.name, **chosen))
    kept = services().extensions.keep(path.name, body.confirm, **chosen)
    return reply(ExtensionKept, kept, 201, {"Location": f"/select?session_id={kept['session_id']}"})
