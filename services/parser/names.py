"""Names of bodies come in; blocks of text and clauses become theirs."""

import re

from services.parser.levels import LONGEST_GUESS, Levels
from services.parser.tokens import HEADING, Token

FULL_NAME = re.compile(r"住房公积金管理中心$")
BARE = {"中心", "管理中心"}
MOST_IN_A_ROW = 40
PREPOSITIONS = set("由在向对经将与和及本该各")


class Names(Levels):
    """Follows whose figures are given: a numbered or titled block, a list of parts, a name in the clause."""

    def name(self, token: Token, i: int) -> None:
        """The end of a body's name: 市中心, 油田分中心, 医药高新区(高港区)分中心."""
        if self.took_follow == token.start:
            return
        name, begin = self.place.name_at(self.plain, self.hard, token.start, token.end)
        self.flush()
        self.comparing, self.gap = False, ""
        if self._is_self(name) or (self.place.numbered and not self.paragraph and FULL_NAME.search(name)):
            return
        after = self.after(i)
        at_line = self.plain[begin - 1 : begin] in {"", "\n"}
        if after and after.start == token.end and (after.text == ":" or (at_line and after.text == ",")):
            self._open_block(name, i)
        elif at_line and self.plain[token.end : token.end + 1] in {"", "\n"}:
            self._set_block(name, lasts=True)
        elif any(t.kind == HEADING and t.end == begin for t in self.tokens[max(0, i - 8) : i]):
            self._set_block(name, lasts=False)
            self.place.numbered = True
            self.blocks.add(name)
        self._keep_company(name, begin, token.end)
        self.place.who, self.clause_named = name, True
        self.named.setdefault(name, (begin, token.end))

    def _keep_company(self, name: str, begin: int, end: int) -> None:
        """Names in a row (A、B和C) may share the numbers behind them."""
        longer = self.named_at == begin
        if len(self.company) > MOST_IN_A_ROW:
            self.company = []
        goes_on = self.place.joint or self.joins == begin
        self.company = [*(self.company[:-1] if longer else self.company if goes_on else []), name]
        self.joins, self.named_at, self.served = end + 1, begin, 0
        self.row = self.company if len(self.company) > 1 else []

    def start_row(self, end: int) -> None:
        """北京地方、市级机关分中心分别…: a name without a body's ending may be the first of a row."""
        if self.listing and self.gap and not self.pending and len(self.gap) <= LONGEST_GUESS:
            goes_on = self.joins == end - 1 - len(self.gap)
            self.company, self.joins = [*(self.company if goes_on else []), self.gap], end

    def join_unknown(self) -> None:
        """邢台公积金中心和宁晋分别…: a name without a body's ending is the last of a row."""
        if self.listing and self.gap and self.company and self.joined_names and len(self.gap) <= LONGEST_GUESS:
            self.company = [*self.company, self.gap]
            self.gap, self.served = "", 0

    def _is_self(self, name: str) -> bool:
        name = name[1:] if name[:1] in PREPOSITIONS and name[1:] in BARE else name
        entry = self.lexicon.entries.get(name)
        return not name or name in BARE or (entry is not None and entry.role == "self")

    def _set_block(self, name: str, lasts: bool) -> None:
        self.place.block, self.place.block_lasts = name, lasts
        self.block_at, self.carried = len(self.readings), False

    def _open_block(self, name: str, i: int) -> None:
        """盘锦中心: the rest of the line is about it, or with nothing else on the line the paragraphs below."""
        if self.split_line:
            self._give_back()
        self._set_block(name, lasts=self.plain[self.tokens[i + 1].end : self.tokens[i + 1].end + 1] == "\n")
        self.blocks.add(name)
        self.pending, self.recent, self.listing = [], [], False

    def _give_back(self) -> None:
        """Paragraphs that end in a list of all parts were the whole's, where the whole lacks their figures."""
        carried = [r for r in self.readings[self.block_at :] if r.paragraph and r.entity == self.place.block]
        whole = {(r.metric, r.measure) for r in self.readings if r.entity is None and not r.weak}
        for line in {r.paragraph for r in carried}:
            mine = [r for r in carried if r.paragraph == line]
            if not any((r.metric, r.measure) in whole for r in mine):
                for r in mine:
                    r.entity = None
        self.split_line = 0

    def line_name(self, token: Token, i: int) -> None:
        """In a list of blocks, a short unknown text that opens a line may name a body: 上海地方：."""
        start = token.start - len(self.gap)
        opens = self.plain[start - 1 : token.start] == "\n" + self.gap
        known = self.split_id or self.gap in self.guessed
        if known and opens and 2 <= len(self.gap) <= LONGEST_GUESS:
            self.guess(self.gap, start, self.place.block)
            self._open_block(self.gap, i)

    def guess(self, name: str, start: int, before: str | None) -> None:
        """A name without a body's ending: it holds if it is a body's elsewhere, else what stood before it goes on."""
        self.guessed.setdefault(name, before)
        self.named.setdefault(name, (start, start + len(name)))
