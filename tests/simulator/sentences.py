"""The data that phrasings are written in: sentences with their variants, and sections made of sentences."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """Ways to say the same; `parts` are short ways to say it of a sub-centre within the same line.

    `nil` are ways to say that there was none of it, used when every figure of it is zero.
    """

    variants: tuple[str, ...]
    parts: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    chance: float = 1.0
    whole_only: bool = False
    parts_chance: float = 1.0


@dataclass(slots=True)
class Section:
    """A heading's own name, the prefix of its metrics, its sentences, and tables it may bring."""

    title: tuple[str, ...]
    prefix: str
    sentences: list[Sentence]
    columns: tuple[str, ...] = ()
