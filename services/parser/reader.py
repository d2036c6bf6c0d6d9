"""One walk over the tokens: labels meet their numbers, rates of change meet the figures they compare.

The walk never looks at a report's name and knows no report's wording: words and their roles are data, the grammar is
here. It collects readings; what is one figure stated twice, whose name is whose and which damaged reading balances is
decided after it.
"""

import re
from collections.abc import Callable, Sequence

from services.parser.candidate import Pending, Reading
from services.parser.levels import LONGEST_GUESS
from services.parser.lexicon import CUE, LABEL, NIL, Lexicon
from services.parser.place import Place
from services.parser.stops import Stops
from services.parser.tokens import HEADING, NOTE, NUM, STOP, TIME, UNIT_NOTE, Token
from services.parser.walk import POLICY, ZERO

HARD = {NUM, TIME, HEADING, STOP, NOTE, LABEL, CUE, "of_which", "base", "each", "all", "to"}
AND = {"和", "及", "与", "以及"}
SINCE = {"截至", "截止", "至", "到"}
TITLES = {"提取", "缴存", "贷款", "归集"}
OWN_REGION = re.compile(r"[一-龥]{2,6}(?:市|州|盟|地区|县|区|旗|师)")
OWN_SCOPE = {"全省", "我省", "全区", "全区域", "全自治区", "省内", "兵团", "全系统"}
WORD = re.compile(r"\w")

ASIDE = "unlisted"
"""Where a metric does not hold: in a sentence that began with what the catalogue does not hold (商转公)."""


class Reader(Stops):
    """Reads one text; `readings` is what it found."""

    def __init__(self, plain: str, lexicon: Lexicon, place: Place, year: int | None, *, bulletin: bool = False) -> None:
        super().__init__(plain, lexicon, place)
        self.year = year
        self.bulletin = bulletin
        self.provincial = False
        self.handlers: dict[str, Callable[[Token, int], None]] = {
            NUM: self.number,
            LABEL: self._label,
            STOP: self.stop,
            TIME: self._time,
            HEADING: self.heading,
            CUE: self.cue,
            "suffix": self.name,
            "self": self.name,
            "up": self._turn,
            "down": self._turn,
            "flat": self.flat,
            "base": self._base,
            "each": self._share,
            "all": self._share,
            "of_which": self.of_which,
            "past": self._past,
            "month_on_month": self._past,
            "month": self._aside,
            "distractor": self._aside,
            "cumulative": self._to_date,
            "foreign": self._foreign,
            "scope_change": self._mute,
            "skip": self._skip,
            "unlisted": self._unlisted,
            NIL: self._nil,
            UNIT_NOTE: self._unit_note,
        }

    def read(self, tokens: Sequence[Token]) -> None:
        """Walks the tokens of one stretch of prose."""
        self.tokens = tokens
        at = self.hard = tokens[0].start if tokens else 0
        for i, token in enumerate(tokens):
            if token.start > at:
                self._unknown(at, token.start)
            if handler := self.handlers.get(token.kind):
                handler(token, i)
            if token.kind in HARD:
                self.hard = token.end
                self.titled = token.kind == HEADING or (self.titled and token.kind == LABEL)
            at = token.end
        self.ended = True
        self.flush()

    def _unknown(self, start: int, end: int) -> None:
        text = self.plain[start:end]
        if WORD.search(text):
            self.gap += text
            if self.rates:
                self.flush()
                self.comparing = False

    def _label(self, token: Token, i: int) -> None:
        entry, before = token.entry, self.before(i)
        assert entry
        if self.took_follow == token.start or (before and before.kind == HEADING and token.text in TITLES):
            self.gap = ""
            return
        group = self.place.group
        meanings = self.meanings(entry)
        if not meanings:
            self.gap += token.text
            return
        self.flush()
        self.comparing = False
        if self.row:
            self.place.joint, self.distributing = True, before is not None and before.kind == "each"
        weak = self._qualifier(before, token)
        if self.aside and any(ASIDE in self.metrics[m].outside for m in meanings.values()):
            weak = ASIDE
        elif any(group in self.metrics[m].outside for m in meanings.values()):
            weak = group
            self.place.enter(group)
        elif entry.tail or self.titled or OWN_REGION.fullmatch(weak):
            weak = ""
        if self.unbound and before and before.text == ")" and self._behind(token):
            return
        if not self.joined:
            self.pending.clear()
        self.head = Pending(token.text, token.end, meanings, weak or ("foreign" if self.foreign else ""))
        self.head.in_scope = self.in_scope
        self.head.sign = -1 if entry.negative else 1
        self.pending.append(self.head)
        self.sentence.append(self.head)
        self.open, self.joined, self.gap = True, False, ""

    def _qualifier(self, before: Token | None, token: Token) -> str:
        """What stands before a label and narrows it (灵活就业人员缴存额); in a list it may be a body's name."""
        if self.gap and self.listing and not self.clause_named and len(self.gap) <= LONGEST_GUESS:
            self.place.who = self.gap
            return ""
        adjacent = before is not None and before.kind == LABEL and before.end == token.start
        if not self.gap and adjacent and self.pending and not self.pending[-1].bound:
            return before.text if before else ""
        return self.gap

    def _behind(self, token: Token) -> bool:
        """215.23万名(其中园区中心40万名)缴存人提取住房公积金: the label stands behind a bracket."""
        assert token.entry
        kinds = {q.kind for q, _ in self.unbound}
        metric = next(((u, m) for _, u, m in token.entry.follows if u in kinds), None)
        if metric:
            self.take_behind(token, metric[1], metric[0])
            self.gap = ""
        return metric is not None

    def _time(self, token: Token, i: int) -> None:
        self.flush()
        self.comparing = False
        if self.open and self.pending and POLICY.issuperset(self.pending[-1].meanings.values()):
            return
        text = token.text
        if "年" in text or "/" in text:
            digits = "".join(c for c in text[:8] if c.isdigit())
            self.in_scope = self.year is None or int(digits[:4]) == self.year
        if self.bulletin and "月" in text and self.in_scope:
            before = self.before(i)
            since = before is not None and before.text in SINCE
            self.in_scope = "-" in text or text.endswith(("末", "底")) or since
            self.to_date = "-" in text
        self.gap = ""

    def _turn(self, token: Token, i: int) -> None:
        self.direction = 1 if token.kind == "up" else -1

    def _base(self, token: Token, i: int) -> None:
        self.comparing = True
        self.direction = self.direction if self.rates else 0

    def _share(self, token: Token, i: int) -> None:
        if token.kind == "each":
            self.join_unknown()
        self.distributing = self.distributing or token.kind == "each"
        self.everything = self.everything or token.kind == "all"

    def _past(self, token: Token, i: int) -> None:
        """上年提取额: up to the next stop the figures are another year's."""
        self.past, self.in_scope = self.in_scope, False

    def _aside(self, token: Token, i: int) -> None:
        """本月, 月缴存额上限: up to the next time that is named the figures are none of ours."""
        self.in_scope = self.past = self.to_date = False

    def _to_date(self, token: Token, i: int) -> None:
        self.in_scope = self.to_date = True

    def _foreign(self, token: Token, i: int) -> None:
        self.foreign = not (self.provincial and token.text in OWN_SCOPE)

    def _unlisted(self, token: Token, i: int) -> None:
        """The label of a figure that the catalogue does not hold."""
        self.aside = True
        self.flush()
        self.quit_clause()
        self.head = None

    def _mute(self, token: Token, i: int) -> None:
        before = self.before(i)
        self.muted = self.muted or (before is not None and before.text == "(")

    def _skip(self, token: Token, i: int) -> None:
        waits = bool(self.pending) and not self.pending[-1].bound
        if token.text in AND:
            self.joined = waits
            self.joined_names = token.start + 1 == self.joins
        elif token.text == "金额" and self.pending and self.pending[-1].bound == ["count"]:
            self._amount_too(self.pending[-1])

    def _unit_note(self, token: Token, i: int) -> None:
        """缴存总额(亿元) 509.68: the label says what its number is counted in."""
        if self.open and self.pending:
            self.pending[-1].unit = token.text.strip("()")

    def _nil(self, token: Token, i: int) -> None:
        """无异地贷款: a zero in words."""
        assert token.entry
        if self.place.closed or not self.in_scope:
            return
        for metric in token.entry.nil:
            self.nils.append(Reading(metric, "level", self.place.entity, ZERO, ZERO, "", token.start, token.end))
        self.quit_clause()

    def _amount_too(self, label: Pending) -> None:
        """发放个人住房贷款笔数0.06万笔，金额3.38亿元: the second slot is named by its kind alone."""
        entry = self.lexicon.entries.get(label.word.removesuffix("笔数"))
        if entry and "CNY" not in label.meanings:
            label.meanings |= {u: m for u, m in self.meanings(entry).items() if u == "CNY"}
            self.open = True
