"""What `hpf` exits with, so that a script can tell what happened."""

from enum import IntEnum


class Exit(IntEnum):
    """0 all well; anything else names who has to act."""

    OK = 0
    REFUSED = 1
    """Something in the input was refused; the rest was done."""
    USAGE = 2
    """The command line or a setting is wrong."""
    UNREACHABLE = 3
    """The system, or a part of it, cannot be reached: start it, or point HPF_* at it."""
    NOT_FOUND = 4
    """What was asked for is not known."""
    UNHEALTHY = 5
    """`doctor`, `topics check` or `ingest --wait` found something that a person must look at."""
    DEFECT = 70
    """A fault of this program, not of its input."""
    INTERRUPTED = 130


class NotFound(Exception):
    """What a person asked for is not known; the message names it and says where to look."""
