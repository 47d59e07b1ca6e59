"""The CronJob of backups: a command of the platform, into a place that the code understands, one at a time."""

from __future__ import annotations

from backend.adapters.addresses import scheme_of
from backend.records import utc_now
from backend.stack.backup import target_of
from tests.deploy.kustomize import pod
from tests.deploy.test_kubernetes import only


def test_it_is_a_command_of_the_platform_into_a_store_that_is_not_the_platforms_own() -> None:
    (container,) = pod(only("CronJob", "backup"))["containers"]
    *words, place = container["command"]
    assert words == ["python", "-m", "backend.stack", "backup", "--into"]
    assert target_of(container["command"][4:], utc_now()).startswith(f"{place}/")
    assert scheme_of(place) == "s3"
    bucket = place.split("/")[2]
    settings = only("ConfigMap", "platform-settings")["data"]
    assert bucket not in {settings[name].split("/")[2] for name in ("UPLOAD_DIR", "MODEL_DIR")}


def test_it_has_the_settings_secrets_and_account_of_the_migration() -> None:
    (own,), (migration,) = (
        pod(only(kind, name))["containers"] for kind, name in (("CronJob", "backup"), ("Job", "migrate"))
    )
    assert own["envFrom"] == migration["envFrom"]
    assert own["image"] == migration["image"]
    assert pod(only("CronJob", "backup"))["serviceAccountName"] == pod(only("Job", "migrate"))["serviceAccountName"]


def test_one_runs_at_a_time_and_ends_before_the_next_night() -> None:
    spec = only("CronJob", "backup")["spec"]
    assert spec["concurrencyPolicy"] == "Forbid"
    tries = spec["jobTemplate"]["spec"]
    assert tries["activeDeadlineSeconds"] + spec["startingDeadlineSeconds"] < 24 * 3600


def test_the_network_lets_it_reach_the_stores() -> None:
    labels = only("CronJob", "backup")["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"]
    for name in ("nothing-else", "to-names-stores-and-archive"):
        (chosen,) = only("NetworkPolicy", name)["spec"]["podSelector"]["matchExpressions"]
        assert labels[chosen["key"]] in chosen["values"]
