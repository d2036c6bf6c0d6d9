"""Stops come in: each ends a clause, a sentence, a paragraph, a bracket or a section, and what belonged to it."""

from services.parser.candidate import Scope
from services.parser.names import Names
from services.parser.tokens import NOTE, NUM, Token


class Stops(Names):
    """Ends what a stop ends and keeps what goes on behind it."""

    def stop(self, token: Token, i: int) -> None:
        """A comma, a bracket, a full stop, a line end: what each of them ends."""
        mark = token.text
        if mark == "(":
            self._push(i)
        elif mark == ")":
            self._pop()
        elif mark in ":,":
            self.line_name(token, i)
            self._comma(mark)
        elif mark == "、":
            self.start_row(token.end)
            self._clause_end()
            self.joined = bool(self.pending) and not self.pending[-1].bound
        elif mark != "\n" or not self._goes_on(i):
            self._end(token)

    def _clause_end(self) -> None:
        self.gap, self.foreign, self.joined, self.clause_named = "", False, False, False
        if self.past:
            self.in_scope, self.past = True, False

    def _comma(self, mark: str) -> None:
        if mark == ":":
            self.gap = ""
            return
        self._clause_end()
        if not (self.pending and self.pending[-1].bound):
            self.open = False
        if not self.scopes:
            self.unbound.clear()

    def _end(self, token: Token) -> None:
        """A semicolon, a full stop, a line: each ends more than the one before it."""
        self._clause_end()
        self.flush()
        self.quit_clause()
        self.distributing = False
        self.unbound = []
        self.items = []
        self.place.sentence_end()
        if token.text == ";" or (token.text == "\n" and self.plain[token.start - 1 : token.start] == ":"):
            return
        self.recent, self.sentence, self.listing, self.row = [], [], False, []
        self.in_scope, self.to_date, self.aside = True, False, False
        if token.text in "\n\t":
            self.place.line_end()
            self.paragraph, self.head = [], None
            self.line += 1
            self.carried = self.place.block is not None and len(self.readings) > self.block_at
            self.scopes.clear()
            self.muted = False

    def _goes_on(self, i: int) -> bool:
        """A label at the end of its line, its number at the start of the next."""
        if not (self.open and self.pending and not self.pending[-1].bound and not self.gap):
            return False
        after = [t for t in self.tokens[i + 1 : i + 4] if t.kind != NOTE and t.text != "\n"]
        return bool(after) and after[0].kind == NUM and bool(after[0].quantity and after[0].quantity.kind)

    def _push(self, i: int) -> None:
        who, muted = self.place.who, self.muted
        self.scopes.append(
            Scope(
                who,
                self.listing,
                self.pending,
                self.open,
                self.recent,
                self.comparing,
                self.gap,
                muted,
                self.list_id,
                self.head,
            )
        )
        before = self.before(i)
        self.muted = self.muted or (before is not None and before.kind == "base")
        self._new_list()
        self.recent = list(self.recent)
        self.quit_clause()

    def _pop(self) -> None:
        self.flush()
        self.gap, self.items = "", []
        if self.scopes:
            s = self.scopes.pop()
            self.place.who, self.listing, self.pending, self.open = s.who, s.listing, s.pending, s.open
            self.recent, self.comparing, self.gap, self.muted = s.recent, s.comparing, s.gap, s.muted
            self.list_id, self.head = s.list_id, s.head
        if self.past:
            self.in_scope, self.past = True, False

    def _new_list(self) -> None:
        self.lists += 1
        self.list_id = self.lists

    def heading(self, token: Token, i: int) -> None:
        """A heading opens a section and ends everything else."""
        self.flush()
        block = self.place.block
        if name := self.place.heading(self.plain, token.start, token.end):
            self.guess(name, token.end, block)
        self.quit_clause()
        self.recent, self.paragraph, self.head = [], [], None
        self.listing, self.split_id = False, 0

    def cue(self, token: Token, i: int) -> None:
        """新开户职工中: the shares that follow are of these."""
        self.flush()
        assert token.entry
        if not self.place.closed:
            self.place.enter(token.entry.group)
        self.quit_clause()

    def of_which(self, token: Token, i: int) -> None:
        """其中: a list of parts begins."""
        self.flush()
        self._new_list()
        self.quit_clause()
        self.listing, self.items = True, []
        rest = self.plain[token.end : token.end + 2]
        if rest in {":\n", ",\n"} or rest[:1] == "\n":
            self.split_id, self.split_line = self.lists, self.line
