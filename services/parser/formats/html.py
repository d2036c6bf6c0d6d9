"""A page's bytes come in, the report's own text goes out: title, date, paragraphs and tables."""

import re

from selectolax.lexbor import LexborHTMLParser

from services.parser.document import Document
from services.parser.formats.body import report_body
from services.parser.formats.charset import decode_page
from services.parser.formats.flow import Flow, collapse
from services.parser.formats.page import read_page
from services.parser.formats.programs import Programs
from services.parser.formats.writer import Writer, clean
from shared.errors import Rejected

_LABEL = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DATE = re.compile(
    r"(?:发布|发文|成文|公布|印发|更新)?(?:时间|日期)\s*[:：]?\s*(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}日?"
)
_DATED = re.compile(r"(?:发布|发文|公布|印发)(?:时间|日期)|(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}")
_SITE = re.compile(r"\s*[-_|–—]{1,2}\s*[^-_|–—]*$")
_HEAD = 4096
_FIRST = 12  # lines among which a page's body shows its title
_SHORT = 60  # characters of body; a shorter page without a figure is a shell


def convert(content: bytes, programs: Programs, declared: str = "") -> Document:
    """The report's text; `declared` is the charset that came with the page.

    Raises Rejected "js_shell", "image_only", "not_text", "too_deep" or "too_large".
    """
    label = _LABEL.search(content[:_HEAD])
    markup, broken = decode_page(content, declared or (label[1].decode() if label else ""))
    return convert_markup(markup, broken)


def convert_markup(markup: str, broken: bool = False) -> Document:
    """As `convert`, from the page's characters; `broken` says that U+FFFD stands for bytes that are no text."""
    page, tree = read_page(clean(markup))
    whole = tree.text()
    body = Writer()
    Flow(body).element(report_body(tree))
    document = body.document()
    if len(document.text) < _SHORT and not re.search(r"\d", document.text):
        raise _shell(page)
    if broken and "\ufffd" in document.text:
        raise _broken_body(document.text)
    head = Writer()
    for line in _head_lines(page, whole, document.text):
        head.line(line)
    return Document(text="\n".join(filter(None, (head.document().text, document.text))))


def _head_lines(page: LexborHTMLParser, whole: str, text: str) -> list[str]:
    """The title and the date of publication, where they stand outside the report's body."""
    lines = []
    title = _title(page)
    first = {"".join(line.split()) for line in text.split("\n", _FIRST)[:_FIRST]}
    if title and "".join(title.split()) not in first:
        lines.append(title)
    if not _DATED.search(text[:300]) and (date := _published(page, whole)):
        lines.append(date)
    return lines


def _title(page: LexborHTMLParser) -> str:
    """The heading that names the page; Chinese government sites also state it as meta ArticleTitle."""
    for found in page.css("h1") + page.css("h2")[:3]:
        if len(heading := collapse(found.text())) >= 8 and re.search(r"\d{4}年", heading):
            return clean(heading)
    meta = _meta(page, "ArticleTitle")
    shown = page.css_first("title")
    return clean(meta or _SITE.sub("", collapse(shown.text()) if shown else ""))


def _published(page: LexborHTMLParser, whole: str) -> str:
    if found := _DATE.search(whole):
        return found[0]
    date = re.match(r"\d{4}-\d{1,2}-\d{1,2}", _meta(page, "PubDate"))
    return f"发布时间:{date[0]}" if date else ""


def _meta(page: LexborHTMLParser, name: str) -> str:
    found = page.css_first(f'meta[name="{name}" i]')
    return ((found.attributes.get("content") or "") if found else "").strip()


def _shell(page: LexborHTMLParser) -> Rejected:
    if page.css_first("body img") is not None and page.css_first("#app, #root") is None:
        return Rejected("image_only", "网页正文是图片，没有文字 (the page shows images, no text)")
    if page.css_first("script, noscript, iframe, frameset") is not None:
        return Rejected(
            "js_shell",
            "网页正文要由脚本载入，文件里没有；请在浏览器里另存为 PDF 再交"
            " (the text is loaded by a script and is not in the file: print the page to PDF)",
        )
    return Rejected("empty", "网页里没有正文 (the page holds no text)")


def _broken_body(text: str) -> Rejected:
    at = text.index("\ufffd")
    return Rejected(
        "not_text",
        f"网页正文里有损坏的字节，在“{text[max(0, at - 15) : at + 5]}”处 (broken bytes in the body, see the quote)",
    )
