"""Object stores are asked before anything is started that would need them."""

from __future__ import annotations

from backend.config import Settings
from backend.stack.refusals import Refusal


def refuse_unusable_stores(settings: Settings) -> None:
    """Ask the stores of ``UPLOAD_DIR`` and ``MODEL_DIR``; folders are not asked.

    Raises
    ------
    Refusal
        One has no such bucket, does not answer, or its client is not installed.
    """
    for setting, root in (("UPLOAD_DIR", settings.data_root), ("MODEL_DIR", settings.model_root)):
        if "://" in root:
            _ask(setting, root)


def _ask(setting: str, root: str) -> None:
    from backend.adapters.files import FileStore
    from backend.errors import PartUnavailableError
    from backend.operator_errors import StoreAddressError

    try:
        FileStore(root).check()
    except (PartUnavailableError, StoreAddressError) as error:
        raise Refusal(f"{setting}: {error.message}") from None
