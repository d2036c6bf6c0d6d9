"""The converters' process: a document may take it down, and nothing else with it."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from services.parser import fork_server
from services.parser.fork_server import LENGTH
from services.parser.sandbox import Sandbox
from shared.errors import Rejected
from tests.documents import TITLE, html, pdf, txt

MIB = 1024 * 1024


@pytest.fixture
def sandbox():
    """A sandbox with limits that a test can reach."""
    box = Sandbox(seconds=1, memory=256 * MIB)
    yield box
    box.close()


def children(of: int) -> list[int]:
    """The processes that a process has started and that still run."""
    listed = Path(f"/proc/{of}/task/{of}/children")
    return [int(n) for n in listed.read_text().split()] if listed.exists() else []


def server(sandbox: Sandbox) -> int:
    """The fork server's process id."""
    (found,) = [c for c in children(os.getpid()) if b"fork_server" in Path(f"/proc/{c}/cmdline").read_bytes()]
    return found


def refusal(sandbox: Sandbox, content: bytes) -> str:
    """The code with which a document is refused."""
    with pytest.raises(Rejected) as refused:
        sandbox.convert_now(content, "a")
    return refused.value.code


def test_text_is_read_without_a_child(sandbox):
    """Plain text costs no process at all."""
    before = children(os.getpid())

    assert sandbox.convert_now(txt(), "a.txt").text.startswith(TITLE)
    assert children(os.getpid()) == before


async def test_documents_at_once_keep_apart(sandbox):
    """Answers reach the one who asked, however many ask at once."""
    texts = [f"<p>第{n}份：{'缴存' * n}额{n}亿元</p>" for n in range(30)]
    found = await asyncio.gather(*(sandbox.convert(t.encode(), "a") for t in texts))

    assert [d.text for d in found] == [t[3:-4] for t in texts]


@pytest.mark.parametrize(
    ("signal_number", "code"), [(signal.SIGSEGV, "converter_died"), (signal.SIGKILL, "too_much_memory")]
)
def test_killed_worker_is_replaced(sandbox, signal_number, code, monkeypatch):
    """A worker that a document crashes is named as the reason, and the next document is read by another one."""
    crash = f"lambda *a: os.kill(os.getpid(), {int(signal_number)})"
    run(sandbox, f"import os, services.parser.formats.html as h\nh.convert = {crash}", monkeypatch)

    assert refusal(sandbox, html()) == code
    assert refusal(sandbox, html()) == code
    assert sandbox.convert_now(pdf(), "a.pdf").text.startswith(TITLE)


@pytest.mark.parametrize("loop", ["while True: pass", "__import__('time').sleep(60)"])
def test_slow_document_is_stopped(sandbox, loop, monkeypatch):
    """Computing or sleeping, a converter has its time and no more."""
    run(sandbox, f"import services.parser.formats.html as h\ndef slow(*a):\n    {loop}\nh.convert = slow", monkeypatch)

    assert refusal(sandbox, html()) == "too_slow"
    assert sandbox.convert_now(pdf(), "a.pdf").text.startswith(TITLE)


def test_greedy_document_is_stopped(sandbox, monkeypatch):
    """A converter that wants more memory than there is for a document is refused it."""
    greedy = "import services.parser.formats.html as h\nh.convert = lambda *a: bytearray(1 << 30)"
    run(sandbox, greedy, monkeypatch)

    assert refusal(sandbox, html()) == "too_much_memory"
    assert sandbox.convert_now(pdf(), "a.pdf").text.startswith(TITLE)


def test_defect_of_a_converter_is_named(sandbox, monkeypatch):
    """What a library raises for a hostile file is a refusal that says where."""
    run(sandbox, "import services.parser.formats.html as h\nh.convert = lambda *a: {}['缴存']", monkeypatch)

    with pytest.raises(Rejected, match=r"KeyError.*缴存") as refused:
        sandbox.convert_now(html(), "a")
    assert refused.value.code == "converter_died"


def test_killed_server_is_replaced(sandbox):
    """When the fork server itself is killed between documents, the next one starts another."""
    sandbox.convert_now(html(), "a")
    os.kill(server(sandbox), signal.SIGKILL)

    assert sandbox.convert_now(html(), "a").text.startswith(TITLE)


def gone(process):
    """Whether a process is no more, or waits only to be taken note of."""
    try:
        return ") Z" in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True


def test_nothing_runs_after_close(sandbox):
    """Closing ends the server and its worker."""
    sandbox.convert_now(html(), "a")
    found = server(sandbox)
    worker = children(found)
    sandbox.close()

    assert not Path(f"/proc/{found}").exists()
    while not all(gone(w) for w in worker):  # a killed process goes when the kernel comes to it
        time.sleep(0.01)


def run(sandbox: Sandbox, preparation: str, monkeypatch) -> None:
    """Has the sandbox start a fork server in which `preparation` has been run."""
    main = "import sys, services.parser.fork_server as f\nf.main(float(sys.argv[1]), int(sys.argv[2]))"
    program = f"{preparation}\n{main}"
    monkeypatch.setattr(sandbox, "_command", [sandbox._command[0], "-c", program, *sandbox._command[-2:]])


def test_worn_worker_is_replaced(monkeypatch):
    """A worker ends after so many documents and another goes on without a gap."""
    box = Sandbox(seconds=5, memory=256 * MIB)
    run(box, "import services.parser.fork_server as f\nf.DOCUMENTS = 2", monkeypatch)
    try:
        assert [box.convert_now(html(), "a").text[:4] for _ in range(7)] == [TITLE[:4]] * 7
    finally:
        box.close()


def test_frames_have_eight_bytes_of_length():
    """The frame's length is fixed: both ends, whatever their version, agree on where a document begins."""
    assert LENGTH.size == 8
    assert fork_server.LENGTH.pack(1) == b"\0\0\0\0\0\0\0\1"
