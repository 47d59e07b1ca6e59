"""Catalogues over HTTP."""

from __future__ import annotations

from flask import Response

from backend.api.reply import answers, blueprint, reply, services
from backend.schemas.datasets import DatasetDetail, DatasetList, DatasetPath, DatasetQuery, PlanePoints, PointsQuery
from backend.schemas.envelope import PageQuery

api = blueprint("datasets", "Catalogues of objects: snapshots, columns, class counts")


@api.get("/api/datasets", responses=answers(DatasetList))
def list_datasets(query: PageQuery) -> Response:
    """List the catalogues held, with snapshots, licence, citation and class counts."""
    return reply(DatasetList, services().datasets.page(query.page, query.per_page))


@api.get("/api/datasets/<name>", responses=answers(DatasetDetail))
def get_dataset(path: DatasetPath, query: DatasetQuery) -> Response:
    """Describe a catalogue: each column with unit, meaning, role, reason and distribution; presets; first rows."""
    return reply(DatasetDetail, services().datasets.describe(path.name, query.snapshot, query.preview))


@api.get("/api/datasets/<name>/points", responses=answers(PlanePoints))
def get_dataset_points(path: DatasetPath, query: PointsQuery) -> Response:
    """Return every object's place in a plane of two columns (period and radius if none are named), with its class."""
    return reply(PlanePoints, services().planes.points(path.name, query.x, query.y, query.snapshot))
