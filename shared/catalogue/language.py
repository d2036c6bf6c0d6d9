"""The words of the grammar, read from `language.toml`: directions, comparisons, connectives, cues, headings."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from shared.errors import CatalogueError
from shared.model import Frozen

FILE = Path(__file__).parent / "language.toml"


class Heading(Frozen):
    """A heading whose title holds one of `words` opens a section; the first entry of the file that fits wins."""

    words: tuple[str, ...]
    opens: str


class Language(Frozen):
    """How figures are said: `words` by their role in the grammar, `cues` by the group of metrics they open."""

    macros: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, tuple[str, ...]]
    heading: tuple[Heading, ...]


@cache
def load_language(path: Path = FILE) -> Language:
    """The grammar's words.

    Raises CatalogueError that names the file when it cannot be read or a table is wrong.
    """
    try:
        return Language.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error
