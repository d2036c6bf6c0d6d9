"""A text file's bytes come in, a document of its lines goes out."""

from services.parser.document import Document
from services.parser.formats.charset import decode
from services.parser.formats.limits import MAX_TEXT, refuse_over
from services.parser.formats.programs import Programs
from services.parser.formats.wraps import unwrapped
from services.parser.formats.writer import clean
from shared.errors import Rejected


def convert(content: bytes, programs: Programs) -> Document:
    """The text as written; only where every line was broken after so many characters are its sentences made whole.

    Raises Rejected "not_text", "empty" or "too_large".
    """
    text = unwrapped(clean(decode(content)))
    if not text.strip():
        raise Rejected("empty", "文件里没有文字 (the file holds no text)")
    if len(text) > MAX_TEXT:
        refuse_over("正文字数", "characters of text", MAX_TEXT, len(text))
    return Document(text=text)
