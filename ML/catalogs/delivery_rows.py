"""One row per object: rows without a name are left out, several rows of one object become one, or are refused."""

from __future__ import annotations

import pandas as pd

from ML.catalogs.catalogue import Catalogue, RowChoice
from ML.catalogs.delivery_notes import DeliveryNote, listed
from ML.exceptions import WrongDeliveryError


def one_row_per_object(frame: pd.DataFrame, catalogue: Catalogue) -> tuple[pd.DataFrame, list[DeliveryNote]]:
    """Return one row for each object, in the order in which the objects first appear, and notes on the others.

    Raises
    ------
    WrongDeliveryError
        Rows of one object contradict each other and the catalogue has no rule that chooses.
    """
    named = frame[frame[catalogue.object_column].notna()].reset_index(drop=True)
    notes = _nameless(len(frame) - len(named), catalogue)
    if catalogue.one_row_per_object is None:
        kept = _without_copies(named, catalogue)
        notes += _copies(len(named) - len(kept))
    else:
        kept = _chosen(named, catalogue.object_column, catalogue.one_row_per_object)
        notes += _choice(len(named), len(kept), catalogue.one_row_per_object)
    return kept.reset_index(drop=True), notes


def _without_copies(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    kept = frame.drop_duplicates()
    again = kept[catalogue.object_column].duplicated()
    if again.any():
        names = list(dict.fromkeys(kept.loc[again, catalogue.object_column]))
        raise WrongDeliveryError(
            f"{catalogue.title}: {len(names):,} objects have several rows that contradict each other "
            f"({listed(names)}); expected is one row per object. Fetch the table anew.",
            objects=names[:100],
        )
    return kept


def _chosen(frame: pd.DataFrame, object_column: str, choice: RowChoice) -> pd.DataFrame:
    rank = pd.DataFrame({"object": pd.factorize(frame[object_column])[0]}, index=frame.index)
    for column, values in choice.prefer:
        places = {value: place for place, value in enumerate(values)}
        cells = frame[column] if column in frame else pd.Series(index=frame.index, dtype="str")
        rank[f"prefer {column}"] = cells.astype("str").map(places).fillna(len(values))
    for column in choice.order:
        rank[f"order {column}"] = frame.get(column, pd.Series(index=frame.index, dtype="str"))
    best = rank.sort_values([str(name) for name in rank], kind="stable", na_position="last").drop_duplicates("object")
    return frame.loc[best.index]


def _nameless(count: int, catalogue: Catalogue) -> list[DeliveryNote]:
    text = f"{count:,} rows without a name ({catalogue.object_column}) were left out."
    return [DeliveryNote("nameless", count, text)] if count else []


def _copies(count: int) -> list[DeliveryNote]:
    text = f"{count:,} rows that repeat another row exactly were left out."
    return [DeliveryNote("copies", count, text)] if count else []


def _choice(rows: int, objects: int, choice: RowChoice) -> list[DeliveryNote]:
    rules = [f"{column} {' or '.join(values)} first" for column, values in choice.prefer]
    rules += [f"lowest {column}" for column in choice.order]
    text = (
        f"{rows:,} rows describe {objects:,} objects; {rows - objects:,} further rows of objects that have several "
        f"were left out. The row kept is chosen by: {', then '.join(rules) or 'the order of the table'}."
    )
    return [DeliveryNote("further_rows", rows - objects, text)] if rows > objects else []
