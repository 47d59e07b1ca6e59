"""``/metrics`` as Prometheus reads it."""

from __future__ import annotations

from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from backend.assembly import Services
from backend.services.platform_figures import PlatformFigures

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def figures(client: Any, **headers: str) -> Figures:
    """Return every sample of a scrape."""
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200, answer.json
    families = text_string_to_metric_families(answer.text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}


def sample(found: Figures, name: str, **labels: str) -> float:
    """Return one figure; 0 where it is not told."""
    return found.get((f"playground_{name}", tuple(sorted(labels.items()))), 0.0)


def look_again(services: Services) -> None:
    """Let the next scrape ask anew."""
    for collector in services.metrics._platform:
        assert isinstance(collector, PlatformFigures)
        collector._known_at = float("-inf")
