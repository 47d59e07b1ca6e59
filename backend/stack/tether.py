"""Exec shim: ``python tether.py PARENT COMMAND…`` becomes COMMAND, tied to the life of process PARENT.

A shim instead of ``preexec_fn``, which is unsafe beside threads. The tie holds on Linux; elsewhere the watchdog does.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>."""


def die_with_parent() -> None:
    """Let the kernel kill this process when the thread that started it ends (Linux only)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Tie this process to its parent and become the command."""
    parent, *command = sys.argv[1:]
    die_with_parent()
    if os.getppid() != int(parent):
        sys.exit("the parent was gone before the tie held")
    # Python ignores SIGPIPE and hands that on; a command expects the default.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
