"""Studies over HTTP."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.studies import StudyFacts, StudyPath, StudyRequest

api = blueprint("studies", "Measurements for a session, such as the price of a leak")


@api.post("/api/studies", responses=answers(StudyFacts, 202))
def start_study(body: StudyRequest) -> Response:
    """Measure something for a session by real fits: what leaks buy, what the future said, what more stars teach.

    Answers 202 at once, with the id to follow; the same question again answers the study that has it already.
    """
    asked = body.root
    facts = services().studies.ask(**asked.model_dump())
    return reply(StudyFacts, facts, 202, {"Location": f"/api/studies/{facts['study_id']}"})


@api.get("/api/studies/<study_id>", responses=answers(StudyFacts))
def show_study(path: StudyPath) -> Response:
    """Show how far a study is, and once it is done what it measured."""
    return reply(StudyFacts, services().studies.status(path.study_id))


@api.post("/api/studies/<study_id>/cancel", responses=answers(StudyFacts, 202))
def cancel_study(path: StudyPath) -> Response:
    """Cancel a study."""
    return reply(StudyFacts, services().studies.cancel(path.study_id), 202)
