"""``docker-compose.yml``: valid by the compose specification, whole, without a default secret, its commands real."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from backend.config import Settings
from tests.object_store import credentials, running_store

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("api", "worker", "migrate", "bucket")
OF_THE_STORE = {"AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"}
"""Read by the client of the object store, not by the platform."""
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z0-9_]+)(:?[-?])?([^}]*)\}")


def interpolate(text: str) -> str:
    """Fill variables as compose does, from their defaults alone."""
    return VARIABLE.sub(lambda match: match[3] if match[2] == ":-" else "x", text)


def command(service: str) -> list[str]:
    return [interpolate(word) for word in SERVICES[service]["command"]]


def run(words: list[str], tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a Python console command of this environment."""
    environment = {"PATH": os.environ["PATH"], "UPLOAD_DIR": str(tmp_path), "SECRET_KEY": "q" * 32} | settings
    program = [sys.executable, *words[1:]] if words[0] == "python" else [sys.executable, "-m", *words]
    return subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def specification() -> dict[str, Any]:
    source = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return schema


def problems(document: dict[str, Any]) -> list[str]:
    schema = specification()
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [error.message for error in validator.iter_errors(document)]


def test_it_follows_the_compose_specification() -> None:
    assert problems(COMPOSE) == []


def test_the_specification_does_refuse_what_is_wrong() -> None:
    assert problems(COMPOSE | {"services": {"api": {"imag": "misspelt"}}})


def test_the_parts_of_the_platform_are_there() -> None:
    assert {"redis", "postgres", "api", "worker"} <= set(SERVICES)
    assert "container_name" not in SERVICES["worker"], "a fixed name forbids --scale worker=N"
    assert "ports" not in SERVICES["worker"], "a fixed port forbids --scale worker=N"


@pytest.mark.parametrize("name", ["redis", "postgres", "api", "worker"])
def test_every_lasting_service_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_references_resolve() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        mounted = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert mounted <= set(COMPOSE["volumes"]), name
        for needed, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[needed], needed


def test_no_secret_has_a_default() -> None:
    secrets = [match for match in VARIABLE.finditer(TEXT) if re.search("SECRET|PASSWORD|TOKEN|KEY", match[1])]
    optional = [
        match
        for match in secrets
        if match[1] in {"ADMIN_TOKEN", "API_KEYS", "METRICS_TOKEN"} or match[1] in OF_THE_STORE
    ]
    needed = [match for match in secrets if match not in optional]
    assert {match[1] for match in needed} == {"SECRET_KEY", "POSTGRES_PASSWORD"}
    assert all(match[2] == ":?" and match[3] for match in needed)
    assert all(match[2] == ":-" and match[3] in {"", "off"} for match in optional)
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            is_secret = re.search("SECRET|PASSWORD|TOKEN|KEY", key)
            # Nothing at all: passed on where it is set.
            assert not is_secret or value is None or value.startswith("${"), (name, key)


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_unprivileged_on_a_read_only_root(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"] and not service.get("privileged")
    assert "user" not in service, "the image's own user is the unprivileged one"
    assert re.search(r"^USER platform$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", OURS)
def test_our_services_set_only_settings_that_exist(name: str) -> None:
    known = {field.upper() for field in Settings.model_fields} | OF_THE_STORE | {"OMP_NUM_THREADS"}
    assert set(SERVICES[name]["environment"]) <= known


def test_every_variable_of_the_file_is_a_setting() -> None:
    known = {field.upper() for field in Settings.model_fields} | OF_THE_STORE | {"POSTGRES_PASSWORD", "OBJECT_STORE"}
    assert {match[1] for match in VARIABLE.finditer(TEXT)} <= known


def test_the_images_python_packages_are_hash_locked() -> None:
    assert "--require-hashes -r requirements-image.txt" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_apis_command_loads_the_application(tmp_path: Path) -> None:
    words = [word if word != "/dev/shm" else str(tmp_path) for word in command("api")]
    checked = run([words[0], "--check-config", *words[1:]], tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_the_images_own_command_loads_the_application(tmp_path: Path) -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    words = json.loads(text[text.rindex("CMD ") + 4 :])
    checked = run([words[0], "--check-config", *words[1:]], tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_the_workers_command_is_understood(tmp_path: Path) -> None:
    shown = run([*command("worker"), "--help"], tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "--concurrency" in shown.stdout
    assert run([*command("worker"), "--no-such-option"], tmp_path).returncode != 0


def test_the_workers_health_check_is_understood(tmp_path: Path) -> None:
    words = SERVICES["worker"]["healthcheck"]["test"][1].split()
    assert run([*words[: words.index("--destination")], "--help"], tmp_path).returncode == 0


def test_the_migrations_command_migrates(tmp_path: Path) -> None:
    done = run(command("migrate"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("*.sqlite3"))


def test_the_object_store_is_a_profile_that_nothing_needs() -> None:
    profiled = {name for name, service in SERVICES.items() if service.get("profiles") == ["store"]}
    assert profiled == {"store", "bucket"}
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed not in profiled or name in profiled or how["required"] is False, (name, needed)


def test_the_buckets_command_makes_the_bucket_and_migration_then_accepts_it(tmp_path: Path) -> None:
    with running_store() as endpoint:
        named = {**credentials(endpoint), "UPLOAD_DIR": "s3://planets/data", "LOCAL_DIR": str(tmp_path)}
        refused = run(command("migrate"), tmp_path, **named)
        assert refused.returncode == 1
        assert "bucket 'planets', which is not there" in refused.stderr
        for _ in range(2):
            made = run(command("bucket"), tmp_path, **named)
            assert made.returncode == 0, made.stderr
        done = run(command("migrate"), tmp_path, **named)
        assert done.returncode == 0, done.stderr
