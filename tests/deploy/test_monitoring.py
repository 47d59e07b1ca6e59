"""What the manifests have Prometheus ask opens ``/metrics``, and its way there is clear."""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr

from tests.deploy.test_kubernetes import only, template

TOKEN = "Zk4-t8Wq2Bn6Yc1Hs9Vd"


def monitor() -> dict[str, Any]:
    spec: dict[str, Any] = only("ServiceMonitor", "api")["spec"]
    return spec


def test_what_it_sends_opens_the_figures_and_nothing_else_does(app: Any, client: Any) -> None:
    app.extensions["settings"].metrics_token = SecretStr(TOKEN)
    (endpoint,) = monitor()["endpoints"]
    sent = endpoint["authorization"]
    assert sent["credentials"] == {"name": "platform-secrets", "key": "METRICS_TOKEN"}
    assert sent["credentials"]["key"] in template()["stringData"]
    assert client.get(endpoint["path"], headers={"Authorization": f"{sent['type']} {TOKEN}"}).status_code == 200
    assert client.get(endpoint["path"]).status_code == 403


def test_it_finds_the_service_and_the_network_lets_it_through() -> None:
    service = only("Service", "api")
    assert monitor()["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
    (endpoint,) = monitor()["endpoints"]
    assert endpoint["port"] in {port["name"] for port in service["spec"]["ports"]}
    (rule,) = only("NetworkPolicy", "api-from-ingress-and-monitoring")["spec"]["ingress"]
    named = [one["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] for one in rule["from"]]
    assert "monitoring" in named
    assert rule["ports"] == [{"protocol": "TCP", "port": endpoint["port"]}]
