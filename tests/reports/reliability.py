"""Where Kepler's default model can be trusted: the plane, the reasons and the learning curve, as Markdown.

``python -m tests.reports.reliability [family]`` prints what docs/evaluation.md shows.
"""

from __future__ import annotations

import sys

import numpy as np

from ML.catalogs.catalogue import get_catalogue
from ML.catalogs.snapshots import find_snapshot, load_snapshot
from ML.cross_validation import CrossValidation, cross_validate
from ML.reliability.context import REASON_PREFIX, object_context, reason_titles
from ML.reliability.groups import Answers, by_reason, recalled
from ML.reliability.learning_curve import learning_curve
from ML.reliability.plane import Bounds, Plane, Share, completeness_and_reliability
from ML.results import Estimate
from tests.reports import kepler


def shown(share: Share) -> str:
    """Percent with its interval, or a dash where there are too few."""
    estimate = share.share
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return f"– ({share.objects})"
    return f"{100 * estimate.value:.1f} ({100 * estimate.low:.0f}–{100 * estimate.high:.0f})"


def named(bounds: Bounds) -> str:
    """Words for the ends of a bin."""
    low, high = bounds
    return f"< {high:g}" if low is None else (f"≥ {low:g}" if high is None else f"{low:g}–{high:g}")


def print_plane(plane: Plane, what: str) -> None:
    """Print one share of every cell; periods stand above, radii beside."""
    across = len(plane.period_edges) + 1
    print("| R⊕ \\ days | " + " | ".join(named(cell.period) for cell in plane.cells[:across]) + " |")
    print("|---|" + "--:|" * across)
    for start in range(0, len(plane.cells), across):
        row = plane.cells[start : start + across]
        print(f"| {named(row[0].radius)} | " + " | ".join(shown(getattr(cell.counted, what)) for cell in row) + " |")
    print(f"\nunplaced {plane.unplaced.objects}; whole {shown(getattr(plane.whole, what))}\n")


def print_trust(validated: CrossValidation) -> None:
    """Print the plane and what false positives are found by reason."""
    catalogue, frame = get_catalogue("kepler"), load_snapshot(find_snapshot("kepler"))
    context = object_context(frame, catalogue.columns, catalogue.target_column)
    rows = context.set_index(frame[catalogue.object_column]).loc[validated.rows.objects]
    classes = validated.plan.classes
    truth, answered = validated.rows.y, validated.probabilities.argmax(axis=1)
    place, hosts = classes.index("PLANET"), validated.rows.host_names
    cells = (rows["orbital_period"].to_numpy(), rows["planet_radius"].to_numpy())
    plane = completeness_and_reliability(*cells, truth == place, answered == place, hosts)
    for what in ("completeness", "reliability"):
        print(f"### {what}\n")
        print_plane(plane, what)
    flags = rows[[name for name in rows if name.startswith(REASON_PREFIX)]].reset_index(drop=True)
    answers = Answers(truth, validated.probabilities, hosts, classes, "PLANET")
    titles = reason_titles(catalogue.columns)
    for entry in recalled(answers, by_reason(flags, truth != place)):
        print(f"| {titles.get(entry.name, entry.name)} | {entry.right.objects:,} | {shown(entry.right)} |")


def between(estimate: Estimate) -> str:
    """A metric with its interval."""
    return f"{estimate.value:.4f} ({estimate.low:.4f}–{estimate.high:.4f})"


def main(family: str = "lightgbm") -> None:
    """Validate, then print."""
    table, plan = kepler.table("binary"), kepler.plan("binary", family, n_threads=1)
    validated = cross_validate(table, plan, with_baselines=False)
    print({name: between(each) for name, each in validated.evaluation.metrics.items()}, "\n")
    print_trust(validated)
    curve = learning_curve(table, plan)
    print(f"\n{curve.text}\n")
    for point in curve.points:
        values = [between(point.metrics[name]) for name in ("accuracy", "roc_auc", "log_loss")]
        print(f"| 1/{round(1 / point.fraction)} | {point.hosts:,} | {point.rows:,} | " + " | ".join(values) + " |")
    assert np.isfinite(curve.points[-1].metrics["roc_auc"].value or np.nan)


if __name__ == "__main__":
    main(*sys.argv[1:])
