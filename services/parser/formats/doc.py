"""A Word 97 document's bytes come in; its text goes out where antiword is installed.

No library reads these well: antiword keeps rows and never wraps inside a number, so it is asked as an outside program.
"""

import re

from services.parser.document import Document
from services.parser.formats.grid import Cell, expand
from services.parser.formats.programs import Programs
from services.parser.formats.writer import Writer
from shared.errors import Rejected

_PICTURE = re.compile(r"\[pic\]")


def convert(content: bytes, programs: Programs) -> Document:
    """The document's text, a table's rows with tabs. Raises Rejected "needs_converter", "damaged" or "empty"."""
    antiword = programs.get("antiword")
    if antiword is None:
        raise Rejected(
            "needs_converter",
            "旧版 doc 文件要用 antiword 转换，本机没有装；请装 Debian 软件包 antiword，或另存为 docx 再交"
            " (old doc files need antiword: install the Debian package antiword, or save as docx)",
        )
    writer = Writer()
    for line in antiword(content).decode("utf-8", errors="strict").splitlines():
        if line.startswith("|") and line.rstrip().endswith("|"):
            cells = [Cell(c.strip()) for c in line.rstrip()[1:-1].split("|")]
            for row in expand([cells]):
                writer.row(row)
        elif shown := _PICTURE.sub("", line).rstrip():
            writer.line(shown)
    document = writer.document()
    if not document.text.strip():
        raise Rejected("empty", "文档里没有文字 (the document holds no text)")
    return document
