"""Where in a report a sentence stands: its section by heading and cue, and whose figures it gives.

A heading opens a section until a heading of the same rank or above; policy text is closed to figures but for policy
parameters. A block speaks of one entity; within a sentence an entity may be named for one clause.
"""

import re

from shared.catalogue.language import Heading

TITLE = re.compile(r"[^:。\n\t,;(\d]{0,24}")
LEADING = re.compile(r"^(?:其中|以及|截至|年末|年底|全年|当年)+")
NAMED_WITH_BRACKETS = re.compile(r"[一-龥]{1,10}\([一-龥、]{1,12}\)$")
JOINED = re.compile(r"(?:中心|部|处|站|本级|直|地方)(?:以及|及|和|与)(?=.)")
LONGEST_NAME = 24


def heading_level(token: str) -> int:
    """1 for 一、 2 for (一) 3 for 1. 4 for 1) and (1).

    >>> heading_level("(二)"), heading_level("3.")
    (2, 3)
    """
    if token[0] == "(" and token[1] not in "0123456789":
        return 2
    if token[0] in "一二三四五六七八九十":
        return 1
    return 3 if token[-1] in ".、" else 4


class Place:
    """The reader's position: `section`, `group`, `closed`, `block` (the paragraph's entity), `who` (the clause's)."""

    def __init__(self, headings: tuple[Heading, ...]) -> None:
        self._headings = headings
        self.section = ""
        self.group = ""
        self.closed = 0
        self.block: str | None = None
        self.block_lasts = False
        self.numbered = False
        self.who: str | None = None
        self.joint = False

    @property
    def entity(self) -> str | None:
        """Whose figures are given here; None is the reporting body as a whole."""
        return self.who or self.block

    def heading(self, plain: str, start: int, end: int) -> str:
        """Enters the section that the heading at `start` opens, if its words say one.

        A short numbered title of unknown words may name a body (1.上海地方。): it is returned and taken as the block.
        """
        level = heading_level(plain[start:end])
        match = TITLE.match(plain, end)
        title = match[0] if match else ""
        opens = next((h.opens for h in self._headings if any(w in title for w in h.words)), None)
        if self.closed and level > self.closed:
            return ""
        if level > 2 and opens is None:
            if not 2 <= len(title) <= 12 or plain[end + len(title) : end + len(title) + 1] not in {":", "。", "\n"}:
                return ""
            self.block, self.block_lasts, self.numbered, self.who = title, False, True, None
            return title
        self.block, self.block_lasts, self.numbered, self.who = None, False, False, None
        self.closed = level if opens == "closed" else 0
        if opens and opens != "closed":
            self.section = self.group = "" if opens == "open" else opens
        elif level == 1:
            self.section = self.group = ""
        return ""

    def enter(self, group: str) -> None:
        """A label or cue of `group` was read: ambiguous labels after it belong there."""
        self.group = group

    def name_at(self, plain: str, hard: int, start: int, end: int) -> tuple[str, int]:
        """The entity name that ends at `end`, and where it starts: all text since the last hard token.

        Brackets inside a name are kept: 医药高新区(高港区)分中心.
        """
        if (
            start == hard
            and plain[hard - 1 : hard] == ")"
            and (m := NAMED_WITH_BRACKETS.search(plain, max(0, start - 26), start))
        ):
            name, other = m[0] + plain[start:end], JOINED.search(m[0])
            self.joint = self.joint or other is not None
            return (name[other.end() :], m.start() + other.end()) if other else (name, m.start())
        name = LEADING.sub("", plain[max(hard, end - 3 * LONGEST_NAME) : end])
        other = JOINED.search(name)
        self.joint = other is not None
        name = name[other.end() :] if other else name
        return (name if len(name) <= LONGEST_NAME else ""), end - len(name)

    def sentence_end(self) -> None:
        """A full stop: the clause's entity is over."""
        self.who, self.joint = None, False

    def line_end(self) -> None:
        """A new line: a block that was opened inside its line is over too."""
        self.who, self.joint = None, False
        if not self.block_lasts:
            self.block, self.numbered = None, False
