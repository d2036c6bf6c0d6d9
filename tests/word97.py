"""A text as a minimal Word 97 document: a compound file with the streams WordDocument and 1Table.

Layouts: [MS-CFB] 2.2 and 2.6 for the container, [MS-DOC] 2.5.1 (Fib) and 2.8.35 (PlcPcd) for what lies in it.
"""

import struct

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
TEXT_AT = 0x600


def word97(text: str) -> bytes:
    """The document; every line is a paragraph."""
    body = text.replace("\n", "\r") + "\r"
    characters = body.encode("utf-16-le")
    pieces = struct.pack("<II", 0, len(body)) + struct.pack("<HIH", 0, TEXT_AT, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    fib = bytearray(TEXT_AT)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<H", fib, 0x06, 0x0804)  # language: Chinese
    struct.pack_into("<H", fib, 0x0A, 0x1200)  # table stream 1Table, extended characters
    struct.pack_into("<II", fib, 0x18, TEXT_AT, TEXT_AT + len(characters))
    struct.pack_into("<H", fib, 0x20, 14)  # csw
    struct.pack_into("<H", fib, 0x3E, 22)  # cslw
    struct.pack_into("<I", fib, 0x40, TEXT_AT + len(characters))
    struct.pack_into("<I", fib, 0x4C, len(body))  # ccpText
    struct.pack_into("<H", fib, 0x98, 93)
    struct.pack_into("<II", fib, 0x1A2, 0, len(table))  # fcClx, lcbClx
    styles = struct.pack("<HHH", 18, 0, 10).ljust(64, b"\0")  # a style sheet of no style
    struct.pack_into("<II", fib, 0xA2, len(table), len(styles))
    return _compound({"WordDocument": bytes(fib) + characters, "1Table": (table + styles).ljust(4096, b"\0")})


def _compound(streams: dict[str, bytes]) -> bytes:
    """Streams of at least 4096 bytes in a compound file of version 3, after one FAT and one directory sector."""
    sectors, fat, entries = [], [FAT, END], []
    for name, stream in streams.items():
        content = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
        first, count = 2 + len(sectors), len(content) // SECTOR
        sectors += [content[n * SECTOR : (n + 1) * SECTOR] for n in range(count)]
        fat += [*range(first + 1, first + count), END]
        entries.append(_entry(name, 2, first, len(content)))
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, END, 0, END, 0, 0)
    header[80:] = struct.pack("<I", FREE) * ((SECTOR - 80) // 4)
    fat += [FREE] * (SECTOR // 4 - len(fat))
    assert len(fat) == SECTOR // 4, "one FAT sector holds 63 KB"
    root = _entry("Root Entry", 5, END, 0, child=1)
    directory = [root, _sibling(entries[0], 2), entries[1], bytes(128)]
    return bytes(header) + struct.pack(f"<{len(fat)}I", *fat) + b"".join(directory) + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    entry = bytearray(128)
    entry[: len(written)] = written
    struct.pack_into("<HBBIII", entry, 64, len(written), kind, 1, FREE, FREE, child)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


def _sibling(entry: bytes, right: int) -> bytes:
    return entry[:72] + struct.pack("<I", right) + entry[76:]
