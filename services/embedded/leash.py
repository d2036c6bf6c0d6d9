"""Runs a program that dies with its parent: asks the kernel for a signal at the parent's death, then becomes it.

Called by path (`python -I -S leash.py SIGNAL PARENT PROGRAM ARGUMENT…`) so that it starts in milliseconds. It stands
between fork and exec instead of a `preexec_fn`, which is not safe beside threads. Where the kernel has no such signal
(macOS) the program runs without it.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    """Ties this process to its parent and replaces it with the program; never returns."""
    signal, parent = int(sys.argv[1]), int(sys.argv[2])
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            sys.exit(1)
    os.execv(sys.argv[3], sys.argv[3:])  # noqa: S606 - the supervisor's own argument list, no shell


if __name__ == "__main__":
    main()
