"""How large a document may be on its way to text, and the refusals that carry the numbers."""

from typing import NoReturn

from shared.errors import Rejected

MIB = 1024 * 1024
MAX_TEXT = 4_000_000  # characters of text: a hundred times the longest report we know
MAX_PAGES = 300
MAX_CELLS = 100_000  # cells of all tables of one document, merged ones counted in each place they cover
MAX_SPAN = 1_000  # rows or columns that one cell may cover
MAX_DEPTH = 250  # elements inside each other; a browser stops at 512
MAX_PARTS = 10_000  # members of a zip
MAX_UNZIPPED = 64 * MIB  # what is read out of one zip, declared and actual
_DIGITS = 9
MAX_ELEMENTS = 200_000  # elements of one page


def refuse_over(what_zh: str, what_en: str, limit: int, found: int | None = None) -> NoReturn:
    """Raises Rejected "too_large" saying what there is too much of, how much there is and what is allowed."""
    there = f"{found:,}" if found is not None else "更多"
    there_en = f"{found:,}" if found is not None else "more"
    raise Rejected(
        "too_large",
        f"文件太大：{what_zh}最多 {limit:,}，这里有 {there}；请拆分后再交"
        f" (too large: at most {limit:,} {what_en}, here {there_en}; split the document)",
    )


def damaged(what: str, error: Exception | None = None) -> Rejected:
    """The refusal of a file that breaks its own format."""
    detail = f": {error}" if error else ""
    return Rejected("damaged", f"{what} 文件已损坏，读不出来{detail} (the {what} file is damaged{detail})")


def too_deep() -> Rejected:
    """The refusal of elements nested beyond reading."""
    return Rejected("too_deep", f"元素嵌套超过 {MAX_DEPTH} 层 (elements are nested more than {MAX_DEPTH} deep)")


def whole(written: str, otherwise: int) -> int:
    """A count as a file states it; what is no count of a sane size is `otherwise`.

    >>> whole("12", 1), whole("x", 1), whole("9" * 5000, 1)
    (12, 1, 1)
    """
    return int(written) if written.isascii() and written.isdecimal() and len(written) < _DIGITS else otherwise
