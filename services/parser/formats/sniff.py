"""The bytes of a document come in, the name of its format goes out; a file's name is never asked."""

import re

from services.parser.formats.zipped import Zip
from shared.errors import Rejected

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00")
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh")
_MARKUP = re.compile(
    rb"<(!doctype\s+html|html|head|body|meta|title|div|table|p|span|h[1-6]|article|section|main|center|ul|ol|style"
    rb"|script|!--)[\s>/-]",
    re.IGNORECASE,
)
_OFFICE_XML = re.compile(rb"<\?mso-application|<w:wordDocument|urn:schemas-microsoft-com:office:spreadsheet")
_HEAD = 4096


def sniff(content: bytes) -> str:
    """The format as a key of FORMATS: pdf, docx, xlsx, doc, xls, mhtml, html or txt.

    Raises Rejected with the reason for what is known and cannot be read: empty, image, archive, rtf, encrypted,
    unsupported, damaged.

    >>> sniff("缴存额48.18亿元".encode())
    'txt'
    """
    if not content.strip():
        raise Rejected("empty", "文件是空的 (the file is empty)")
    head = content[:_HEAD]
    if head.startswith(_OLE):
        return _inside_ole(content)
    if head.startswith(_ZIP):
        return _inside_zip(content)
    _refuse_binary(head)
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    start = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(rb"{\rtf"):
        raise Rejected("rtf", "这是 RTF 文件；请另存为 docx 或 PDF 再交 (an RTF file: save it as docx or PDF)")
    if start[:13].lower() == b"mime-version:":
        return "mhtml"
    if _OFFICE_XML.search(start):
        raise Rejected(
            "unsupported", "这是 Office 2003 的 XML 文件；请另存为 docx 或 xlsx (Office 2003 XML: save as docx or xlsx)"
        )
    if start.startswith(b"<") and _MARKUP.search(start):
        return "html"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "html" if re.search(rb"<(html|body|table)[\s>]", start, re.IGNORECASE) else "txt"


def _refuse_binary(head: bytes) -> None:
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or _bitmap(head):
        raise Rejected("image", "这是图片，没有可读的文字；请交文字版 (an image without text: send a text version)")
    if head.startswith(_PACKED):
        raise Rejected("archive", "这是压缩包；请解开后逐个提交 (an archive: unpack it and send each document)")
    if head.startswith((b"MZ\x90", b"\x7fELF")):
        raise Rejected("unsupported", "这是程序文件，不是报告 (a program, not a report)")


def _bitmap(head: bytes) -> bool:
    return head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00"


def _inside_ole(content: bytes) -> str:
    """Which Office 97 document lies in the compound file: its directory names the streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Rejected(
            "encrypted", "Office 文件设有密码；请去掉密码再交 (an encrypted Office file: remove the password)"
        )
    if "WordDocument".encode("utf-16-le") in content:
        return "doc"
    if "Workbook".encode("utf-16-le") in content or "Book\x00".encode("utf-16-le") in content:
        return "xls"
    raise Rejected(
        "unsupported", "这是 Office 97 文件，但不是 Word 或 Excel (an Office 97 file, neither Word nor Excel)"
    )


def _inside_zip(content: bytes) -> str:
    names = Zip(content).names
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
        if any(n.startswith(folder) for n in names):
            return kind
    if any(n.startswith("ppt/") for n in names) or names & {"OFD.xml", "mimetype", "content.xml"}:
        raise Rejected(
            "unsupported",
            "这种文件（PPT、OFD、ODF）还不能读；请另存为 PDF 或 docx (PPT, OFD or ODF: save as PDF or docx)",
        )
    raise Rejected("archive", "这是 zip 压缩包；请解开后逐个提交 (a zip archive: unpack it and send each document)")
