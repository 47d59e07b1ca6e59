"""Two commands: ``python run.py`` starts the platform, ``python run.py test`` checks it.

Standard library only: this file makes the environment and hands over to ``backend/stack``.
"""

import gc
import shutil
import subprocess
import sys

SUPPORTED = ((3, 11), (3, 12))
USAGE = """usage: python run.py [command]

  (no command)        start everything: database, Redis, worker, web server, SPA; stop with Ctrl-C
  test [pytest args]  lint, types, import contracts, the SPA's tests, all Python tests
  demo                train on Kepler and predict without a browser
  bench NAME          measure and write a report: science (every family on every task)
  audit [--licences]  known vulnerabilities of the locked packages; write docs/licences.md
  keys add NAME       make an API key; also keys list, keys revoke ID
  lock                compile pyproject.toml to the hash-locked requirements*.txt (needs uv)

Settings come from the environment or .env; .env.example lists them all. Example: PORT=8080 python run.py"""
COMMANDS = {
    "": "serve",
    "serve": "serve",
    "test": "test",
    "demo": "demo",
    "bench": "bench",
    "lock": "lock",
    "audit": "audit",
    "keys": "keys",
}


def works(command):
    """Whether `command` is a supported Python; a version manager's shim may exist and refuse."""
    try:
        return subprocess.run([command, "-c", ""], capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def complaint(version, platform, usable=works):
    """Return one line on why this Python or system cannot run the platform, or an empty text."""
    if platform == "win32":
        return "Windows is not supported natively; use the Windows Subsystem for Linux (WSL 2)"
    if tuple(version[:2]) in SUPPORTED:
        return ""
    found = "Python {}.{} cannot run this; expected 3.11 or 3.12".format(*version[:2])
    names = ["python{}.{}".format(*supported) for supported in reversed(SUPPORTED)]
    others = [name for name in names if shutil.which(name) and usable(name)]
    return f"{found}; try: {others[0]} run.py" if others else f"{found}; install one of them and start with it"


def main(arguments):
    """Carry out one command; return the exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help", "help"):
        print(USAGE)
        return 0
    problem = complaint(sys.version_info, sys.platform)
    if not problem and command not in COMMANDS:
        problem = f"unknown command {command!r}; expected test, demo, bench, audit, keys or lock (python run.py --help)"
    if problem:
        print("run.py: " + problem, file=sys.stderr)
        return 2
    # Not before this Python is known to be new enough to read it.
    from backend.stack.environment import enter  # noqa: PLC0415

    return enter(COMMANDS[command], rest)


def __getattr__(name):
    """Make the web application at first use, for ``gunicorn run:app``."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # What starting makes stays: to look through it for garbage again and again would take a third of the start.
    gc.disable()
    try:
        from backend.app import create_ready_app  # noqa: PLC0415

        globals()["app"] = create_ready_app()
    finally:
        gc.freeze()
        gc.enable()
    return globals()["app"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
