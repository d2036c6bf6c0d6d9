"""The bytes of a text come in, its characters go out, whatever label they carry.

Strict UTF-8 goes before the declared label: Chinese text in another charset is practically never valid UTF-8, while
UTF-8 bytes often pass as GB18030, so this order survives a wrong label of either kind.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress

from shared.errors import Rejected

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs"}
_IGNORED = {"ascii", "iso8859-1", "cp1252"}  # on Chinese pages these labels are defaults, not statements
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_READABLE = re.compile(r"[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_NON_ASCII = re.compile(rb"[\x80-\xff]")
_SAMPLE, _GLANCE = 6_000, 900  # bytes; each bad one costs a call


def decode(content: bytes, declared: str = "") -> str:
    """The characters of a text, decoded strictly: nothing is dropped or replaced.

    Raises Rejected "not_text" that says at which byte the text stops being one.

    >>> decode("缴存额".encode("gbk"), declared="utf-8")
    '缴存额'
    """
    for bom, charset in _BOMS:
        if content.startswith(bom):
            return _checked(_strict(content[len(bom) :], charset, len(bom)))
    for charset in _ladder(content, declared):
        with suppress(UnicodeDecodeError):
            return _checked(content.decode(charset))
    return _checked(_last_resort(content))


def decode_page(content: bytes, declared: str = "") -> tuple[str, bool]:
    """As `decode`, but a damaged byte becomes U+FFFD and the flag is set: the caller looks where it lies.

    A page's furniture is full of titles cut in the middle of a character; only its body must be whole.
    """
    try:
        return decode(content, declared), False
    except Rejected:
        charset = _damaged_charset(content)
        if charset is None:
            raise
        return content.decode(charset, errors="replace"), True


def _ladder(content: bytes, declared: str) -> Iterator[str]:
    """The charsets worth a strict try, best first; lazy, as nearly every text is UTF-8."""
    head = content[:2000]
    if head.count(0) > len(head) // 5:  # unmarked UTF-16: its ASCII has a zero in every pair
        yield "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    yield "utf-8"
    if _damaged_charset(content, _GLANCE) == "utf-8":
        return
    with suppress(LookupError):
        label = codecs.lookup(declared.strip() or "ascii").name
        if label not in _IGNORED:
            yield _SUPERSETS.get(label, label)
    yield "gb18030"


def _strict(content: bytes, charset: str, offset: int = 0) -> str:
    try:
        return content.decode(charset)
    except UnicodeDecodeError as error:
        raise _not_text(charset, offset + error.start, content[error.start : error.start + 4]) from error


def _damaged_charset(content: bytes, size: int = _SAMPLE) -> str | None:
    """The charset in which nearly all of the text is good, but not all."""
    first = _NON_ASCII.search(content)
    sample = content[first.start() : first.start() + size] if first else b""
    for charset in ("utf-8", "gb18030"):
        text = sample.decode(charset, errors="replace")
        wide, broken = sum(c > "\u2e80" for c in text) - text.count("\ufffd"), text.count("\ufffd")
        if wide > 20 * broken and (charset == "utf-8" or _looks_chinese(text)):
            return charset
    return None


def _last_resort(content: bytes) -> str:
    """What detection says, where what it reads is mostly Chinese or plain; a damaged text names its bad byte."""
    if charset := _damaged_charset(content):
        return _strict(content, charset)
    for guess in ("utf-16-le", "utf-16-be"):
        try:
            if _looks_chinese(text := content.decode(guess)):
                return text
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # noqa: PLC0415 - heavy, and hardly a text comes this far

    best = from_bytes(content[: 10 * _SAMPLE]).best()
    if best is not None and _looks_chinese(str(best)):
        return _strict(content, best.encoding)
    return _strict(content, "utf-8")


def _looks_chinese(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_READABLE.findall(sample)) > 0.9 * len(sample)


def _checked(text: str) -> str:
    """The text, unless it is so full of control characters that it was never one."""
    found = _CONTROL.search(text)
    if found and len(_CONTROL.findall(text)) > max(8, len(text) // 200):
        raise _not_text("text", found.start(), text[found.start()].encode())
    return text


def _not_text(charset: str, offset: int, found: bytes) -> Rejected:
    return Rejected(
        "not_text",
        f"不是完好的文本：第 {offset} 字节起的 {found.hex(' ')} 按 {charset} 读不出来；请重新保存为 UTF-8"
        f" (not clean text: {found.hex(' ')} at byte {offset} is not {charset}; save it again as UTF-8)",
    )
