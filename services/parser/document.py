"""A document as the extractor reads it: one text, and where in the original each stretch of it stood.

A table is lines of cells with a tab between cells, every row on its own line, merged cells repeated in each place
they cover; a percentage cell reads as it is shown (`66.33%`). Pages, sheets and cells survive as marks.
"""

from bisect import bisect_right

from shared.model import Frozen


class Mark(Frozen):
    """From `start` on the text comes from `place`: `page 3`, `Sheet1!B4`."""

    start: int
    place: str


class Document(Frozen):
    """The readable text of a document with its marks, in ascending order of start."""

    text: str
    marks: tuple[Mark, ...] = ()

    def place(self, offset: int) -> str | None:
        """Where the character at `offset` stood in the original, or None where the format has no places.

        >>> Document(text="甲乙丙", marks=(Mark(start=0, place="page 1"), Mark(start=2, place="page 2"))).place(1)
        'page 1'
        """
        at = bisect_right(self.marks, offset, key=lambda m: m.start)
        return self.marks[at - 1].place if at else None
