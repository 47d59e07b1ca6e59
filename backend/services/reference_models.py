"""Which models the platform trains of its own."""

from __future__ import annotations

from dataclasses import dataclass

PLATFORM = "platform"
"""Who made a version that the platform trained itself; people's are by ``person``."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A model that the platform trains with the defaults of a catalogue's task."""

    name: str
    title: str
    dataset: str
    task: str


REFERENCES = (
    Reference("kepler", "Planets among Kepler's objects of interest", "kepler", "binary"),
    Reference("tess", "Planets among the TESS objects of interest", "tess", "binary"),
    Reference("habitability", "Planets that could have water on their surface", "planets", "habitability"),
)
