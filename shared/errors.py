"""The failures of the system and what each one means for an event.

HpfError
├── CatalogueError   the catalogue is wrong: refuse to start, name file and entry
├── SettingsError    a setting is missing or wrong: refuse to start, say how to set it
├── Rejected         this input can never work: dead letter and report status, then go on
└── RetryLater       a broker, store or archive is away: retry in place with back-off, order kept

Anything else is a defect. The process ends at once, uncommitted, and the event is delivered again.
"""


class HpfError(Exception):
    """Base of everything this project raises on purpose."""


class CatalogueError(HpfError):
    """A catalogue file holds something that cannot be meant; the message names file and entry."""


class SettingsError(HpfError):
    """A setting is missing or wrong; the message says which and how to set it."""


class Rejected(HpfError):
    """An input that can never work.

    `code` is a stable word for programs and metrics (`not_a_report`, `too_large`), `reason` is the sentence a
    person reads, in Chinese with English after it.

    >>> Rejected("empty", "文件是空的 (the file is empty)").code
    'empty'
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class RetryLater(HpfError):
    """Something this event needs is away for now; the same event will work later."""
