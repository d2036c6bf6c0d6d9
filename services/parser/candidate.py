"""What the reader collects before anything is decided: a figure that a label, a place and an entity speak for."""

from dataclasses import dataclass, field
from decimal import Decimal

from services.parser.quantity import Quantity

Meanings = dict[str, str]
"""Which metric a label names, by the kind of quantity that stands with it."""


@dataclass(slots=True)
class Reading:
    """One possible value of a figure; offsets are in the plain text."""

    metric: str
    measure: str
    entity: str | None
    value: Decimal
    quantum: Decimal
    kind: str
    start: int
    end: int
    repairs: tuple[str, ...] = ()
    section: str = ""
    weak: str = ""
    inherited: bool = False
    compared: bool = False
    digits: str = ""
    scale: Decimal = Decimal(1)
    listed: int = 0
    paragraph: int = 0
    glued: str = ""
    proofs: tuple[str, ...] = ()
    options: list["Reading"] = field(default_factory=list)


@dataclass(slots=True)
class Pending:
    """A label that waits for its numbers: `meanings` by kind, `bound` the kinds it has had."""

    word: str
    end: int
    meanings: Meanings
    weak: str = ""
    bound: list[str] = field(default_factory=list)
    in_scope: bool = True
    sign: int = 1
    unit: str = ""


@dataclass(slots=True)
class Rate:
    """A rate of change, signed by its own verb or the one before it."""

    quantity: Quantity
    sign: int
    repairs: tuple[str, ...] = ()


@dataclass(slots=True)
class Scope:
    """What a parenthesis saves and gives back."""

    who: str | None
    listing: bool
    pending: list[Pending]
    open: bool
    recent: list[Reading]
    comparing: bool
    gap: str
    muted: bool
    list_id: int
    head: Pending | None
