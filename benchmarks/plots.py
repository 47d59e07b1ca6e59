"""One picture for each task: every model's value with its interval, the best on top, floor and aim as lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

_STYLES = {"floor": ("--", "#8a5a00"), "aim": ("-", "#00695c")}
_COLOURS = {"as it comes": "#0b3d91", "other settings": "#5b8fd9", "peer": "#c2571a"}
_FIXED: Any = {"svg.hashsalt": "benchmark", "svg.fonttype": "none", "font.size": 9}
"""The same numbers give the same file."""
_WIDE = 4.0
"""A ratio of the largest to the smallest value from which the axis is logarithmic."""


class Point(NamedTuple):
    """A model's value and the ends of its interval; ``kind`` is "as it comes", "other settings" or "peer"."""

    name: str
    kind: str
    value: float
    low: float | None
    high: float | None


def write_plot(path: Path, title: str, label: str, points: Sequence[Point], lines: Mapping[str, float]) -> Path:
    """Write the plot of ranked points as SVG; return its path."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(_FIXED):
        figure = Figure(figsize=(7.2, 1.1 + 0.22 * len(points)), layout="constrained")
        axes = figure.subplots()
        for place, point in enumerate(points):
            _draw(axes, place, point)
        for name, value in lines.items():
            style, colour = _STYLES[name]
            axes.axvline(value, linestyle=style, color=colour, linewidth=1, label=f"{name} {value:g}")
        for kind, colour in _COLOURS.items():
            if any(point.kind == kind for point in points):
                axes.plot([], [], "o", color=colour, markersize=4.5, label=kind)
        axes.set_yticks(range(len(points)), [point.name for point in points])
        axes.invert_yaxis()
        _scale(axes, points)
        axes.set_xlabel(f"{label} (95 % interval, bootstrap over stars)")
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        figure.suptitle(title, fontsize=10, x=0.01, horizontalalignment="left")
        figure.legend(loc="outside lower center", ncols=5, frameon=False)
        FigureCanvasSVG(figure).print_svg(path, metadata={"Date": None})
    return path


def _scale(axes: Any, points: Sequence[Point]) -> None:
    from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter

    values = [point.value for point in points]
    if min(values) > 0 and max(values) > _WIDE * min(values):
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        axes.xaxis.set_minor_formatter(NullFormatter())


def _draw(axes: Any, place: int, point: Point) -> None:
    colour = _COLOURS[point.kind]
    if point.low is not None and point.high is not None:
        axes.plot([point.low, point.high], [place, place], color=colour, linewidth=1.2, alpha=0.7)
    axes.plot([point.value], [place], marker="o", color=colour, markersize=4.5)
