"""Text as written comes in; the same text in one plain form goes out, with the way back to every offset.

Full-width digits and signs become plain ones and blanks vanish, so that the grammar sees `1.1868万笔66.6642亿元`
however the page was typeset. A blank between two digits, a dash and a digit, or a bracket and a minus is kept: there it
parts two cells.
"""

import re
from bisect import bisect_right

from services.parser.align import JOINT

PAIRS = '﹪%﹣-−-－-–-—-～-〜-∼-~-﹐,﹔;﹕:︰:｡。【(】)〔(〕)［[］]﹙(﹚){(})|\t┃\t│\t‘“’”"“'
BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\u200b\u200c\u200d\ufeff\x0b\x0c\r"
TABLE: dict[int, str] = {
    **{0xFF01 + i: chr(0x21 + i) for i in range(94)},
    **{ord(a): b for a, b in zip(PAIRS[::2], PAIRS[1::2], strict=True)},
    **{ord(c): " " for c in BLANKS + INVISIBLE},
}

BLANK_RUN = re.compile(f"[ {JOINT}]+")


class Normalised:
    """The plain form of a text: `plain` for the grammar, `offset(i)` for where its i-th character stood.

    A blank behind a full stop becomes a line end: that is what is left of a paragraph in a text without lines.
    """

    __slots__ = ("_from", "_starts", "plain")

    def __init__(self, text: str) -> None:
        wide = text.translate(TABLE)
        pieces: list[str] = []
        self._starts: list[int] = []
        self._from: list[int] = []
        at = length = 0
        for blank in BLANK_RUN.finditer(wide):
            start, end = blank.span()
            before, after = wide[start - 1 : start], wide[end : end + 1]
            parts = after.isdigit() and (before.isdigit() or before == "-")
            parts = parts or (before == ")" and after == "-" and wide[end + 1 : end + 2].isdigit())
            joint = JOINT in blank[0]
            mark = "" if joint else " " if parts else "\n" if before == "。" else ""
            self._starts.append(length)
            self._from.append(at)
            pieces.append(wide[at:start] + mark)
            length += start - at + len(mark)
            at = end
        self._starts.append(length)
        self._from.append(at)
        pieces.append(wide[at:])
        self.plain = "".join(pieces)

    def offset(self, i: int) -> int:
        """Where the plain text's character `i` stood in the text as written."""
        piece = bisect_right(self._starts, i) - 1
        return self._from[piece] + i - self._starts[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a plain span, without blanks around it."""
        return self.offset(start), self.offset(end - 1) + 1
