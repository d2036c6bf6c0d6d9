"""The bytes of a document come in, its text with marks goes out: one file a format, one line in FORMATS."""

from importlib import import_module

from services.parser.document import Document
from services.parser.formats.programs import NONE, Programs
from services.parser.formats.sniff import sniff

FORMATS: dict[str, str] = {
    "txt": "services.parser.formats.txt",
    "html": "services.parser.formats.html",
    "mhtml": "services.parser.formats.mhtml",
    "pdf": "services.parser.formats.pdf",
    "docx": "services.parser.formats.docx",
    "doc": "services.parser.formats.doc",
    "xlsx": "services.parser.formats.xlsx",
    "xls": "services.parser.formats.xls",
}
"""Format by magic bytes -> the module whose `convert(content, programs)` reads it, loaded when it is first needed."""


_OPENED = (b"PK", b"\xd0\xcf\x11\xe0")


def convert(content: bytes, source: str, programs: Programs = NONE) -> Document:
    """The text of a document, by what its bytes say it is; `source` is only its name, for messages.

    Pure: no file, no process, no clock. Hostile bytes can still take time and memory, so services and the command
    line run this in a child process (services/parser/sandbox.py). Raises Rejected with a code and a reason.

    >>> convert("缴存额48.18亿元".encode("gb18030"), "a.pdf").text
    '缴存额48.18亿元'
    """
    converter = import_module(FORMATS[sniff(content)])
    document: Document = converter.convert(content, programs)
    return document


def convert_in_place(content: bytes) -> Document | None:
    """A plain text's document, or None for every format that belongs into a process of its own.

    Decoding is linear in the size; Office files are not even opened here. Raises Rejected as `convert` does.
    """
    if content.startswith(_OPENED) or sniff(content) != "txt":
        return None
    return convert(content, "")
