"""Names of objects and stars in the spellings of surveys and papers: K00752.01 and KOI-752.01 are the same object."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from ML.catalogs.catalogue import Catalogue
from ML.catalogs.mapping_apply import as_words


@dataclass(frozen=True, slots=True)
class ObjectStyle:
    """How a survey names its candidates: a star's running or catalogue number, a point, and the candidate's number.

    Attributes
    ----------
    pattern : re.Pattern
        Matches the name in lower case, with the two numbers as groups.
    spelling : str
        Format of the name as the survey writes it.
    """

    pattern: re.Pattern[str]
    spelling: str


OBJECT_STYLES = MappingProxyType(
    {
        "koi": ObjectStyle(re.compile(r"^(?:koi|k)[\s_-]*0*(\d+)\.(\d{1,2})$"), "K{:05d}.{:02d}"),
        "toi": ObjectStyle(re.compile(r"^toi[\s_-]*0*(\d+)\.(\d{1,2})$"), "TOI {}.{:02d}"),
        "epic": ObjectStyle(re.compile(r"^epic[\s_-]*0*(\d+)\.(\d{1,2})$"), "EPIC {}.{:02d}"),
    }
)
"""Styles by the prefix of their keys."""


@dataclass(frozen=True, slots=True)
class CatalogueNames:
    """What names without a prefix mean in a catalogue, and in which further columns it names its objects.

    Attributes
    ----------
    bare_object, bare_host : str
        Prefix of a candidate's bare number and of a star's.
    bare_spelling : bool
        Whether the catalogue itself writes its candidates' names without the prefix.
    aliases, host_aliases : tuple of str
        Columns with other names of the same objects, and of the same stars.
    """

    bare_object: str = ""
    bare_host: str = ""
    bare_spelling: bool = False
    aliases: tuple[str, ...] = ()
    host_aliases: tuple[str, ...] = ()


CATALOGUE_NAMES = MappingProxyType(
    {
        "kepler": CatalogueNames("koi", "kic", aliases=("kepler_name",)),
        "k2": CatalogueNames(
            "epic",
            "epic",
            aliases=("epic_candname", "k2_name"),
            host_aliases=("epic_hostname", "tic_id", "hip_name", "hd_name"),
        ),
        "tess": CatalogueNames("toi", "tic", bare_spelling=True),
    }
)
"""By catalogue; others write every name in full."""

_BARE_OBJECT = re.compile(r"^0*(\d+)\.(\d{1,2})$")
_HOST = re.compile(r"^(kic|kepid|tic|epic)?[\s_-]*0*(\d+)$")
_HOST_PREFIXES = MappingProxyType({"kepid": "kic"})
_SIGNS = re.compile(r"[^a-z0-9.+]+")


@dataclass(frozen=True, slots=True)
class NameReader:
    """Reads names as one catalogue means them; equal keys mean the same object or star."""

    rules: CatalogueNames

    def objects(self, cells: pd.Series) -> list[str]:
        """Key of each object name; empty where there is none."""
        # As a float, candidate .10 has lost its zero; as text, .1 is short for .01.
        floats = pd.api.types.is_float_dtype(cells.dtype)
        return [self.object_key(word, floats) for word in as_words(cells).fillna("")]

    def object_key(self, name: str, float_cell: bool = False) -> str:
        """Key of an object's name: ``koi:752.01`` for a numbered candidate, else its letters and digits."""
        text = name.strip().lower()
        bare = _BARE_OBJECT.match(text)
        if bare and self.rules.bare_object:
            number = bare[2].ljust(2, "0") if float_cell else bare[2]
            return f"{self.rules.bare_object}:{bare[1]}.{int(number):02d}"
        matches = ((prefix, style.pattern.match(text)) for prefix, style in OBJECT_STYLES.items())
        found = next(((prefix, match) for prefix, match in matches if match), None)
        return f"{found[0]}:{found[1][1]}.{int(found[1][2]):02d}" if found else _SIGNS.sub("", text)

    def hosts(self, cells: pd.Series) -> list[str]:
        """Key of each star's name; empty where there is none."""
        return [self.host_key(word) for word in as_words(cells).fillna("")]

    def host_key(self, name: str) -> str:
        """Key of a star's name: ``kic:123`` for a catalogue number, else its letters and digits."""
        text = name.strip().lower()
        numbered = _HOST.match(text)
        if not numbered:
            return _SIGNS.sub("", text)
        prefix = _HOST_PREFIXES.get(numbered[1] or "", numbered[1]) or self.rules.bare_host
        return f"{prefix}:{numbered[2]}" if prefix else numbered[2]

    def spelled(self, key: str, given: str) -> str:
        """Name of a new object as the catalogue would write it."""
        prefix, _, numbers = key.partition(":")
        if prefix not in OBJECT_STYLES:
            return given
        star, number = (int(part) for part in numbers.split("."))
        bare = self.rules.bare_spelling and prefix == self.rules.bare_object
        return f"{star}.{number:02d}" if bare else OBJECT_STYLES[prefix].spelling.format(star, number)


def name_reader(catalogue: Catalogue) -> NameReader:
    """Reader of the names of a catalogue."""
    return NameReader(CATALOGUE_NAMES.get(catalogue.name, CatalogueNames()))


def star_of(object_key: str) -> str:
    """Key that all numbered candidates of one star share; empty for other names."""
    return object_key.rpartition(".")[0] if object_key.partition(":")[0] in OBJECT_STYLES else ""


def unique_positions(keys: Iterable[str]) -> Mapping[str, int]:
    """Position of each key that occurs once; what several share tells nothing."""
    held = list(keys)
    counts = Counter(held)
    return {key: position for position, key in enumerate(held) if key and counts[key] == 1}
