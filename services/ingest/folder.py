"""The watched folder: complete files in, each taken once, then moved to `done/` or, with the reason, to `rejected/`.

A file is complete when its size and time stand still between two looks. Write beside the folder and rename into it,
or under a name that starts with a dot or ends in `.part` or `.tmp`: such names are left alone, and so are links and
folders.
"""

import os
import stat
from pathlib import Path

from services.ingest.register import too_large

DONE, REJECTED = "done", "rejected"
UNFINISHED = (".part", ".tmp", ".crdownload", "~")

Look = dict[Path, tuple[int, int]]


class Inbox:
    """One watched folder and what the last look at it saw."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder, self.limit = folder, limit
        self._before: Look = {}
        self._stuck: Look = {}
        for name in ("", DONE, REJECTED):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def ready(self) -> list[Path]:
        """Looks once: the files that have not changed since the last look, oldest first."""
        now = {path: seen for path in self.folder.iterdir() if (seen := _look(path))}
        complete = [p for p, seen in now.items() if self._before.get(p) == seen and self._stuck.get(p) != seen]
        self._before = now
        self._stuck = {p: seen for p, seen in self._stuck.items() if p in now}
        return sorted(complete, key=lambda p: (now[p][1], p.name))

    def read(self, path: Path) -> bytes:
        """The bytes of a complete file, never more than the limit. Raises Rejected `too_large`, or OSError."""
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            content = file.read(self.limit + 1)
        if len(content) > self.limit:
            raise too_large(path.name, self.limit)
        return content

    def done(self, path: Path, report_id: str) -> None:
        """Moves a taken file to `done/`, under a name that says which report it became."""
        self._move(path, self.folder / DONE / f"{report_id[:12]}-{path.name}")

    def reject(self, path: Path, reason: str) -> None:
        """Moves a refused file to `rejected/` and writes the reason beside it."""
        target = self.folder / REJECTED / path.name
        self._move(path, target)
        target.with_name(target.name + ".reason.txt").write_text(reason + "\n", encoding="utf-8")

    def _move(self, path: Path, target: Path) -> None:
        """Where a file cannot be moved it is remembered instead, so that it is not taken again and again."""
        seen = _look(path)
        try:
            path.replace(target)
        except FileNotFoundError:  # another replica took the same file: it is the same report
            return
        except OSError:
            if seen:
                self._stuck[path] = seen
            raise


def _look(path: Path) -> tuple[int, int] | None:
    if path.name.startswith(".") or path.name.endswith(UNFINISHED):
        return None
    try:
        found = path.lstat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None
