"""What the reader holds in its hands while it walks over a text: labels that wait, figures that may be compared."""

from collections.abc import Mapping, Sequence
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


class Walk:
    """The state of one reading; every other part of the reader works on it."""

    def __init__(self, plain: str, lexicon: Lexicon, place: Place) -> None:
        self.plain = plain
        self.lexicon = lexicon
        self.metrics: Mapping[str, Metric] = lexicon.metrics
        self.place = place
        self.tokens: Sequence[Token] = ()
        self.readings: list[Reading] = []
        self.ended = False
        # labels and numbers of the clause
        self.pending: list[Pending] = []
        self.open = self.joined = False
        self.gap = ""
        self.unbound: list[tuple[Quantity, str | None]] = []
        self.took_follow = -1
        self.next_kind = ""
        # rates of change and what they may compare
        self.rates: list[Rate] = []
        self.recent: list[Reading] = []
        self.direction = 0
        self.comparing = self.distributing = self.everything = False
        # lists of parts
        self.head: Pending | None = None
        self.items: list[Reading] = []
        self.paragraph: list[Reading] = []
        self.sentence: list[Pending] = []
        self.listing = False
        self.list_id = self.lists = self.split_id = self.split_line = 0
        self.company: list[str] = []
        self.served = 0
        # what the surroundings say
        self.in_scope = True
        self.past = self.to_date = self.foreign = self.muted = self.titled = False
        self.scopes: list[Scope] = []
        # names
        self.named: dict[str, tuple[int, int]] = {}
        self.blocks: set[str] = set()
        self.tabled: set[str] = set()
        self.guessed: dict[str, str | None] = {}
        self.line = self.block_at = self.hard = 0
        self.joins = -1
        self.carried = False

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

    def quit_clause(self) -> None:
        """No label waits any longer."""
        self.pending, self.open, self.gap, self.comparing = [], False, "", False
