"""Dossiers on the wire."""

from __future__ import annotations

from pydantic import Field

from backend.schemas.datasets import DatasetPath
from backend.schemas.envelope import Answer, Query
from ML.dossier.assembly import Dossier
from ML.dossier.neighbours import Neighbourhood


class ObjectPath(DatasetPath):
    """Which object of a dataset is meant."""

    object: str = Field(description="Name of the object, such as K00752.01", max_length=100)


class SnapshotQuery(Query):
    """Which snapshot."""

    snapshot: str | None = Field(None, max_length=200, description="Id of a snapshot; the newest held if left out")


class ObjectDossier(Answer):
    """What follows from the catalogued numbers of one object, and who is nearest to it."""

    dataset: str
    snapshot: str
    object: str
    host: str
    label: str
    dossier: Dossier
    neighbours: Neighbourhood | None
