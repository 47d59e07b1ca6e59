"""``python -m backend.stack COMMAND``, inside the project's environment."""

from __future__ import annotations

import importlib
import sys

from backend.stack.refusals import Refusal

COMMANDS = ("serve", "test", "demo", "migrate", "refresh", "bench", "janitor", "backup", "restore", "keys", "audit")
MODULES = {"test": "checks"}


def main(arguments: list[str]) -> int:
    """Carry out one command; a refusal is one line."""
    command, *rest = arguments or ["serve"]
    if command not in COMMANDS:
        sys.stderr.write(f"unknown command {command!r}; expected one of {', '.join(COMMANDS)}\n")
        return 2
    try:
        return int(importlib.import_module(f"backend.stack.{MODULES.get(command, command)}").main(rest))
    except Refusal as refusal:
        sys.stderr.write(f"run.py: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
