"""One walk over the tokens: labels meet their numbers, rates of change meet the figures they compare.

The walk never looks at a report's name and knows no report's wording: words and their roles are data, the grammar is
here. It collects readings; what is one figure stated twice, whose name is whose and which damaged reading balances is
decided after it.
"""

import re
from collections.abc import Callable, Sequence

from services.parser.bind import POLICY, Binder
from services.parser.candidate import Pending, Scope
from services.parser.lexicon import CUE, LABEL, Entry, Lexicon
from services.parser.place import Place
from services.parser.tokens import HEADING, NOTE, NUM, STOP, TIME, Token

CJK = ("\u3400", "\u9fff")
HARD = {NUM, TIME, HEADING, STOP, NOTE, LABEL, CUE, "of_which", "base", "each", "all", "to"}
FULL_NAME = re.compile(r"住房公积金管理中心$")
TITLES = {"提取", "缴存", "贷款", "归集"}
OWN_REGION = re.compile(r"[一-龥]{2,6}(?:市|州|盟|地区|县|区|旗|师)")
OWN_SCOPE = {"全省", "我省", "全区", "全区域", "全自治区", "省内", "兵团", "全系统"}


class Reader(Binder):
    """Reads one text; `readings` is what it found."""

    def __init__(
        self, plain: str, lexicon: Lexicon, place: Place, year: int | None, kind: str, provincial: bool
    ) -> None:
        super().__init__(plain, place, lexicon.metrics)
        self.lexicon = lexicon
        self.year = year
        self.bulletin = kind == "bulletin"
        self.provincial = provincial
        self.past = self.titled = self.to_date = False
        self.hard = 0
        self.handlers: dict[str, Callable[[Token, int], None]] = {
            NUM: self._number, LABEL: self._label, STOP: self._stop, TIME: self._time, HEADING: self._heading,
            CUE: self._cue, "suffix": self._name, "self": self._name, "up": self._up, "down": self._down, "flat": self._flat,
            "base": self._base, "each": self._each, "all": self._all, "of_which": self._of_which, "past": self._past,
            "month": self._month, "cumulative": self._cumulative, "foreign": self._foreign, "scope_change": self._mute,
            "month_on_month": self._past, "skip": self._and, "distractor": self._distractor,
        }  # fmt: skip

    def read(self, tokens: Sequence[Token]) -> None:
        """Walks the tokens of one stretch of prose."""
        self.tokens = tokens
        at = tokens[0].start if tokens else 0
        self.hard = at
        for i, token in enumerate(tokens):
            if token.start > at:
                self._unknown(at, token.start)
            if token.kind in self.handlers:
                self.handlers[token.kind](token, i)
            if token.kind in HARD:
                self.hard = token.end
            if token.kind in {STOP, NUM, TIME, HEADING}:
                self.titled = token.kind == HEADING
            at = token.end
        self.ended = True
        self.flush()

    def _unknown(self, start: int, end: int) -> None:
        text = self.plain[start:end]
        if any(CJK[0] <= c <= CJK[1] or c.isalnum() for c in text):
            self.gap += text
            if self.rates:
                self.flush()
                self.comparing = False

    def _label(self, token: Token, i: int) -> None:
        entry = token.entry
        assert entry
        before = self.tokens[i - 1] if i else None
        if self.took_follow == token.start or self._titles(before, token):
            self.gap = ""
            return
        outside = self.place.group
        meanings = self.meanings(entry)
        if not meanings:
            self.gap += token.text
            return
        self.flush()
        self.comparing = False
        weak = self.gap
        if (
            before
            and before.kind == LABEL
            and before.end == token.start
            and self.pending
            and not self.pending[-1].bound
        ):
            weak = weak or before.text
        if weak and self.listing and len(weak) <= 12 and self.gap:
            self.place.who, weak = weak, ""
        if any(outside in self.metrics[m].outside for m in meanings.values()):
            weak = outside
            self.place.enter(outside)
        weak = "" if entry.tail or self.titled or OWN_REGION.fullmatch(weak) else weak
        if self.unbound and before and before.text == ")" and self._behind(token):
            return
        if not self.joined:
            self.pending.clear()
        self.pending.append(Pending(token.text, token.end, meanings, weak or ("foreign" if self.foreign else "")))
        self.head = self.pending[-1]
        self.head.in_scope = self.in_scope
        self.sentence.append(self.head)
        self.open, self.joined, self.gap = True, False, ""

    def _titles(self, before: Token | None, token: Token) -> bool:
        """(二)提取住房消费提取占72%: the first word is the heading's, whose line end was lost."""
        return before is not None and before.kind == HEADING and before.end == token.start and token.text in TITLES

    def _behind(self, token: Token) -> bool:
        """215.23万名(其中园区中心40万名)缴存人提取住房公积金: the label stands behind a bracket."""
        assert token.entry
        kinds = {q.kind for q, _ in self.unbound}
        metric = next(((u, m) for _, u, m in token.entry.follows if u in kinds), None)
        if metric:
            self._take(token, metric[1], metric[0])
            self.gap = ""
        return metric is not None

    def meanings(self, entry: Entry) -> dict[str, str]:
        place = self.place
        """The metrics a label names here, by kind of quantity: anywhere, or in this section only."""
        found = {unit: metric for _, unit, metric in entry.anywhere}
        group = entry.anywhere[0][0] if entry.anywhere else ""
        near = [x for x in entry.local if x[0] == place.group] or [
            x for x in entry.local if x[0].partition(".")[0] in {place.section, place.group.partition(".")[0]}
        ]
        if place.closed:
            near = [x for x in entry.local if x[2] in POLICY]
        if self.to_date:
            found = {u: self.metrics[m].flow or m for u, m in found.items()}
        for g, unit, metric in near:
            if g == place.group or place.section == "risk" or unit not in found:
                found[unit] = metric
                group = group or g
        if found and not place.closed:
            place.enter(group)
        return found

    def _stop(self, token: Token, i: int) -> None:
        mark = token.text
        if mark == "(":
            self._push()
            return
        if mark == ")":
            self._pop()
            return
        if mark == ":":
            self._line_name(token, i)
            self.gap = ""
            return
        if mark == "\n" and self._goes_on(i):
            return
        if mark == ",":
            self._line_name(token, i)
        self.gap, self.foreign = "", False
        if self.past:
            self.in_scope, self.past = True, False
        if mark == "、":
            self.joined = bool(self.pending) and not self.pending[-1].bound
            return
        self.joined = False
        if mark == ",":
            if not (self.pending and self.pending[-1].bound):
                self.open = False
            self.unbound.clear()
            return
        self.flush()
        self.comparing = self.distributing = False
        self.pending, self.open, self.unbound = [], False, []
        if mark == ";":
            self.place.sentence_end()
            self.items = []
            return
        if mark != "\n" or self.plain[token.start - 1 : token.start] != ":":
            self._sentence_end(mark)

    def _goes_on(self, i: int) -> bool:
        """A label at the end of its line, its number at the start of the next."""
        if not (self.open and self.pending and not self.pending[-1].bound and not self.gap):
            return False
        after = [t for t in self.tokens[i + 1 : i + 4] if t.kind != NOTE and t.text != "\n"]
        return bool(after) and after[0].kind == NUM and bool(after[0].quantity and after[0].quantity.kind)

    def _sentence_end(self, mark: str) -> None:
        self.recent, self.in_scope, self.listing, self.items, self.sentence = [], True, False, [], []
        self.to_date = False
        if mark in "\n\t":
            self.place.line_end()
            self.paragraph, self.head = [], None
            self.line += 1
            self.carried = self.place.block is not None and len(self.readings) > self.block_at
            self.scopes.clear()
            self.muted = False
        else:
            self.place.sentence_end()

    def _push(self) -> None:
        self.scopes.append(
            Scope(
                self.place.who,
                self.listing,
                self.pending,
                self.open,
                self.recent,
                self.comparing,
                self.gap,
                self.muted,
                self.list_id,
                self.head,
            )
        )
        self.lists += 1
        self.list_id = self.lists
        self.pending, self.open, self.recent = [], False, list(self.recent)
        self.comparing, self.gap = False, ""

    def _pop(self) -> None:
        self.flush()
        if not self.scopes:
            self.gap = ""
            return
        s = self.scopes.pop()
        self.place.who, self.listing, self.pending, self.open = s.who, s.listing, s.pending, s.open
        self.recent, self.comparing, self.gap, self.muted = s.recent, s.comparing, s.gap, s.muted
        self.list_id, self.head = s.list_id, s.head

    def _heading(self, token: Token, i: int) -> None:
        self.flush()
        self.split_id = 0
        before = self.place.block
        if name := self.place.heading(self.plain, token.start, token.end):
            self._guess(name, token.end, before)
        self.pending, self.open, self.recent, self.gap, self.paragraph, self.head = [], False, [], "", [], None
        self.comparing = self.listing = False

    def _cue(self, token: Token, i: int) -> None:
        self.flush()
        assert token.entry
        if not self.place.closed:
            self.place.enter(token.entry.group)
        self.pending, self.open, self.gap, self.comparing = [], False, "", False

    def _name(self, token: Token, i: int) -> None:
        if self.took_follow == token.start:
            return
        name, begin = self.place.name_at(self.plain, self.hard, token.start, token.end)
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        self.flush()
        self.comparing = False
        self.gap = ""
        entry = self.lexicon.entries.get(name)
        if not name or (entry and entry.role == "self") or name in {"中心", "管理中心"}:
            return
        if self.place.numbered and not self.paragraph and FULL_NAME.search(name):
            return
        at_line = self.plain[begin - 1 : begin] in {"", "\n"}
        if after and after.start == token.end and (after.text == ":" or (at_line and after.text == ",")):
            self._block(name, i)
        elif at_line and self.plain[token.end : token.end + 1] in {"", "\n"}:
            self.place.block, self.place.block_lasts = name, True
            self.block_at, self.carried = len(self.readings), False
        elif self._heads(begin, i):
            self.place.block, self.place.block_lasts, self.place.numbered = name, False, True
            self.blocks.add(name)
        self.place.who = name
        self.named.setdefault(name, (begin, token.end))

    def _give_back(self) -> None:
        """Paragraphs that end in a list of all the parts were not the last part's, where the whole lacks their figures."""
        carried = [r for r in self.readings[self.block_at :] if r.paragraph and r.entity == self.place.block]
        whole = {(r.metric, r.measure) for r in self.readings if r.entity is None and not r.weak}
        for line in {r.paragraph for r in carried}:
            mine = [r for r in carried if r.paragraph == line]
            if not any((r.metric, r.measure) in whole for r in mine):
                for r in mine:
                    r.entity = None
        self.split_line = 0

    def _line_name(self, token: Token, i: int) -> None:
        """In a list of blocks, a short unknown text that opens a line may name a body: 上海地方：."""
        start = token.start - len(self.gap)
        if 2 <= len(self.gap) <= 12 and self.plain[start - 1 : token.start] == "\n" + self.gap and self.split_id:
            self._guess(self.gap, start, self.place.block)
            self._block(self.gap, i)

    def _guess(self, name: str, start: int, before: str | None) -> None:
        """A name without a body's ending: it holds if it is a body's elsewhere, else what stood before it goes on."""
        self.guessed.setdefault(name, before)
        self.named.setdefault(name, (start, start + len(name)))

    def _block(self, name: str, i: int) -> None:
        if self.split_line:
            self._give_back()
        self.place.block = name
        self.place.block_lasts = self.plain[self.tokens[i + 1].end : self.tokens[i + 1].end + 1] == "\n"
        self.blocks.add(name)
        self.block_at, self.carried = len(self.readings), False
        self.pending, self.recent, self.listing = [], [], False

    def _heads(self, begin: int, i: int) -> bool:
        return any(t.kind == HEADING and t.end == begin for t in self.tokens[max(0, i - 8) : i])

    def _time(self, token: Token, i: int) -> None:
        self.flush()
        self.comparing = False
        if self.open and self.pending and POLICY.issuperset(self.pending[-1].meanings.values()):
            return
        text = token.text
        digits = "".join(c for c in text[:8] if c.isdigit())
        if "年" in text or "/" in text:
            self.in_scope = self.year is None or int(digits[:4]) == self.year
        if self.bulletin and "月" in text and self.in_scope:
            self.in_scope = "-" in text or text.endswith(("末", "底")) or self._since(i)
            self.to_date = "-" in text
        self.gap = ""

    def _since(self, i: int) -> bool:
        return i > 0 and self.tokens[i - 1].text in {"截至", "截止", "至", "到"}

    def _up(self, token: Token, i: int) -> None:
        self.direction = 1

    def _down(self, token: Token, i: int) -> None:
        self.direction = -1

    def _base(self, token: Token, i: int) -> None:
        self.comparing = True
        self.direction = 0 if not self.rates else self.direction

    def _each(self, token: Token, i: int) -> None:
        self.distributing = True

    def _all(self, token: Token, i: int) -> None:
        self.everything = True

    def _of_which(self, token: Token, i: int) -> None:
        self.flush()
        self.lists += 1
        self.list_id = self.lists
        self.listing, self.comparing, self.gap, self.items = True, False, "", []
        rest = self.plain[token.end : token.end + 2]
        if rest in {":\n", ",\n"} or rest[:1] == "\n":
            self.split_id, self.split_line = self.lists, self.line
        self.pending, self.open = [], False

    def _past(self, token: Token, i: int) -> None:
        self.past, self.in_scope = self.in_scope, False

    def _and(self, token: Token, i: int) -> None:
        if token.text in {"和", "及", "与", "以及"}:
            self.joined = bool(self.pending) and not self.pending[-1].bound

    def _distractor(self, token: Token, i: int) -> None:
        self.in_scope, self.past = False, False

    def _month(self, token: Token, i: int) -> None:
        """The month's own figures, up to the next time that is named."""
        self.in_scope, self.past, self.to_date = False, False, False

    def _cumulative(self, token: Token, i: int) -> None:
        self.in_scope = self.to_date = True

    def _foreign(self, token: Token, i: int) -> None:
        self.foreign = not (self.provincial and token.text in OWN_SCOPE)

    def _mute(self, token: Token, i: int) -> None:
        if i and self.tokens[i - 1].text == "(":
            self.muted = True
