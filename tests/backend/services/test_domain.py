"""A trained model is told of the missions of its rows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from backend.services.domain import missions_of
from backend.services.sources import CatalogueSource, Sources


def open_catalogue(services: Any, name: str) -> CatalogueSource:
    sources: Sources = services.training_job._sources
    source = sources.open({"data_source": {"data_source": "nasa", "dataset": name, "task": "binary"}})
    assert isinstance(source, CatalogueSource)
    return source


def test_a_mission_s_catalogue_is_of_that_mission(services: Any) -> None:
    assert missions_of(pd.DataFrame({"koi_period": [1.0]}), open_catalogue(services, "kepler")) == ("Kepler",)


def test_the_combined_table_names_the_missions_of_its_decided_rows(services: Any) -> None:
    rows = pd.DataFrame({"mission": ["tess", "Kepler", None, "Spitzer"]})
    assert missions_of(rows, open_catalogue(services, "combined")) == ("Kepler", "TESS")


def test_rows_that_name_no_mission_are_of_none(services: Any) -> None:
    assert missions_of(pd.DataFrame({"period": [1.0]}), open_catalogue(services, "combined")) == ()


def test_a_model_of_kepler_warns_of_what_looks_like_another_mission(client: Any, trained_session: str) -> None:
    form = client.get(f"/predict?session_id={trained_session}").json["data"]
    own = form["examples"][0]["values"]
    bright = {**own, "koi_kepmag": 7.5, "koi_srad": 3.0, "koi_slogg": 3.4, "koi_prad": 14.0, "koi_depth": 9000.0,
              "koi_period": 1.1, "koi_duration": 3.0, "koi_insol": 5000.0, "koi_count": 1}  # fmt: skip
    names = {feature["name"] for feature in form["features"]}
    rows = [own, {name: value for name, value in bright.items() if name in names}]
    answered = client.post("/predict", json={"session_id": trained_session, "rows": rows}).json["data"]["predictions"]
    told = [{entry["code"]: entry["text"] for entry in answer["warnings"]} for answer in answered]
    assert "other_mission" not in told[0]
    assert "looks like TESS; the model saw only Kepler" in told[1]["other_mission"]
