"""One picture for each task: every model's value with its interval, the best on top, floor and aim as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ML.classifiers import get_family

_STYLES = {"floor": ("--", "#8a5a00"), "aim": ("-", "#00695c")}
_FIXED: Any = {"svg.hashsalt": "benchmark", "svg.fonttype": "none", "font.size": 9}
"""The same numbers give the same file."""


def write_plot(
    path: Path,
    title: str,
    label: str,
    metric: str,
    rows: Sequence[Mapping[str, Any]],
    lines: Mapping[str, float],
) -> Path:
    """Write the plot of ranked rows as SVG; return its path."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_FIXED):
        figure = Figure(figsize=(7.2, 0.9 + 0.24 * len(rows)), layout="constrained")
        axes = figure.subplots()
        for place, row in enumerate(rows):
            _point(axes, place, row["metrics"][metric])
        for name, value in lines.items():
            style, colour = _STYLES[name]
            axes.axvline(value, linestyle=style, color=colour, linewidth=1, label=f"{name} {value:g}")
        axes.set_yticks(range(len(rows)), [get_family(row["family"]).title for row in rows])
        axes.invert_yaxis()
        axes.set_xlabel(f"{label} (95 % interval, bootstrap over stars)")
        axes.set_title(title, loc="left", fontsize=10)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        if lines:
            axes.legend(loc="lower right" if metric == "log_loss" else "lower left", frameon=False)
        FigureCanvasSVG(figure).print_svg(path, metadata={"Date": None})
    return path


def _point(axes: Any, place: int, estimate: Mapping[str, float | None]) -> None:
    value, low, high = (estimate[name] for name in ("value", "low", "high"))
    if low is not None and high is not None:
        axes.plot([low, high], [place, place], color="#37474f", linewidth=1.2)
    axes.plot([value], [place], marker="o", color="#0b3d91", markersize=4.5)
