"""``/training``: start, cancel and follow a training."""

from __future__ import annotations

from flask import Response, request

from backend.api.reply import answers, blueprint, reply, services, unchanged
from backend.schemas.envelope import SessionQuery
from backend.schemas.training import TrainingProgress, TrainingRequest

api = blueprint("training", "Start, cancel and follow a training")


@api.post("/training", responses=answers(TrainingProgress, 202))
def train(body: TrainingRequest) -> Response:
    """Start the session's training, or cancel it.

    Answers 202 at once; follow the training with GET. A second start while one waits or runs is refused with 409.
    """
    training = services().training
    actions = {"start": training.start, "cancel": training.cancel, "stop": training.stop_tuning}
    return reply(TrainingProgress, actions[body.action](body.session_id), 202)


@api.get("/training", responses=answers(TrainingProgress))
def show_training(query: SessionQuery) -> Response:
    """Show how far the session's training is.

    Counts come from inside the work and never go back. The `ETag` changes only when the training moves on: send it
    as `If-None-Match` to be answered 304 meanwhile.
    """
    training = services().training
    mark = training.mark(query.session_id)
    if mark in request.if_none_match:
        return unchanged(mark)
    # Looked at after the mark: what moves on in between is sent now, and once more at the next question.
    response = reply(TrainingProgress, training.status(query.session_id))
    response.set_etag(mark)
    return response
