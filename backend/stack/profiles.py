"""``python -m backend.stack.profiles``: profile every catalogue once, so that no visitor waits for it."""

from __future__ import annotations

import os

from backend.assembly import build_services
from backend.config import load_settings

LEAST_URGENT = 19


def main() -> None:
    """Work when nobody else wants the processor."""
    os.nice(LEAST_URGENT)
    build_services(load_settings()).datasets.profile_all()


if __name__ == "__main__":
    main()
