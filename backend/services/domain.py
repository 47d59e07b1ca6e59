"""What a model is told of the missions that its training rows are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from backend.services.sources import CatalogueSource, DataSource
from ML.combined.missions import MISSIONS
from ML.domain_guard import MISSION, DomainFacts, domain_facts

if TYPE_CHECKING:
    from ML.trained_model import TrainingPlan


def known_domain(decided: pd.DataFrame, plan: TrainingPlan, source: DataSource) -> DomainFacts | None:
    """Return what tells rows of other missions apart; None where the rows are of no mission that is known.

    Parameters
    ----------
    decided : pandas.DataFrame
        The rows that the model was trained on, in the table's own names.
    plan : TrainingPlan
    source : DataSource
    """
    from ML.features.engineered import canonical_names

    missions = missions_of(decided, source)
    if not missions:
        return None
    columns = dict(zip((column.name for column in plan.features), canonical_names(plan.features), strict=True))
    return domain_facts(decided, columns, missions)


def missions_of(rows: pd.DataFrame, source: DataSource) -> tuple[str, ...]:
    """Name the missions of rows: a catalogue is one mission's; other tables may say it in a column ``mission``."""
    own = [mission.title for mission in MISSIONS if mission.catalogue == source.name]
    if isinstance(source, CatalogueSource) and own:
        return tuple(own)
    named = {} if MISSION not in rows else {str(cell).strip().casefold() for cell in rows[MISSION].dropna().unique()}
    return tuple(mission.title for mission in MISSIONS if mission.title.casefold() in named)
