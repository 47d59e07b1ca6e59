"""``deploy/kubernetes``: valid by the schemas of Kubernetes, and one with the code that it runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import psycopg
import pytest
import yaml

from backend.adapters.database import make_engine
from backend.adapters.queue import QUEUE_NAME, JobQueue, make_celery, make_redis
from backend.adapters.schema import upgrade
from backend.config import PROJECT_ROOT, Settings
from backend.records import RefreshRecord
from backend.unit_of_work import Transactions
from tests.deploy.kustomize import containers, documents, pod, rendered

ROOT = PROJECT_ROOT / "deploy" / "kubernetes"
OVERLAYS = {path.name: rendered(path) for path in sorted((ROOT / "overlays").iterdir())}
ALL = [(name, one) for name, manifests in OVERLAYS.items() for one in manifests]
SCHEMAS = {path.stem: json.loads(path.read_text()) for path in (Path(__file__).parent / "schemas").glob("*.json")}
VERSIONS = ("1.32", "1.37")
"""Of Kubernetes: the oldest that has all that is used, and the newest whose schemas are known."""
OF_THE_STORE = {"AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
OF_LIBRARIES = {"OMP_NUM_THREADS", "TMPDIR"}
SETTINGS = {name.upper() for name in Settings.model_fields}


def name_of(pair: Any) -> str:
    return f"{pair[0]}-{pair[1]['kind']}-{pair[1]['metadata']['name']}" if isinstance(pair, tuple) else str(pair)


def only(kind: str, name: str, overlay: str = "production") -> dict[str, Any]:
    (found,) = [one for one in OVERLAYS[overlay] if (one["kind"], one["metadata"]["name"]) == (kind, name)]
    return found


def template() -> dict[str, Any]:
    (secret,) = documents(ROOT / "base" / "secrets.template.yaml")
    return secret


@pytest.mark.parametrize("manifest", ALL, ids=name_of)
def test_each_manifest_follows_its_schema(manifest: tuple[str, dict[str, Any]]) -> None:
    one = manifest[1]
    if one["kind"] in SCHEMAS:
        jsonschema.Draft202012Validator(SCHEMAS[one["kind"]]).validate(one)
        return
    for version in VERSIONS:
        kubernetes_validate.validate(one, version, strict=True)


def test_the_schemas_do_refuse_what_is_misspelt() -> None:
    api = json.loads(json.dumps(only("Deployment", "api")))
    api["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(api, VERSIONS[-1], strict=True)
    scaled = only("ScaledObject", "worker")
    wrong = scaled | {"spec": scaled["spec"] | {"minReplicas": 1}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMAS["ScaledObject"])


def test_every_file_of_the_base_is_used_but_the_form_for_secrets() -> None:
    listed = yaml.safe_load((ROOT / "base" / "kustomization.yaml").read_text())["resources"]
    there = {path.name for path in (ROOT / "base").glob("*.yaml")} - {"kustomization.yaml", "secrets.template.yaml"}
    assert set(listed) == there


def test_the_parts_are_there() -> None:
    kinds = {(one["kind"], one["metadata"]["name"]) for one in OVERLAYS["production"]}
    assert kinds >= {
        ("Deployment", "api"),
        ("Deployment", "worker"),
        ("Job", "migrate"),
        ("Service", "api"),
        ("Ingress", "api"),
        ("ConfigMap", "platform-settings"),
        ("HorizontalPodAutoscaler", "api"),
        ("PodDisruptionBudget", "api"),
        ("PodDisruptionBudget", "worker"),
        ("NetworkPolicy", "nothing-else"),
        ("ScaledObject", "worker"),
        ("ServiceMonitor", "api"),
        ("CronJob", "backup"),
    }
    assert not {"ScaledObject", "ServiceMonitor", "CronJob"} & {one["kind"] for one in OVERLAYS["plain"]}


def test_settings_and_secrets_are_those_of_the_code() -> None:
    assert set(only("ConfigMap", "platform-settings")["data"]) <= SETTINGS
    assert set(only("ConfigMap", "object-store")["data"]) <= OF_THE_STORE
    # KEDA alone takes the server's password apart from its address.
    assert set(template()["stringData"]) <= SETTINGS | OF_THE_STORE | {"REDIS_PASSWORD"}
    for _, manifest in ALL:
        for container in containers(manifest):
            assert {entry["name"] for entry in container.get("env", [])} <= SETTINGS | OF_LIBRARIES


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_code_accepts_the_settings(overlay: str, monkeypatch: pytest.MonkeyPatch) -> None:
    held = only("ConfigMap", "platform-settings", overlay)["data"]
    secrets = dict.fromkeys(("SECRET_KEY", "ADMIN_TOKEN", "METRICS_TOKEN"), "q9" * 16)
    addresses = {"DATABASE_URL": "postgresql://u@host/platform", "REDIS_URL": "redis://host:6379/0"}
    for name, value in {**held, **secrets, **addresses}.items():
        monkeypatch.setenv(name, value)
    settings = Settings(_env_file=None)
    assert settings.model_root == held["MODEL_DIR"]
    assert str(settings.local_root) == held["LOCAL_DIR"]


def test_no_value_of_a_secret_is_in_the_repository() -> None:
    assert set(template()["stringData"].values()) == {""}
    for _, manifest in ALL:
        assert manifest["kind"] != "Secret", "a secret among the resources would overwrite the real one"
        text = yaml.safe_dump([manifest.get("data", {}), [c.get("env", []) for c in containers(manifest)]])
        assert not re.search("SECRET|PASSWORD|TOKEN|_KEY", text)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_is_referred_to_is_there(overlay: str) -> None:
    there = {(one["kind"], one["metadata"]["name"]) for one in OVERLAYS[overlay]} | {("Secret", "platform-secrets")}
    assert len({one["metadata"]["namespace"] for one in OVERLAYS[overlay]}) == 1
    keys = template()["stringData"]
    for one in OVERLAYS[overlay]:
        for container in containers(one):
            for source in container.get("envFrom", []):
                ((kind, reference),) = source.items()
                assert ({"configMapRef": "ConfigMap", "secretRef": "Secret"}[kind], reference["name"]) in there
            mounted = {mount["name"] for mount in container.get("volumeMounts", [])}
            assert mounted <= {volume["name"] for volume in pod(one)["volumes"]}
        if pod(one):
            assert ("ServiceAccount", pod(one)["serviceAccountName"]) in there
        if target := one.get("spec", {}).get("scaleTargetRef"):
            assert (target["kind"], target["name"]) in there
        for reference in one["spec"].get("secretTargetRef", []) if one["kind"] == "TriggerAuthentication" else []:
            assert reference["key"] in keys
        for endpoint in one["spec"]["endpoints"] if one["kind"] == "ServiceMonitor" else []:
            assert endpoint["authorization"]["credentials"]["key"] in keys


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_selectors_find_their_pods_and_ports_agree(overlay: str) -> None:
    deployment, service = only("Deployment", "api", overlay), only("Service", "api", overlay)
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert deployment["spec"]["selector"]["matchLabels"].items() <= labels.items()
    assert service["spec"]["selector"].items() <= labels.items()
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    (port,) = container["ports"]
    assert service["spec"]["ports"][0]["targetPort"] == port["name"]
    assert f"0.0.0.0:{port['containerPort']}" in container["command"]
    (rule,) = only("Ingress", "api", overlay)["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert path["backend"]["service"] == {"name": "api", "port": {"name": service["spec"]["ports"][0]["name"]}}
    for name in ("api", "worker"):
        own = only("Deployment", name, overlay)["spec"]["template"]["metadata"]["labels"]
        assert only("PodDisruptionBudget", name, overlay)["spec"]["selector"]["matchLabels"].items() <= own.items()


def test_probes_and_metrics_are_routes_of_the_api(client: Any) -> None:
    (container,) = pod(only("Deployment", "api"))["containers"]
    (port,) = container["ports"]
    described = json.loads((PROJECT_ROOT / "frontend" / "openapi.json").read_text())["paths"]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        asked = container[probe]["httpGet"]
        assert "get" in described[asked["path"]]
        assert client.get(asked["path"]).status_code == 200
        assert asked["port"] == port["name"]
    (endpoint,) = only("ServiceMonitor", "api")["spec"]["endpoints"]
    assert client.get(endpoint["path"]).status_code not in {404, 405}


@pytest.mark.parametrize("manifest", [pair for pair in ALL if pod(pair[1])], ids=name_of)
def test_pods_run_unprivileged_on_a_read_only_root_within_bounds(manifest: tuple[str, dict[str, Any]]) -> None:
    assert pod(manifest[1])["securityContext"]["runAsNonRoot"] is True
    uid = re.search(r"--uid (\d+)", (PROJECT_ROOT / "Dockerfile").read_text())
    assert uid
    assert pod(manifest[1])["securityContext"]["runAsUser"] == int(uid[1])
    assert pod(manifest[1])["automountServiceAccountToken"] is False
    for container in containers(manifest[1]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {"cpu", "memory"} <= set(container["resources"]["requests"])
        assert "memory" in container["resources"]["limits"]
        # What the settings and the image name as places to write is mounted.
        mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
        assert {"/tmp", only("ConfigMap", "platform-settings")["data"]["LOCAL_DIR"]} <= mounted


def test_the_image_and_the_commands_are_those_of_compose() -> None:
    compose = yaml.safe_load((PROJECT_ROOT / "docker-compose.yml").read_text())["services"]
    base = rendered(ROOT / "base")
    assert {c["image"] for one in base for c in containers(one)} == {compose["api"]["image"]}
    commands = {one["metadata"]["name"]: pod(one)["containers"][0]["command"] for one in base if pod(one)}
    for name, words in commands.items():
        there = compose[name]["command"]
        assert words[0] == there[0]
        assert [word for word in words if word.startswith(("run:", "backend"))] == [
            word for word in there if word.startswith(("run:", "backend"))
        ]


def test_the_servers_understand_their_options() -> None:
    from celery.bin.worker import worker
    from gunicorn.config import Config

    api = pod(only("Deployment", "api"))["containers"][0]["command"]
    read = Config().parser().parse_args(api[1:])
    assert (read.args, read.bind) == (["run:app"], ["0.0.0.0:5000"])
    words = pod(only("Deployment", "worker"))["containers"][0]["command"]
    own = words[words.index("worker") + 1 :]
    assert worker.make_context("worker", own, resilient_parsing=True).params["concurrency"] == 1


def test_migration_and_wait_are_commands_of_the_platform(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "UPLOAD_DIR": str(tmp_path)}
    (migrate,) = pod(only("Job", "migrate"))["containers"]
    (waits,) = pod(only("Deployment", "worker"))["initContainers"]
    assert waits["command"] == pod(only("Deployment", "api"))["initContainers"][0]["command"]
    # The wait stands behind the migration, so it ends at once.
    for words in (migrate["command"], waits["command"]):
        command = [sys.executable, *words[1:]]
        done = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_a_worker_has_time_to_hand_its_run_back() -> None:
    assert pod(only("Deployment", "worker"))["terminationGracePeriodSeconds"] >= 15
    api = pod(only("Deployment", "api"))
    graceful = api["containers"][0]["command"]
    waits = api["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert int(graceful[graceful.index("--graceful-timeout") + 1]) + waits < api["terminationGracePeriodSeconds"]


def test_workers_are_scaled_on_the_list_that_celery_fills(redis_url: str) -> None:
    trigger = only("ScaledObject", "worker")["spec"]["triggers"][0]
    assert (trigger["type"], trigger["metadata"]["listName"]) == ("redis", QUEUE_NAME)
    settings = Settings(_env_file=None, flask_env="testing", redis_url=redis_url)
    redis, celery = make_redis(settings), make_celery(settings)
    redis.flushdb()
    JobQueue(celery, redis).send("training.execute", "one")
    assert redis.llen(trigger["metadata"]["listName"]) == 1
    redis.flushdb()
    celery.close()
    redis.close()


def test_workers_are_scaled_on_jobs_that_wait_or_are_worked_on(database: str) -> None:
    trigger = only("ScaledObject", "worker")["spec"]["triggers"][1]
    settings = Settings(_env_file=None, flask_env="testing", database_url=database)
    upgrade(settings)
    transactions = Transactions(make_engine(settings.database))
    with psycopg.connect(database, autocommit=True) as connection:
        before = active(connection, trigger)
        with transactions.write() as uow:
            for state, name in (("queued", "kepler"), ("running", "tess"), ("done", "k2")):
                uow.refreshes.add(RefreshRecord(id=f"scaled-{name}", dataset=name, table="any", state=state))
        assert active(connection, trigger) == before + 2
        connection.execute("DELETE FROM refreshes WHERE id LIKE 'scaled-%'")
    transactions.engine.dispose()
    assert trigger["metadata"]["connectionFromEnv"] in template()["stringData"]
    assert {"secretRef": {"name": "platform-secrets"}} in pod(only("Deployment", "worker"))["containers"][0]["envFrom"]


def active(connection: Any, trigger: dict[str, Any]) -> int:
    """What KEDA asks the database."""
    return int(connection.execute(trigger["metadata"]["query"]).fetchone()[0])
