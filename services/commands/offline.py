"""`hpf parse` and `hpf validate`: files in, JSON Lines out; no broker, no store, the code that the services run."""

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from services.commands.console import complain
from services.commands.exits import Exit
from shared.errors import Rejected
from shared.model import Checked, Extraction

Files = Annotated[list[str], typer.Argument(help="报告文件，- 读标准输入 (report files; - reads standard input)")]
Passage = Annotated[
    bool, typer.Option("--passage", help="文件是报告的片段，没有标题 (each file is a passage, without a heading)")
]
Period = Annotated[
    str | None, typer.Option(help="片段所属时期 (the passage's period): 2024, 2022Q3, 2022-09", metavar="P")
]
AsLetter = Annotated[
    bool,
    typer.Option("--letter", help="写成核对意见，网页存在报告旁边 (a letter; as a page beside the report as well)"),
]
PERIOD = re.compile(r"\d{4}(Q[1-4]|-(0[1-9]|1[0-2]))?")


def parse(files: Files, passage: Passage = False, period: Period = None) -> None:
    """提取报告中的每个数字 (every figure of the reports, one JSON object a line)."""
    with reading(wanted_period(passage, period)) as reader:
        _each(files, reader, reader.parsed)


def validate(files: Files, passage: Passage = False, period: Period = None, letter: AsLetter = False) -> None:
    """提取并核对：给出 findings (the same with findings: what cannot be true, and what it should be)."""
    with reading(wanted_period(passage, period)) as reader:
        if letter:
            _refusing(
                files, lambda file, name: _write_letter(file, *reader.read_and_judged(reader.content(file), name))
            )
        else:
            _each(files, reader, reader.judged)


def _write_letter(file: str, checked: Checked, text: str) -> None:
    """The letter on standard output, and as a page beside the report: what a clerk reads before publishing."""
    from services.validator.letter import letter  # noqa: PLC0415 - heavy: only when it runs

    written = letter(checked, text)
    if file != "-":
        Path(f"{file}.letter.html").write_text(written.html, encoding="utf-8")
    sys.stdout.write(written.text)


def wanted_period(passage: bool, period: str | None) -> str | None:
    """The passage's period, or None for whole reports. Raises BadParameter where the two options disagree."""
    if passage != (period is not None):
        raise typer.BadParameter("--passage 和 --period 要一起用 (--passage and --period go together)")
    if period is not None and not PERIOD.fullmatch(period):
        raise typer.BadParameter(f"--period {period}: 应为 (must be like) 2024, 2022Q3, 2022-09")
    return period


class Reader:
    """Reads documents as the parser service does, in the same sandbox under the same limits."""

    def __init__(self, period: str | None) -> None:
        from services.parser.sandbox import Sandbox  # noqa: PLC0415 - heavy: only when it runs
        from shared.settings import load  # noqa: PLC0415

        settings = load()
        self.limit = settings.max_document_bytes
        self.period = period
        self.sandbox = Sandbox(settings.parse_seconds, settings.parse_memory_bytes)

    def content(self, file: str) -> bytes:
        """The bytes of a file, `-` for standard input. Raises Rejected or OSError."""
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as opened:
            content = opened.read(self.limit + 1)
        if len(content) > self.limit:
            reason = f"文件超过 {self.limit} 字节 (over {self.limit} bytes; see HPF_MAX_DOCUMENT_BYTES)"
            raise Rejected("too_large", reason)
        if not content:
            raise Rejected("empty", "文件是空的 (the file is empty)")
        return content

    def parsed(self, content: bytes, name: str) -> Extraction:
        """Facts and misses of one document, or of one passage where a period was given. Raises Rejected."""
        return self._read(content, name)[0]

    def judged(self, content: bytes, name: str) -> Checked:
        """The same with findings, each with the sentences it speaks of. Raises Rejected."""
        return self.read_and_judged(content, name)[0]

    def read_and_judged(self, content: bytes, name: str) -> tuple[Checked, str]:
        """The same, and the document's text, in which the places lie. Raises Rejected."""
        from services.validator.check import check  # noqa: PLC0415 - heavy: only when it runs
        from services.validator.quote import with_sentences  # noqa: PLC0415

        extraction, text = self._read(content, name)
        checked = check(extraction)
        return checked.model_copy(update={"findings": with_sentences(checked.findings, text)}), text

    def _read(self, content: bytes, name: str) -> tuple[Extraction, str]:
        from services.parser.parse import parse_document  # noqa: PLC0415

        document = self.sandbox.convert_now(content, name)
        report_id = hashlib.sha256(content).hexdigest()
        return parse_document(document, name, report_id, self.period), document.text


@contextmanager
def reading(period: str | None) -> Iterator[Reader]:
    """A Reader whose sandbox ends with the command."""
    reader = Reader(period)
    try:
        yield reader
    finally:
        reader.sandbox.close()


def _each(files: list[str], reader: Reader, read: Callable[[bytes, str], Extraction | Checked]) -> None:
    """One line of JSON a file."""

    def one(file: str, name: str) -> None:
        sys.stdout.write(read(reader.content(file), name).model_dump_json() + "\n")
        sys.stdout.flush()

    _refusing(files, one)


def _refusing(files: list[str], one: Callable[[str, str], None]) -> None:
    """Does each file; what is refused is one line on standard error, and the others are still done."""
    refused = False
    for file in files:
        name = "-" if file == "-" else Path(file).name
        try:
            one(file, name)
        except (Rejected, OSError) as error:
            refused = True
            complain(_refusal(file, name, error))
    if refused:
        raise typer.Exit(Exit.REFUSED)


def _refusal(file: str, name: str, error: Rejected | OSError) -> str:
    reason = error.reason if isinstance(error, Rejected) else f"无法读取 (cannot be read): {error.strerror}"
    one_line = " ".join(reason.split())
    return one_line if one_line.startswith(f"{name}：") else f"{file}：{one_line}"
