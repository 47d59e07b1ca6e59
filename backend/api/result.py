"""``/result``: what came out of a training."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from flask import Response

from backend.api.reply import Responses, answers, blueprint, reply, services
from backend.schemas import explanations, prospective, reliability, tuning
from backend.schemas import results as schemas
from backend.schemas.envelope import Answer, SessionQuery
from backend.services.export import csv_bytes, csv_pieces, file_name, parquet_bytes

api = blueprint("result", "What came out of a training")

SECTIONS: dict[str, type[Answer]] = {
    "metrics": schemas.MetricsSection,
    "curves": schemas.CurvesSection,
    "importance": schemas.ImportanceSection,
    "explanations": explanations.ExplanationsSection,
    "errors": schemas.ErrorsSection,
    "card": schemas.CardSection,
    "tuning": tuning.TuningSection,
    "reliability": reliability.ReliabilitySection,
    "splits": reliability.SplitsSection,
    "prospective": prospective.ProspectiveSection,
    "learning_curve": prospective.LearningCurveSection,
}
AnyResult = (
    schemas.ResultSummary
    | schemas.MetricsSection
    | schemas.CurvesSection
    | schemas.ImportanceSection
    | explanations.ExplanationsSection
    | schemas.ErrorsSection
    | schemas.CardSection
    | tuning.TuningSection
    | reliability.ReliabilitySection
    | reliability.SplitsSection
    | prospective.ProspectiveSection
    | prospective.LearningCurveSection
)
PARQUET = "application/vnd.apache.parquet"
PARQUET_FILE: Responses = {200: {"content": {PARQUET: {"schema": {"type": "string", "format": "binary"}}}}}
CSV: Responses = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


@api.get("/result", responses=answers(AnyResult))
def show_result(query: schemas.ResultQuery) -> Response:
    """Show the result in brief, or one section of it.

    Every number is from objects whose host star the judging fold had not seen; intervals are 95 % from a bootstrap
    over hosts. With `section=errors`, `truth` and `predicted` open the rows behind a cell of the confusion matrix.
    """
    results = services().results
    if query.section is None:
        return reply(schemas.ResultSummary, results.summary(query.session_id))
    return reply(SECTIONS[query.section], results.section(query.session_id, query.section, query.model_dump()))


@api.post("/result", responses=answers(schemas.Explanations | explanations.Counterfactuals | schemas.Threshold))
def ask_result(body: explanations.ResultRequest) -> Response:
    """Explain rows, look for what would change their answers, or find the threshold that serves a purpose."""
    asked = body.root
    if isinstance(asked, explanations.CounterfactualRequest):
        found = services().counterfactuals.of_rows(**asked.model_dump(exclude={"action"}))
        return reply(explanations.Counterfactuals, found)
    if isinstance(asked, schemas.ExplainRequest):
        return reply(schemas.Explanations, services().prediction.explain(asked.session_id, asked.rows))
    found = services().results.threshold(asked.session_id, asked.objective, asked.value, asked.positive)
    return reply(schemas.Threshold, found)


@api.get("/result/out_of_fold.csv", responses=CSV)
def download_out_of_fold(query: SessionQuery) -> Response:
    """Download every decided object with its truth and out-of-fold answer."""
    return csv_file("out_of_fold", query.session_id, services().results.out_of_fold_table(query.session_id))


@api.get("/result/disagreements.csv", responses=CSV)
def download_disagreements(query: SessionQuery) -> Response:
    """Download every object on which model and catalogue disagree out of fold, the most confident first."""
    name = file_name("disagreements", query.session_id, "csv")
    pieces = csv_bytes(iter([_arrow(services().results.disagreement_table(query.session_id))]))
    return _attached(pieces, name, "text/csv")


@api.get("/result/disagreements.parquet", responses=PARQUET_FILE)
def download_disagreements_parquet(query: SessionQuery) -> Response:
    """Download the same as Parquet."""
    name = file_name("disagreements", query.session_id, "parquet")
    pieces = parquet_bytes(iter([_arrow(services().results.disagreement_table(query.session_id))]))
    return _attached(pieces, name, PARQUET)


def _arrow(table: pd.DataFrame) -> Any:
    import pyarrow as pa

    return pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)


def _attached(pieces: Iterator[bytes], name: str, mimetype: str) -> Response:
    return Response(pieces, headers={"Content-Disposition": f"attachment; filename={name}"}, mimetype=mimetype)


@api.get("/result/splits.csv", responses=CSV)
def download_splits(query: SessionQuery) -> Response:
    """Download which object was validated in which fold."""
    return csv_file("splits", query.session_id, services().results.split_table(query.session_id))


@api.get("/result/prospective.csv", responses=CSV)
def download_prospective(query: SessionQuery) -> Response:
    """Download the objects of the newest prospective validation, with score and fate."""
    return csv_file("prospective", query.session_id, services().results.prospective_table(query.session_id))


def csv_file(name: str, session_id: str, table: pd.DataFrame) -> Response:
    """Return a table as a file to take home."""
    headers = {"Content-Disposition": f"attachment; filename={name}_{session_id[:8]}.csv"}
    return Response(csv_pieces(iter([table])), headers=headers, mimetype="text/csv")
