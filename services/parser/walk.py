"""What the reader holds in its hands while it walks over a text: labels that wait, figures that may be compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from services.parser.candidate import Pending, Rate, Reading, Scope
from services.parser.lexicon import Entry, Lexicon
from services.parser.place import Place
from services.parser.quantity import Quantity
from services.parser.tokens import Token
from shared.catalogue.metrics import Metric

POLICY = {"contribution.base_cap", "contribution.base_floor", "loan.cap_single", "loan.cap_dual"}
"""Parameters of policy: the only figures that stand in policy text."""

ZERO = Decimal(0)
MOST = 60
"""So many figures back a sentence can still speak of; a text without any stop must not be held whole."""


@dataclass
class Walk:
    """The state of one reading; every other part of the reader works on it."""

    plain: str
    lexicon: Lexicon
    place: Place
    tokens: Sequence[Token] = ()
    readings: list[Reading] = field(default_factory=list)
    nils: list[Reading] = field(default_factory=list)
    ended: bool = False
    # labels and numbers of the clause
    pending: list[Pending] = field(default_factory=list)
    open: bool = False
    joined: bool = False
    gap: str = ""
    unbound: list[tuple[Quantity, str | None]] = field(default_factory=list)
    took_follow: int = -1
    next_kind: str = ""
    # rates of change and what they may compare
    rates: list[Rate] = field(default_factory=list)
    recent: list[Reading] = field(default_factory=list)
    direction: int = 0
    comparing: bool = False
    distributing: bool = False
    everything: bool = False
    # lists of parts
    head: Pending | None = None
    items: list[Reading] = field(default_factory=list)
    paragraph: list[Reading] = field(default_factory=list)
    sentence: list[Pending] = field(default_factory=list)
    listing: bool = False
    list_id: int = 0
    lists: int = 0
    split_id: int = 0
    split_line: int = 0
    company: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    served: int = 0
    # what the surroundings say
    in_scope: bool = True
    past: bool = False
    to_date: bool = False
    foreign: bool = False
    muted: bool = False
    titled: bool = False
    scopes: list[Scope] = field(default_factory=list)
    # names
    named: dict[str, tuple[int, int]] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    tabled: set[str] = field(default_factory=set)
    guessed: dict[str, str | None] = field(default_factory=dict)
    canon: dict[str, str | None] = field(default_factory=dict)
    line: int = 0
    block_at: int = 0
    hard: int = 0
    joins: int = -1
    named_at: int = -1
    joined_names: bool = False
    clause_named: bool = False
    aside: bool = False
    carried: bool = False

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """The catalogue of figures."""
        return self.lexicon.metrics

    def before(self, i: int) -> Token | None:
        """The token before number `i`."""
        return self.tokens[i - 1] if i else None

    def after(self, i: int) -> Token | None:
        """The token behind number `i`."""
        return self.tokens[i + 1] if i + 1 < len(self.tokens) else None

    def section(self) -> str:
        """The section by heading, else by the last label or cue."""
        return self.place.section or self.place.group

    def meanings(self, entry: Entry) -> dict[str, str]:
        """The metrics a label names here, by kind of quantity: anywhere, or in this section only.

        A label of a running total after 今年以来 means the period's figure.
        """
        place = self.place
        found = {unit: metric for _, unit, metric in entry.anywhere}
        group = entry.anywhere[0][0] if entry.anywhere else ""
        if self.to_date:
            found = {u: self.metrics[m].flow or m for u, m in found.items()}
        for g, unit, metric in self._near(entry):
            if g == place.group or place.section == "risk" or unit not in found:
                found[unit] = metric
                group = group or g
        if found and not place.closed:
            place.enter(group)
        return found

    def _near(self, entry: Entry) -> list[tuple[str, str, str]]:
        place = self.place
        if place.closed:
            return [x for x in entry.local if x[2] in POLICY]
        if place.group == "none":
            return []
        here = {place.section, place.group.partition(".")[0]}
        exact = [x for x in entry.local if x[0] == place.group]
        return exact or [x for x in entry.local if x[0].partition(".")[0] in here]

    def reading(self, metric: str, q: Quantity, label: Pending, who: str | None) -> Reading:
        """The bare reading of a number, judged by time, policy text and whose figures the sentence gives."""
        repairs = q.repairs if q.kind else (*q.repairs, "missing_unit")
        policy = metric in POLICY
        weak = label.weak or ("no_unit" if not q.kind and self.metrics[metric].unit == "ratio" else "")
        if not (label.in_scope if policy else self.in_scope):
            weak = weak or "other_time"
        if self.foreign:
            weak = weak or "foreign"
        if self.place.closed and not policy:
            weak = weak or "policy"
        if self.place.joint and who and not policy:
            weak = "joint"
        if policy and (self.place.closed or self.place.joint):
            who = None
        made = Reading(metric, "level", who, q.value * label.sign, q.quantum, q.kind or "bare", q.start, q.end, repairs)
        made.section, made.weak, made.digits, made.scale = self.section(), weak, q.digits, q.scale
        self.readings.append(made)
        return made

    def quit_clause(self) -> None:
        """No label waits any longer."""
        self.pending, self.open, self.gap, self.comparing = [], False, "", False
