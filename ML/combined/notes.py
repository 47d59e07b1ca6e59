"""What became of the missions' rows and columns in the combined table, counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from ML.catalogs.delivery_notes import DeliveryNote, listed
from ML.combined.parts import Part
from ML.combined.star_matching import POSITION
from ML.combined.withholding import withheld_columns


def notes_on(
    held: Sequence[Part], table: pd.DataFrame, stars: np.ndarray, signals: np.ndarray
) -> tuple[DeliveryNote, ...]:
    """Count what was kept, converted, matched and left undecided.

    Parameters
    ----------
    held : sequence of Part
        The missions' tables in the shared schema.
    table : DataFrame of shape (n_rows, n_columns)
        The combined table.
    stars, signals : ndarray of int of shape (n_rows,)
        Number of each row's star and planet.
    """
    own = pd.concat([part.star_names.iloc[:, 0] for part in held], ignore_index=True)
    told = table[["mission", "disposition"]].assign(star=stars, signal=signals, own=own)
    by_part = [note for part in held for note in _on_part(part)]
    return (_on_rows(held, table), *by_part, *_on_stars(told), *_on_planets(told))


def _on_rows(held: Sequence[Part], table: pd.DataFrame) -> DeliveryNote:
    counts = ", ".join(f"{len(part.frame):,} of {part.mission.title}" for part in held)
    return DeliveryNote("rows", len(table), f"{len(table):,} rows: {counts}. None was left out.")


def _on_part(part: Part) -> Iterator[DeliveryNote]:
    title, kept = part.mission.title, [*part.extra, *part.unknown]
    copied = len(part.copied)
    yield DeliveryNote("shared_columns", copied, f"{title}: {copied} columns became columns that the missions share.")
    text = f"{title}: {len(kept)} other columns were kept as {part.mission.catalogue}_<name>: {listed(kept)}."
    yield DeliveryNote("other_columns", len(kept), text)
    for (unit_from, unit_to), columns in part.converted.items():
        values = sum(count for _, count in columns)
        names = listed([name for name, _ in columns])
        text = f"{title}: {values:,} values of {names} were converted: {unit_from} to {unit_to}."
        yield DeliveryNote("converted", values, text)
    yield from _without_disposition(part)
    yield from _without_position(part)
    yield from _withheld(part)


def _without_disposition(part: Part) -> Iterator[DeliveryNote]:
    for verdict, count in part.undecided.items():
        words = f"the verdict {verdict!r}" if verdict else "no verdict"
        text = f"{part.mission.title}: {count:,} rows have {words} and so no disposition."
        yield DeliveryNote("no_disposition", count, text)


def _without_position(part: Part) -> Iterator[DeliveryNote]:
    count = int(part.frame.reindex(columns=list(POSITION)).isna().any(axis=1).sum())
    if count:
        text = f"{part.mission.title}: {count:,} rows have no place on the sky; only their names match them."
        yield DeliveryNote("no_position", count, text)


def _withheld(part: Part) -> Iterator[DeliveryNote]:
    title = part.mission.title
    names = [name for name in withheld_columns()[title] if name in part.frame and part.frame[name].notna().any()]
    cells = int(part.frame[names].notna().sum().sum())
    if cells:
        text = (
            f"{title}: {cells:,} values of {listed(names)} stay in the table and are kept from models, because "
            "whether there is one tells the verdict."
        )
        yield DeliveryNote("withheld", cells, text)


def _on_stars(told: pd.DataFrame) -> Iterator[DeliveryNote]:
    """Count the stars, and those of each pair of missions."""
    seen = pd.crosstab(told["star"], told["mission"]) > 0
    yield DeliveryNote("stars", len(seen), f"The rows are of {len(seen):,} stars.")
    for one, other in combinations(seen.columns, 2):
        count = int((seen[one] & seen[other]).sum())
        text = f"{count:,} of them are in the tables of both {one} and {other}; a split keeps their rows together."
        yield DeliveryNote("shared_stars", count, text)
    doubles = int((told.groupby(["mission", "star"])["own"].nunique() > 1).sum())
    text = f"{doubles:,} of them stand in one mission's table under two names or numbers, less than 2 arcseconds apart."
    yield DeliveryNote("stars_with_two_names", doubles, text)


def _on_planets(told: pd.DataFrame) -> Iterator[DeliveryNote]:
    shared = told[told.groupby("signal")["mission"].transform("nunique") > 1]
    planets = shared["signal"].nunique()
    text = f"{planets:,} planets or candidates are in two missions' tables; all {len(shared):,} rows of them are kept."
    yield DeliveryNote("shared_planets", planets, text)
    differ = int((shared.groupby("signal")["disposition"].nunique() > 1).sum())
    text = f"{differ:,} of them have another disposition in one mission than in the other; each row keeps its own."
    yield DeliveryNote("differing_dispositions", differ, text)
