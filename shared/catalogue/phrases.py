"""Phrases of the catalogue come in, the literal strings they stand for go out.

`(a|b|)` is one of a, b or nothing, nested at will; `<NAME>` is a macro; `{y}` a year as text writes it or nothing; a
backslash makes the next character plain. A phrase has no repetition, so it stands for a finite set of strings.
"""

from collections.abc import Mapping
from functools import cache

from shared.errors import CatalogueError

YEARS = "|".join(
    [
        "当年",
        "全年",
        "报告期",
        "报告期内",
        "本年",
        "本年度",
        "年度",
        *(f"{y}年{d}" for y in range(2008, 2038) for d in ("", "度")),
    ]
)
"""What `{y}` stands for: reports are published since 2005."""

LIMIT = 4000


def expand(phrase: str, macros: Mapping[str, str]) -> frozenset[str]:
    """All strings that a phrase stands for, longest alternatives and all.

    Raises CatalogueError for an unknown macro, an unbalanced bracket or more than LIMIT strings.

    >>> sorted(expand("(个人|)贷款余额", {}))
    ['个人贷款余额', '贷款余额']
    """
    return _expand(phrase, tuple(sorted(macros.items())))


@cache
def _expand(phrase: str, macros: tuple[tuple[str, str], ...]) -> frozenset[str]:
    text = phrase
    for name, body in macros * 2:
        text = text.replace(f"<{name}>", body)
    if "<" in text:
        raise CatalogueError(f"phrase {phrase!r}: unknown macro")
    text = text.replace("{y}", f"({YEARS}|)")
    found, at = _alternatives(text, 0)
    if at != len(text):
        raise CatalogueError(f"phrase {phrase!r}: unbalanced bracket")
    if len(found) > LIMIT:
        raise CatalogueError(f"phrase {phrase!r}: stands for {len(found)} strings, more than {LIMIT}")
    return frozenset(found) - {""}


def _alternatives(text: str, at: int) -> tuple[set[str], int]:
    done: set[str] = set()
    here = {""}
    while at < len(text) and text[at] != ")":
        if text[at] == "|":
            done |= here
            here, at = {""}, at + 1
        elif text[at] == "(":
            inner, at = _alternatives(text, at + 1)
            if at == len(text):
                return done | here, len(text) + 1
            here, at = {a + b for a in here for b in inner}, at + 1
        else:
            at += text[at] == "\\"
            here, at = {a + text[at] for a in here}, at + 1
    return done | here, at
