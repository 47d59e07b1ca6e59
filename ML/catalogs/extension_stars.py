"""Which object of a catalogue a row of an upload is, and around which star it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ML.catalogs.catalogue import Catalogue
from ML.catalogs.extension_names import NameReader, name_reader, star_of, unique_positions
from ML.catalogs.extension_rows import RowChecks, UploadColumns
from ML.catalogs.mapping_apply import as_words

TWO_STARS = ("two_stars", "The upload names two stars for objects of one system. Correct the object or the star.")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of an upload belong.

    Attributes
    ----------
    position : ndarray of int of shape (n_rows,)
        Row of the catalogue with the same object; -1 for an object that it does not hold.
    key : list of str, length n_rows
        Equal for rows of the same object.
    object, host : list, length n_rows
        Names as the catalogue writes them; None where a row has none.
    """

    position: np.ndarray
    key: list[str]
    object: list[str]
    host: list[str | int | None]

    def identity(self, row: int) -> int | str:
        """Return what two rows of the same object share, whichever of its names they use."""
        return int(self.position[row]) if self.position[row] >= 0 else self.key[row]


@dataclass(slots=True)
class KnownObjects:
    """The objects and stars of a catalogue, found by any spelling of their names.

    Parameters
    ----------
    base : pandas.DataFrame of shape (n_objects, n_columns)
        The catalogue's table with rows numbered from 0.
    catalogue : Catalogue
        Whose table it is.
    """

    base: pd.DataFrame
    catalogue: Catalogue
    reader: NameReader = field(init=False)
    positions: dict[str, int] = field(init=False)
    hosts: list[str] = field(init=False)
    names: list[str] = field(init=False)
    star_hosts: dict[str, int] = field(init=False)
    host_rows: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.reader = name_reader(self.catalogue)
        objects = self.reader.objects(self.base[self.catalogue.object_column])
        self.positions = self._with_aliases(unique_positions(objects))
        self.names = as_words(self.base[self.catalogue.object_column]).fillna("").tolist()
        self.hosts = self.reader.hosts(self.base[self.catalogue.host_column])
        aliases = (self.reader.hosts(self.base[name]) for name in self.reader.rules.host_aliases if name in self.base)
        self.host_rows = {key: row for keys in (*aliases, self.hosts) for row, key in enumerate(keys) if key}
        self.star_hosts = {star_of(key): row for row, key in enumerate(objects) if star_of(key) and self.hosts[row]}

    def _with_aliases(self, own: Mapping[str, int]) -> dict[str, int]:
        aliases = (name for name in self.reader.rules.aliases if name in self.base)
        found = [unique_positions(self.reader.objects(self.base[name])) for name in aliases]
        return {key: row for names in (*reversed(found), own) for key, row in names.items()}

    def place(self, upload: pd.DataFrame, columns: UploadColumns, rows: np.ndarray, checks: RowChecks) -> Places:
        """Find object and star of the labelled rows; rows whose object or star cannot be told are rejected."""
        given = as_words(upload[columns.object]).fillna("").tolist()
        keys = self.reader.objects(upload[columns.object])
        hosts = list(self.reader.hosts(upload[columns.host])) if columns.host else [""] * len(keys)
        words = as_words(upload[columns.host]).fillna("").tolist() if columns.host else [""] * len(keys)
        contested = _give_siblings_their_star(keys, hosts, words, rows.tolist())
        position = np.array([self.positions.get(key, -1) for key in keys], dtype=int)
        places = Places(position, keys, given, [None] * len(keys))
        for row in rows.tolist():
            fault = self._fault(keys[row], hosts[row], int(position[row]))
            if (
                fault is None
                and star_of(keys[row]) in contested
                and self._known_host(keys[row], int(position[row])) is None
            ):
                fault = TWO_STARS
            if fault:
                column, value = (columns.object, given[row]) if not keys[row] else (columns.host, words[row])
                checks.reject(row, column, value, *fault)
                continue
            places.host[row] = self._host(keys[row], hosts[row], words[row], int(position[row]))
            places.object[row] = self._object(keys[row], given[row], int(position[row]))
        return places

    def _fault(self, key: str, host: str, position: int) -> tuple[str, str] | None:
        """Code and reason why a row's place cannot be told; None if it can."""
        if not key:
            return "no_object", "The row does not name its object. Give the name, or leave the row out."
        known = self._known_host(key, position)
        if known is not None and _contradicts(host, self.hosts[known]):
            star = self.base[self.catalogue.host_column].iloc[known]
            return "other_host", f"The catalogue has this object around {star}. Correct the object or the star."
        if known is None and not host:
            return (
                "no_host",
                "The object is new and its star is not named. Give the star, so that folds can respect it.",
            )
        if known is None and self._numbers_hosts() and host.partition(":")[0] != self.reader.rules.bare_host:
            wanted = self.reader.rules.bare_host.upper()
            return "foreign_host", f"The catalogue names stars by their {wanted} numbers. Give the star's."
        return None

    def _known_host(self, key: str, position: int) -> int | None:
        if position >= 0 and self.hosts[position]:
            return position
        return self.star_hosts.get(star_of(key))

    def _numbers_hosts(self) -> bool:
        return pd.api.types.is_numeric_dtype(self.base[self.catalogue.host_column].dtype)

    def _host(self, key: str, host: str, given: str, position: int) -> str | int:
        """Star as the catalogue writes it."""
        known = self._known_host(key, position)
        row = self.host_rows.get(host) if known is None else known
        if row is not None:
            held = self.base[self.catalogue.host_column].iloc[row]
            return int(held) if self._numbers_hosts() else str(held)
        prefix, _, number = host.partition(":")
        if self._numbers_hosts():
            return int(number)
        return f"{prefix.upper()} {number}" if number and given.isdigit() else given

    def _object(self, key: str, given: str, position: int) -> str:
        return self.names[position] if position >= 0 else self.reader.spelled(key, given)


def _give_siblings_their_star(keys: list[str], hosts: list[str], words: list[str], rows: list[int]) -> set[str]:
    """Name the star of rows that leave it out, where another row names it; return systems that are given two stars."""
    named: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        if hosts[row] and star_of(keys[row]):
            named.setdefault(star_of(keys[row]), set()).add((hosts[row], words[row]))
    for row in rows:
        stars = named.get(star_of(keys[row]), set()) if star_of(keys[row]) else set()
        if not hosts[row] and stars:
            hosts[row], words[row] = next(iter(stars))
    return {system for system, stars in named.items() if len({host for host, _ in stars}) > 1}


def _contradicts(host: str, known: str) -> bool:
    """Whether two keys of one catalogue differ; a name and a number may well be the same star."""
    first, second = (key.partition(":") for key in (host, known))
    return host != known and bool(first[1]) and first[:2] == second[:2]
