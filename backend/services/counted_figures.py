"""What workers counted, in Prometheus' words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from backend.adapters.counters import INFINITE, SECONDS, Entry
from backend.adapters.metrics import PREFIX

COUNTERS = {
    "jobs_ended": ("Jobs that ended on a worker", ("kind", "state")),
    "failures": ("Jobs that failed, by the error's code", ("kind", "reason")),
    "predicted_rows": ("Rows of batches that were predicted", ()),
    "worker_cache_lookups": ("Looks into a cache of the workers", ("cache", "outcome")),
}
HISTOGRAMS = {
    "job_seconds": ("Time that a worker spent on a job", ("kind",)),
    "phase_seconds": ("Time that a worker spent in a phase of a job", ("kind", "phase")),
}
"""What workers count: help and labels."""


def counted_families(entries: list[Entry]) -> Iterator[Any]:
    """Yield what workers counted as families; what nobody counted yet has a family without samples."""
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    for name, (text, labels) in COUNTERS.items():
        counter = CounterMetricFamily(f"{PREFIX}_{name}", text, labels=labels)
        for _, found, value in (entry for entry in entries if entry[0] == name):
            counter.add_metric([found[label] for label in labels], value)
        yield counter
    for name, (text, labels) in HISTOGRAMS.items():
        histogram = HistogramMetricFamily(f"{PREFIX}_{name}", text, labels=labels)
        for values, (buckets, total) in _histograms(entries, name, labels).items():
            histogram.add_metric(list(values), buckets, total)
        yield histogram


def _histograms(
    entries: list[Entry], name: str, labels: tuple[str, ...]
) -> dict[tuple[str, ...], tuple[list[tuple[str, float]], float]]:
    """Return cumulative buckets and sum by labels."""
    counts: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    sums: dict[tuple[str, ...], float] = {}
    for kind, found, value in entries:
        key = tuple(found.get(label, "") for label in labels)
        if kind == f"{name}_bucket":
            counts[key][found["le"]] = value
        if kind == f"{name}_sum":
            sums[key] = value
    return {key: (_cumulative(found), sums.get(key, 0.0)) for key, found in counts.items()}


def _cumulative(counts: dict[str, float]) -> list[tuple[str, float]]:
    total, buckets = 0.0, []
    for bound in (*map(str, SECONDS), INFINITE):
        total += counts.get(bound, 0.0)
        buckets.append((bound, total))
    return buckets


def gauge(name: str, text: str, labels: tuple[str, ...], values: list[tuple[list[str], float]]) -> Any:
    """Return a family of figures as they are now: labels and value of each."""
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(f"{PREFIX}_{name}", text, labels=labels)
    for found, value in values:
        family.add_metric(found, value)
    return family
