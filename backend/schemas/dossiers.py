"""Dossiers on the wire."""

from __future__ import annotations

from pydantic import Field

from backend.schemas.datasets import DatasetPath
from backend.schemas.envelope import Answer, Query
from backend.schemas.prediction import Prediction
from backend.schemas.registry import NAME
from backend.schemas.registry_answers import Answers
from ML.dossier.assembly import Dossier
from ML.dossier.neighbours import Neighbourhood


class ObjectPath(DatasetPath):
    """Which object of a dataset is meant."""

    object: str = Field(description="Name of the object, such as K00752.01", max_length=100)


class DossierQuery(Query):
    """Which snapshot, and whose model is asked."""

    snapshot: str | None = Field(None, max_length=200, description="Id of a snapshot; the newest held if left out")
    session_id: str | None = Field(
        None, max_length=64, description="A trained session of this dataset: its model's answer comes with the dossier"
    )
    model: str | None = Field(None, pattern=NAME, description="A promoted model, which is asked as well")


class ObjectDossier(Answer):
    """What follows from the catalogued numbers of one object, and who is nearest to it."""

    dataset: str
    snapshot: str
    object: str
    host: str
    label: str
    prediction: Prediction | None = Field(description="What the session's model says, with contributions")
    registered: Answers | None = Field(description="What the promoted model says")
    dossier: Dossier
    neighbours: Neighbourhood | None
