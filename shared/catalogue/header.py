"""The words by which a document says what it is, read from `header.toml`."""

from functools import cache
from pathlib import Path

from shared.catalogue.toml import read_entries
from shared.errors import CatalogueError
from shared.model import Frozen

FILE = Path(__file__).parent / "header.toml"


class HeaderWords(Frozen):
    """The lists of `header.toml`; the file says what each is for."""

    subjects: tuple[str, ...]
    annual: tuple[str, ...]
    disclosure: tuple[str, ...]
    interpretation: tuple[str, ...]
    bulletin: tuple[str, ...]
    not_titles: tuple[str, ...]
    links: tuple[str, ...]
    menus: tuple[str, ...]
    parts: tuple[str, ...]
    everyone: tuple[str, ...]
    whole_province: tuple[str, ...]
    places: tuple[str, ...]
    measures: tuple[str, ...]
    published: tuple[str, ...]


@cache
def load_header_words(file: Path = FILE) -> HeaderWords:
    """The one `[[header]]` of the file.

    Raises CatalogueError that names the file when a list is missing, unknown, empty or holds an empty word.

    >>> "解读" in load_header_words().interpretation
    True
    """
    entries = read_entries(file, "header", HeaderWords)
    if len(entries) != 1:
        raise CatalogueError(f"{file.name}: exactly one [[header]] belongs here, found {len(entries)}")
    for name, words in entries[0]:
        if not words or not all(words):
            raise CatalogueError(f"{file.name}: `{name}` is empty or holds an empty word")
    return entries[0]
