"""Which knowledge a result was made with: one short hash over every data file of the catalogue."""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def catalogue_version(folder: Path = FOLDER) -> str:
    """Twelve hex digits that change with any data file's name or content, and with nothing else.

    Computed once a process; about a millisecond.
    """
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]
