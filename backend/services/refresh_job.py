"""The work of one refresh, on a worker: bring the table, check it, and put a snapshot beside those that are held."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from backend.records import RefreshRecord
from backend.services.execution import JobRunner
from backend.services.intake import Intake
from backend.services.leases import CancelledError, LeaseLostError, WorkerLeavingError
from backend.services.progress import Tracker
from backend.services.refresh_sources import TableSources
from backend.services.refreshes import REFRESH_PHASES
from ML.catalogs.catalogue import get_catalogue
from ML.progress import Progress, ProgressCallback, ignore_progress

LEFT_BEHIND_AFTER_S = 2 * 24 * 3600.0
"""Folders of refreshes to which no worker came back are older than this [s]."""


class RefreshJob:
    """Executes refreshes.

    Parameters
    ----------
    runner : JobRunner
    sources : TableSources
    intake : Intake
    folder : Path
        Where downloads grow; a worker that takes over on this machine goes on with what lies there.
    """

    def __init__(self, runner: JobRunner, sources: TableSources, intake: Intake, folder: Path) -> None:
        self._runner = runner
        self._sources = sources
        self._intake = intake
        self._folder = folder

    def execute(self, refresh_id: str, watch: ProgressCallback = ignore_progress, allow_fewer: bool = False) -> None:
        """Do the work, unless another worker has it or it has ended.

        Parameters
        ----------
        refresh_id : str
        watch : callable
            Told the progress too.
        allow_fewer : bool
            Take a table although it has far fewer objects than what is held.
        """

        def work(record: RefreshRecord, tracker: Tracker) -> dict[str, Any]:
            def report(progress: Progress) -> None:
                tracker(progress)
                watch(progress)

            return self._refresh(record, report, allow_fewer)

        self._runner.run("refreshes", refresh_id, REFRESH_PHASES, work)

    def _refresh(self, record: RefreshRecord, report: ProgressCallback, allow_fewer: bool) -> dict[str, Any]:
        self._sweep()
        folder = self._folder / record.id
        is_handed_on = False
        try:
            return self._bring_in(record, folder, report, allow_fewer)
        except (WorkerLeavingError, LeaseLostError):
            # Whoever takes over goes on with what has come.
            is_handed_on = True
            raise
        except KeyboardInterrupt:
            raise CancelledError from None
        finally:
            if not is_handed_on:
                shutil.rmtree(folder, ignore_errors=True)

    def _bring_in(
        self, record: RefreshRecord, folder: Path, report: ProgressCallback, allow_fewer: bool
    ) -> dict[str, Any]:
        catalogue = get_catalogue(record.dataset)
        brought = self._sources.bring(catalogue, record.table, folder, report)
        taken = self._intake.take_in(catalogue, brought, report, allow_fewer=allow_fewer, refresh_id=record.id)
        return {"outcome": taken.outcome, "snapshot_id": taken.snapshot_id, "source": brought.source}

    def _sweep(self) -> None:
        """Remove what was left behind by refreshes to which no worker came back."""
        for folder in self._folder.glob("*"):
            # Another refresh may end, or sweep, meanwhile.
            with suppress(FileNotFoundError):
                if time.time() - folder.stat().st_mtime > LEFT_BEHIND_AFTER_S:
                    shutil.rmtree(folder, ignore_errors=True)
