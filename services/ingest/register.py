"""A document's bytes in, the event that announces it out: its identity is the SHA-256 of the bytes."""

import hashlib
import re
import unicodedata
from datetime import datetime

from shared.errors import Rejected
from shared.events import DocumentReceived, Origin
from shared.settings import MIB
from shared.state import ReportStatus

LONGEST_NAME = 120
UNNAMED = "document"


def register(content: bytes, source: str, origin: Origin, now: datetime, limit: int) -> DocumentReceived:
    """Announces `content`, named `source` by whoever sent it, received at `now`.

    Raises Rejected `empty` or `too_large` (more than `limit` bytes). The same bytes always get the same report id:

    >>> register(b"abc", "a.txt", "upload", now, 10).report_id[:8]
    'ba7816bf'
    """
    name = source_name(source)
    if not content:
        raise Rejected("empty", f"{name}：文件是空的 (the file is empty)")
    if len(content) > limit:
        raise too_large(name, limit)
    return DocumentReceived(
        report_id=hashlib.sha256(content).hexdigest(), source=name, size=len(content), received_at=now, origin=origin
    )


def too_large(name: str, limit: int) -> Rejected:
    """The refusal of a document over `limit` bytes: it names the file, the limit and the setting that raises it."""
    size = f"{limit / MIB:.0f} MiB" if limit >= MIB else f"{limit} bytes"
    return Rejected(
        "too_large",
        f"{source_name(name)}：文件超过 {size} 上限，可用 HPF_MAX_DOCUMENT_BYTES 调整 "
        f"(the file is over the limit of {size}; HPF_MAX_DOCUMENT_BYTES changes it)",
    )


def source_name(raw: str) -> str:
    """The name a document is shown under: the last part of whatever path was sent, one harmless line.

    Folders, control and formatting characters go; the ending stays when a long name is cut.

    >>> source_name("C:\\\\报告\\\\盘锦\\n2022.pdf")
    '盘锦 2022.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    visible = "".join(c for c in re.sub(r"\s", " ", last) if unicodedata.category(c)[0] != "C")
    shown = unicodedata.normalize("NFC", re.sub(" +", " ", visible)).strip(" .")
    if len(shown) > LONGEST_NAME:
        ending = re.search(r"\.\w{1,8}$", shown)
        tail = ending.group() if ending else ""
        shown = shown[: LONGEST_NAME - len(tail) - 1] + "…" + tail
    return shown or UNNAMED


def first_status(event: DocumentReceived) -> ReportStatus:
    """The status a report has before any stage has seen it."""
    return ReportStatus(report_id=event.report_id, source=event.source, size=event.size, received_at=event.received_at)
