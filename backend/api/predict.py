"""``/predict``: the input form, rows at once, and batches in the background."""

from __future__ import annotations

from flask import Response

from backend.api.form_or_json import form_or_json
from backend.api.reply import Responses, answers, blueprint, reply, services
from backend.errors import InvalidFieldsError
from backend.schemas import prediction as schemas
from backend.schemas.envelope import SessionQuery

api = blueprint("predict", "Predict objects with a session's model")

PARQUET = "application/vnd.apache.parquet"


def _file(mimetype: str, format_: str = "") -> Responses:
    schema = {"type": "string", **({"format": format_} if format_ else {})}
    return {200: {"content": {mimetype: {"schema": schema}}}}


@api.get("/predict", responses=answers(schemas.InputForm | schemas.BatchPage))
def show_prediction(query: schemas.PredictQuery) -> Response:
    """Show the input form, or with `prediction_id` a batch: progress, problems, and once done a page of rows."""
    if query.prediction_id is None:
        return reply(schemas.InputForm, services().prediction.form(query.session_id))
    page = services().batches.page(query.session_id, query.prediction_id, query.model_dump())
    return reply(schemas.BatchPage, page)


@api.post("/predict", responses={**answers(schemas.Predictions), **answers(schemas.BatchStarted, 202)})
@form_or_json
def predict(body: schemas.PredictRequest | schemas.PredictForm) -> Response:
    """Predict rows at once (200), or a file or the undecided objects in the background (202)."""
    if isinstance(body, schemas.PredictForm):
        return _start_file(body)
    if body.source == "undecided":
        return reply(schemas.BatchStarted, services().batches.start_undecided(body.session_id), 202)
    if body.rows is None:
        message = "There is nothing to predict: expected rows (a list of objects), a file, or source 'undecided'."
        raise InvalidFieldsError(message, [{"field": "rows", "message": message}])
    predicted = services().prediction.rows(body.session_id, body.rows, body.explain, body.threshold, body.run_id)
    return reply(schemas.Predictions, predicted)


def _start_file(form: schemas.PredictForm) -> Response:
    started = services().batches.start_file(form.session_id, form.file.stream, form.file.filename or "")
    return reply(schemas.BatchStarted, started, 202)


@api.get("/predict/object", responses=answers(schemas.KnownObject))
def show_object(query: schemas.ObjectQuery) -> Response:
    """Show an object's catalogued values, to fill the form with."""
    return reply(schemas.KnownObject, services().prediction.known_object(query.session_id, query.name))


@api.get("/predict/template", responses=_file("text/csv"))
def download_template(query: SessionQuery) -> Response:
    """Download a CSV table with the model's columns and one example row."""
    headers = {"Content-Disposition": "attachment; filename=template.csv"}
    return Response(services().prediction.template(query.session_id), headers=headers, mimetype="text/csv")


@api.post("/predict/<prediction_id>/cancel", responses=answers(schemas.BatchStarted, 202))
def cancel_prediction(path: schemas.BatchPath, body: schemas.CancelRequest) -> Response:
    """Cancel a batch."""
    return reply(schemas.BatchStarted, services().batches.cancel(body.session_id, path.prediction_id), 202)


@api.get("/predict/<prediction_id>.csv", responses=_file("text/csv"))
def download_csv(path: schemas.BatchPath, query: SessionQuery) -> Response:
    """Download all rows of a batch as CSV; cells that a spreadsheet would run as formulas are escaped."""
    return _download(query.session_id, path.prediction_id, "csv", "text/csv")


@api.get("/predict/<prediction_id>.parquet", responses=_file(PARQUET, "binary"))
def download_parquet(path: schemas.BatchPath, query: SessionQuery) -> Response:
    """Download all rows of a batch as Parquet."""
    return _download(query.session_id, path.prediction_id, "parquet", PARQUET)


def _download(session_id: str, prediction_id: str, kind: str, mimetype: str) -> Response:
    name, pieces = services().batches.file(session_id, prediction_id, kind)
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(pieces, headers=headers, mimetype=mimetype)
