"""``deploy/cloud-run``: the fields of Cloud Run's API, and one with the code that it runs."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml

from backend.config import PROJECT_ROOT, Settings

ROOT = PROJECT_ROOT / "deploy" / "cloud-run"
FILES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("*.yaml"))}
TEXT = {"type": "string"}
ANNOTATIONS = {"type": "object", "additionalProperties": TEXT}
"""Values are text also where they mean numbers; a number is refused by Cloud Run."""


def fields(required: tuple[str, ...] = (), **known: Any) -> dict[str, Any]:
    """A mapping of these fields and no others."""
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": known}


PROBE = fields(
    ("httpGet",),
    httpGet=fields(("path", "port"), path=TEXT, port={"type": "integer"}),
    **{name: {"type": "integer", "minimum": 1} for name in ("periodSeconds", "timeoutSeconds", "failureThreshold")},
)
REFERENCE = fields(("secretKeyRef",), secretKeyRef=fields(("name", "key"), name=TEXT, key=TEXT))
CONTAINER = fields(
    ("image", "command", "args", "env", "resources"),
    image=TEXT,
    command={"type": "array", "items": TEXT},
    args={"type": "array", "items": TEXT},
    ports={
        "type": "array",
        "maxItems": 1,
        "items": fields(("containerPort",), name={"enum": ["http1", "h2c"]}, containerPort={"type": "integer"}),
    },
    env={"type": "array", "items": fields(("name",), name=TEXT, value=TEXT, valueFrom=REFERENCE)},
    resources=fields(("limits",), limits=fields(("cpu", "memory"), cpu=TEXT, memory=TEXT)),
    startupProbe=PROBE,
    livenessProbe=PROBE,
)
COMMON = {"serviceAccountName": TEXT, "containers": {"type": "array", "minItems": 1, "items": CONTAINER}}
METADATA = fields(("name",), name=TEXT, annotations=ANNOTATIONS, labels=ANNOTATIONS)
TEMPLATE_METADATA = fields((), annotations=ANNOTATIONS, labels=ANNOTATIONS)


def resource(version: str, kind: str, template: dict[str, Any]) -> dict[str, Any]:
    top = ("apiVersion", "kind", "metadata", "spec")
    spec = fields(("template",), template=fields(("spec",), metadata=TEMPLATE_METADATA, spec=template))
    return fields(top, apiVersion={"const": version}, kind={"const": kind}, metadata=METADATA, spec=spec)


SCHEMAS = {
    "api": resource(
        "serving.knative.dev/v1",
        "Service",
        fields(
            ("containers",),
            **COMMON,
            containerConcurrency={"type": "integer", "minimum": 1, "maximum": 1000},
            timeoutSeconds={"type": "integer", "minimum": 1, "maximum": 3600},
        ),
    ),
    "worker": resource("run.googleapis.com/v1", "WorkerPool", fields(("containers",), **COMMON)),
    "migrate": resource(
        "run.googleapis.com/v1",
        "Job",
        fields(
            ("template",),
            taskCount={"type": "integer"},
            template=fields(
                ("spec",),
                spec=fields(("containers",), **COMMON, maxRetries={"type": "integer"}, timeoutSeconds=TEXT),
            ),
        ),
    ),
}
OF_LIBRARIES = {"OMP_NUM_THREADS"}


def container(name: str) -> dict[str, Any]:
    spec = FILES[name]["spec"]["template"]["spec"]
    (found,) = (spec["template"]["spec"] if name == "migrate" else spec)["containers"]
    return found


def environment(name: str) -> dict[str, str | None]:
    return {entry["name"]: entry.get("value") for entry in container(name)["env"]}


def test_there_is_a_schema_for_each_file() -> None:
    assert set(FILES) == set(SCHEMAS)


@pytest.mark.parametrize("name", FILES)
def test_it_has_the_fields_of_the_api_and_no_others(name: str) -> None:
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(FILES[name])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(FILES[name] | {"specs": {}}, SCHEMAS[name])


@pytest.mark.parametrize("name", FILES)
def test_it_sets_only_settings_that_exist_and_no_secret_by_value(name: str) -> None:
    known = {field.upper() for field in Settings.model_fields} | OF_LIBRARIES
    assert set(environment(name)) <= known
    by_value = {key for key, value in environment(name).items() if value is not None}
    assert not by_value & {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ADMIN_TOKEN", "METRICS_TOKEN"}


def test_all_three_share_image_stores_database_and_secret() -> None:
    assert len({container(name)["image"] for name in FILES}) == 1
    for key in ("UPLOAD_DIR", "MODEL_DIR", "LOCAL_DIR"):
        assert len({environment(name)[key] for name in FILES}) == 1
    assert all({"SECRET_KEY", "DATABASE_URL"} <= set(environment(name)) for name in FILES)
    assert environment("api")["UPLOAD_DIR"].startswith("gs://")


def test_the_commands_are_those_of_compose() -> None:
    compose = yaml.safe_load((PROJECT_ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    for name in FILES:
        words = [*container(name)["command"], *container(name)["args"]]
        there = compose[name]["command"]
        assert words[0] == there[0]
        assert [word for word in words if word.startswith(("run:", "backend"))] == [
            word for word in there if word.startswith(("run:", "backend"))
        ]


def test_ports_probes_and_concurrency_agree() -> None:
    api = container("api")
    (port,) = api["ports"]
    assert f"0.0.0.0:{port['containerPort']}" in api["args"]
    described = json.loads((PROJECT_ROOT / "frontend" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    for probe in ("startupProbe", "livenessProbe"):
        assert api[probe]["httpGet"]["port"] == port["containerPort"]
        assert "get" in described[api[probe]["httpGet"]["path"]]
    processes, threads = (int(api["args"][api["args"].index(option) + 1]) for option in ("-w", "--threads"))
    assert FILES["api"]["spec"]["template"]["spec"]["containerConcurrency"] == processes * threads


@pytest.mark.parametrize("name", FILES)
def test_the_network_is_named_in_json(name: str) -> None:
    annotations = FILES[name]["spec"]["template"]["metadata"]["annotations"]
    (interface,) = json.loads(annotations["run.googleapis.com/network-interfaces"])
    assert set(interface) == {"network", "subnetwork"}
