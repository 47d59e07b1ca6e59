"""What ``kubectl kustomize`` makes of the overlays here: resources, components, JSON patches, images, namespace.

Only what the kustomizations use is understood; anything else is refused, so that nothing is left untested.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

KINDS = {"Kustomization": "kustomize.config.k8s.io/v1beta1", "Component": "kustomize.config.k8s.io/v1alpha1"}
KNOWN = {"apiVersion", "kind", "namespace", "resources", "components", "patches", "images", "labels"}


def rendered(folder: Path) -> list[dict[str, Any]]:
    """Return the manifests of a kustomization."""
    return _build(folder, [])


def _build(folder: Path, so_far: list[dict[str, Any]]) -> list[dict[str, Any]]:
    wanted = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    assert set(wanted) <= KNOWN, f"{folder}: {set(wanted) - KNOWN} is not understood here"
    assert wanted["apiVersion"] == KINDS[wanted["kind"]]
    found = [*so_far]
    for name in wanted.get("resources", []):
        found += _build(folder / name, []) if (folder / name).is_dir() else documents(folder / name)
    for name in wanted.get("components", []):
        found = _build(folder / name, found)
    for patch in wanted.get("patches", []):
        targets = [one for one in found if _is(one, **patch["target"])]
        assert len(targets) == 1, f"{folder}: {patch['target']} names {len(targets)} resources"
        for step in yaml.safe_load(patch["patch"]):
            apply(targets[0], step)
    for image in wanted.get("images", []):
        used = [c for one in found for c in containers(one) if c["image"] == image["name"]]
        assert used, f"{folder}: nothing uses the image {image['name']}"
        for container in used:
            container["image"] = f"{image['newName']}:{image['newTag']}"
    for one in found:
        if "namespace" in wanted:
            one["metadata"]["namespace"] = wanted["namespace"]
    return found


def documents(path: Path) -> list[dict[str, Any]]:
    """Return the manifests of a file."""
    return [one for one in yaml.safe_load_all(path.read_text(encoding="utf-8")) if one]


def _is(manifest: dict[str, Any], kind: str, name: str) -> bool:
    return (manifest["kind"], manifest["metadata"]["name"]) == (kind, name)


def apply(manifest: Any, step: dict[str, Any]) -> None:
    """Apply one step of a JSON patch (RFC 6902); what it replaces or removes must be there."""
    *path, last = [part.replace("~1", "/").replace("~0", "~") for part in step["path"].split("/")[1:]]
    place = manifest
    for part in path:
        place = place[int(part) if isinstance(place, list) else part]
    key: Any = int(last) if isinstance(place, list) and last != "-" else last
    if step["op"] == "add" and isinstance(place, list):
        place.append(step["value"])
        return
    assert step["op"] == "add" or place[key] is not None, step
    if step["op"] == "remove":
        del place[key]
    else:
        assert step["op"] in {"add", "replace"}, step
        place[key] = step["value"]


def pod(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the pod of a Deployment, Job or CronJob; nothing of other kinds."""
    if manifest["kind"] not in {"Deployment", "Job", "CronJob"}:
        return {}
    spec = manifest["spec"].get("jobTemplate", manifest)["spec"]
    return dict(spec["template"]["spec"])


def containers(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all containers of a manifest, those that come first included."""
    return [*pod(manifest).get("initContainers", []), *pod(manifest).get("containers", [])]
