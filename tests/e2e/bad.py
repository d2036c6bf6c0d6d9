"""Documents that no system should fall over, each made as small as it can be."""

import zipfile
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.simulator import uniform

MIB = 1024 * 1024


def bomb(out: Path) -> None:
    """A Word file of a few hundred KB whose text is 400 MB."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        with file.open("word/document.xml", "w") as part:
            for _ in range(400):
                part.write(b" " * MIB)


def encrypted(out: Path) -> None:
    """A PDF that asks for a password."""
    page = Canvas(str(out), encrypt="secret")
    page.drawString(72, 720, "secret")
    page.save()


def make(folder: Path) -> list[Path]:
    """Writes every bad document and returns them."""
    folder.mkdir()
    (small,) = uniform(1, seed="unknown centre")
    plain = {
        "空.txt": b"",
        "超大.txt": b"x" * (40 * MIB),
        "照片.pdf": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(1000),
        "散文.txt": "今天天气很好，我们去公园散步，花了三小时。\n".encode() * 20,
        "陌生中心.txt": small.content.replace(small.city.encode(), "虚无市".encode()),
        "乱码.txt": "盘锦市住房公积金2022年年度报告".encode()[:40] + bytes(range(128, 256)) * 40,
    }
    for name, content in plain.items():
        (folder / name).write_bytes(content)
    bomb(folder / "炸弹.docx")
    encrypted(folder / "加密.pdf")
    return sorted(folder.iterdir())
