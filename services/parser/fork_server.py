"""Documents come in on standard input, texts and refusals go out on standard output, by a worker that may die alone.

Run by services/parser/sandbox.py as `python -m services.parser.fork_server SECONDS MEMORY`. The server never touches a
document: it forks a worker, which reads documents and writes answers under the kernel's limits of processor time,
clock, memory and file size. When a document takes the worker down, the server answers for it and forks the next one.
A frame is a length of eight bytes and that many bytes; an answer is the JSON of a Document or of a refusal.
"""

import gc
import json
import mmap
import os
import resource
import shutil
import signal
import subprocess
import sys
from importlib import import_module
from math import ceil
from pathlib import Path
from struct import Struct
from typing import Final, NoReturn

from services.parser.formats import FORMATS, convert
from services.parser.formats.limits import MIB
from services.parser.formats.programs import Programs
from shared.errors import Rejected

LENGTH: Final = Struct(">Q")
MAX_WRITTEN = 64 * MIB  # bytes in any one file: antiword copies its input to one
DOCUMENTS = 500  # one worker's life: what a library leaks ends with it
_WAITING, _CONVERTING = 0, 1
_WORN, _OUT_OF_MEMORY = 4, 3  # exit statuses of a worker


def main(seconds: float, memory: int) -> None:
    """Serves until standard input ends."""
    out = os.dup(1)
    os.dup2(2, 1)  # nothing that a library prints may land between the frames
    state = mmap.mmap(-1, mmap.PAGESIZE)  # shared with the worker: what it is at
    while True:
        state[0] = _WAITING
        worker = os.fork()
        if worker == 0:
            _work(out, state, seconds, memory)
        _, status, usage = os.wait4(worker, 0)
        if state[0] == _CONVERTING:
            _write(out, _refusal(*_cause_of_death(status, usage.ru_maxrss * 1024, seconds, memory)))
            _load_converters()
        elif os.waitstatus_to_exitcode(status) != _WORN:
            return  # the input ended, or a frame is half written: the other side starts a new server


def antiword(content: bytes) -> bytes:
    """The text of a Word 97 document in UTF-8, by Debian's antiword; `-w 0`: it must not wrap inside a number."""
    command = [str(shutil.which("antiword")), "-m", "UTF-8.txt", "-w", "0", "-"]
    done = subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603 - no shell
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip()[:200] or f"exit {done.returncode}"
        raise Rejected("damaged", f"antiword 读不出这个 doc 文件 (antiword cannot read this doc file): {said}")
    return done.stdout


def installed() -> Programs:
    """The outside programs that are there."""
    return {"antiword": antiword} if shutil.which("antiword") else {}


def _work(out: int, state: mmap.mmap, seconds: float, memory: int) -> NoReturn:
    status = 1
    try:
        _limit_for_life(memory)
        gc.freeze()
        for _ in range(DOCUMENTS):
            header = _read(LENGTH.size)
            if len(header) < LENGTH.size:
                os._exit(0)
            content = _read(LENGTH.unpack(header)[0])
            state[0] = _CONVERTING
            _limit_for_one(seconds)
            answer = _answer(content)
            signal.setitimer(signal.ITIMER_REAL, 0)
            state[0] = _WAITING
            _write(out, answer)
        status = _WORN
    except MemoryError:
        status = _OUT_OF_MEMORY
    finally:
        os._exit(status)  # no exit handlers: they belong to the server


def _answer(content: bytes) -> bytes:
    try:
        return convert(content, "", installed()).model_dump_json().encode()
    except Rejected as error:
        return _refusal(error.code, error.reason)
    except RecursionError:
        return _refusal("too_deep", "文件嵌套太深 (the document is nested too deep)")
    except MemoryError:
        raise
    except Exception as error:
        where = error.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        at = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else "?"
        said = f"{type(error).__name__}: {str(error)[:200]} [{at}]"
        return _refusal("converter_died", f"转换程序读这个文件时出错 (the converter failed on this document): {said}")


def _limit_for_life(memory: int) -> None:
    """The kernel's limits for this process and what it starts."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_WRITTEN, MAX_WRITTEN))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_for_one(seconds: float) -> None:
    """The time for one document: past either limit a signal ends the process, whatever C code it is in."""
    spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(spent + seconds) + 1, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _load_converters() -> None:
    """After a death: what the next worker would import is imported once, here."""
    for module in FORMATS.values():
        import_module(module)


def _cause_of_death(status: int, peak: int, seconds: float, memory: int) -> tuple[str, str]:
    code, limit = os.waitstatus_to_exitcode(status), memory // MIB
    if -code in (signal.SIGALRM, signal.SIGXCPU):
        return "too_slow", f"转换用时超过 {seconds:g} 秒 (converting it took more than {seconds:g} s)"
    if code == _OUT_OF_MEMORY or -code == signal.SIGKILL or peak > memory // 2:
        return (
            "too_much_memory",
            f"转换需要的内存超过 {limit} MiB (converting it needs more than {limit} MiB of memory)",
        )
    how = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return (
        "converter_died",
        f"转换程序被这个文件弄崩了：{how}，内存 {peak // MIB} MiB (the document crashed its converter: {how})",
    )


def _refusal(code: str, reason: str) -> bytes:
    return json.dumps({"rejected": {"code": code, "reason": reason}}).encode()


def _read(size: int) -> bytes:
    """That many bytes of standard input, fewer only at its end; unbuffered, as the next worker reads on."""
    pieces = []
    while size and (piece := os.read(0, min(size, MIB))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _write(out: int, answer: bytes) -> None:
    view = memoryview(LENGTH.pack(len(answer)) + answer)
    while view:
        view = view[os.write(out, view) :]


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
