"""One suite over the whole table of formats: the same report in every one of them reads the same."""

import random
import re
import shutil

import pytest

from services.parser.document import Document
from services.parser.fork_server import installed
from services.parser.formats import FORMATS, convert
from services.parser.formats.sniff import sniff
from services.parser.sandbox import Sandbox
from shared.errors import Rejected
from tests.documents import BUILD, LINES, TABLE, TITLE

NEEDED = {"doc": "antiword"}


@pytest.fixture(scope="module")
def sandbox():
    """One sandbox for the suite, with limits that a hostile file meets soon."""
    box = Sandbox(seconds=5, memory=400 * 1024 * 1024)
    yield box
    box.close()


@pytest.fixture(params=sorted(FORMATS))
def kind(request):
    """Each format of the table whose converter is installed."""
    if (program := NEEDED.get(request.param)) and shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: apt-get install {program}")
    return request.param


def lines(document: Document) -> list[str]:
    """The lines that say something, without blanks at their ends."""
    return [line.strip("　 ") for line in document.text.split("\n") if line.strip()]


def test_every_format_has_a_document():
    """A format that is added to the table is added to the documents this suite reads."""
    assert set(BUILD) == set(FORMATS)


def test_format_is_known_by_its_bytes(kind):
    """Magic bytes decide which converter reads a file; nothing else is asked."""
    assert sniff(BUILD[kind]()) == kind


def test_report_reads_the_same_in_every_format(kind):
    """Title, paragraphs and the table come out whole, in order, line by line, and nothing else does."""
    found = lines(convert(BUILD[kind](), "报告.bin", installed()))

    expected = [TITLE, *LINES, *("\t".join(row) for row in TABLE)]
    assert [line for line in found if line != "年报"] == expected  # a workbook gives its sheets' names as well


def test_marks_are_in_order_and_inside_the_text(kind):
    """A mark says where a stretch of text begins; no mark is out of order or beyond the end."""
    document = convert(BUILD[kind](), "报告.bin", installed())

    starts = [m.start for m in document.marks]
    assert starts == sorted(starts)
    assert all(0 <= start < len(document.text) for start in starts)


def test_sandbox_gives_the_same_document(kind, sandbox):
    """What the child process reads is what the converter reads in place."""
    content = BUILD[kind]()

    assert sandbox.convert_now(content, "报告.bin") == convert(content, "报告.bin", installed())


def outcome(sandbox: Sandbox, content: bytes) -> Document | Rejected:
    """What becomes of a file: its text, or the refusal."""
    try:
        return sandbox.convert_now(content, "报告.bin")
    except Rejected as error:
        return error


def figures(document: Document) -> set[str]:
    """The amounts that a text states."""
    return set(re.findall(r"[\d,.]+[亿万]元", re.sub(r"\s", "", document.text)))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_file_is_refused_or_read_in_part(kind, share, sandbox):
    """A file that breaks off is refused with a reason, or states nothing that the whole one does not."""
    content = BUILD[kind]()
    found = outcome(sandbox, content[: int(len(content) * share)])

    if isinstance(found, Rejected):
        assert found.code != "converter_died", found.reason
    else:
        assert figures(found) <= figures(convert(content, "", installed()))


@pytest.mark.parametrize("seed", range(6))
def test_damaged_file_never_kills_the_service(kind, seed, sandbox):
    """Bytes flipped anywhere end in a text or a refusal, and the next document is read as if nothing had been."""
    content, rng = bytearray(BUILD[kind]()), random.Random(seed)
    for _ in range(1 + len(content) // 200):
        content[rng.randrange(len(content))] = rng.randrange(256)
    found = outcome(sandbox, bytes(content))

    assert not (isinstance(found, Rejected) and found.code == "converter_died"), found.reason
    assert sandbox.convert_now(BUILD["html"](), "a").text.startswith(TITLE)
