"""Fills sentence patterns with figures: the machinery behind every phrasing, knowing no subject of its own.

A pattern is plain Chinese with figures in braces and droppable pieces in brackets: `缴存额{.amount}[，{.amount:y}]`.
A piece that begins with ? is dropped only when its figure is zero. Modes after the colon: none the level, `y` change
in the year, `e` change since the last year's end, `p`/`q` change in points (year, year's end), `ly`/`le` the same for a
list of metrics, `s` the level with its parts in parentheses when the section says so, or a unit word instead of 人.
A metric that begins with a dot belongs to the section. `{Y}` is the year, `{E}` its end, `{N}` the entity's name,
`{J}` what joins a count and an amount; other words in braces are asides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from random import Random

from tests.simulator import asides
from tests.simulator.books import TOTAL, Book, Entity
from tests.simulator.changes import Changes
from tests.simulator.figures import Fig, Run
from tests.simulator.hand import Hand
from tests.simulator.page import Block
from tests.simulator.quirks import Quirks

_TOKEN = re.compile(r"\{([^}]*)\}")


_CHANGES = frozenset({"y", "e", "p", "q", "ly", "le"})
Token = tuple[bool, str, str]


@lru_cache(maxsize=4096)
def parse(pattern: str) -> tuple[tuple[str, tuple[Token, ...]], ...]:
    """Segments (needed "", droppable "-", droppable when zero "?") of tokens (figure or words, text, mode)."""
    segments = []
    for index, piece in enumerate(re.split(r"[\[\]]", pattern)):
        kind = "" if index % 2 == 0 else "?" if piece.startswith("?") else "-"
        tokens = []
        for place, text in enumerate(_TOKEN.split(piece.lstrip("?").replace("〖", "[").replace("〗", "]"))):
            name, _, mode = text.partition(":") if place % 2 else (text, "", "")
            if name:
                tokens.append((bool(place % 2), name, mode))
        if tokens:
            segments.append((kind, tuple(tokens)))
    return tuple(segments)


@dataclass(slots=True)
class Voice:
    """How one report talks: chosen once a report."""

    year_end: str
    joiner: str
    drop: float
    ascii_marks: bool
    year_word: str = "{Y}年"


@dataclass(slots=True)
class Writer:
    """Writes one report: a hand for figures, a voice for words, the book for the truth."""

    rng: Random
    book: Book
    hand: Hand
    voice: Voice
    changes: Changes
    quirks: Quirks
    hidden: set[tuple[str, str]] = field(default_factory=set)
    blocks: list[Block] = field(default_factory=list)
    told: set[tuple[str, str, str]] = field(default_factory=set)
    prefix: str = ""
    parens: bool = False
    nothing: bool = False
    alias_chance: float = 0.0
    words: dict[str, str] = field(default_factory=dict)

    def has(self, entity: Entity, metric: str, measure: str = "level") -> bool:
        """Whether this report discloses the figure for this entity."""
        if (metric, measure) in self.hidden or metric not in entity.now:
            return False
        if measure == "level":
            return True
        if (metric, "level") in self.hidden and measure == "yoy_rate":
            return False
        return (entity.growth(metric) if measure == "yoy_rate" else entity.change(metric)) is not None

    def name(self, entity: Entity) -> str:
        """The entity as it is called here."""
        if entity.aliases and self.rng.random() < self.alias_chance:
            return self.rng.choice(entity.aliases)
        return entity.name

    def fill(self, pattern: str, entity: Entity | None = None, prefix: str | None = None) -> list[Run] | None:
        """The pattern with its figures, or nothing when a figure that it needs isn't disclosed."""
        entity = entity or self.book.total
        self.prefix = self.prefix if prefix is None else prefix
        runs: list[Run] = []
        for kind, tokens in parse(pattern):
            if kind and self._dropped(kind, tokens, entity):
                continue
            piece: list[Run] = []
            for is_figure, text, mode in tokens:
                got = self._figure(text, mode, entity) if is_figure else [text]
                if got is None:
                    break
                piece += got
            else:
                runs += piece
                continue
            if kind != "-":
                return None
        return runs

    def _dropped(self, kind: str, tokens: tuple[Token, ...], entity: Entity) -> bool:
        """Whether a piece in brackets is left out: by chance, or (marked ?) because there was none of it."""
        if kind == "-":
            return self.rng.random() < self.voice.drop
        figures = [self.metric(text) for is_figure, text, _ in tokens if is_figure]
        return not any(entity.now.get(m) for m in figures) and self.rng.random() < 0.7

    def metric(self, short: str) -> str:
        """The full id of a metric named in a pattern."""
        return self.prefix + short[1:] if short.startswith(".") else short

    def _figure(self, text: str, mode: str, entity: Entity) -> list[Run] | None:
        word = self._word(text, entity)
        if word is not None:
            return [word]
        metrics = [self.metric(m) for m in text.split(",")]
        measure = {"p": "yoy_points", "q": "yoy_points"}.get(mode, "yoy_rate" if mode in _CHANGES else "level")
        if not all(self.has(entity, m, measure) for m in metrics):
            return None
        if mode in _CHANGES:
            return self.changes.say(self.hand, entity, metrics, mode)
        if mode == "both":
            return self._both(entity, metrics)
        return (
            self._net(entity, metrics[0], mode[3:]) if mode.startswith("net") else self._levels(entity, metrics, mode)
        )

    def _levels(self, entity: Entity, metrics: list[str], mode: str) -> list[Run]:
        """Figures as they stand: several in a row, or one with what this report likes to say around it."""
        if mode == "v":
            return self.joined(([self.level(entity, m)] for m in metrics), "、")
        fig = self.level(entity, metrics[0], mode)
        runs: list[Run] = [*self.quirks.before(), *self._space(), fig, *self.quirks.after(self.hand, entity, fig)]
        if self.parens and mode in {"s", "名"} and entity.name == TOTAL:
            runs += self._parenthesised(metrics[0], mode)
        return runs

    def _word(self, text: str, entity: Entity) -> str | None:
        """The word for a text in braces that is no metric."""
        if text in self.words:
            return self.words[text]
        if text in {"Y", "E"}:
            pattern = self.voice.year_word if text == "Y" else self.voice.year_end
            return pattern.format(Y=self.book.year)
        if text in {"N", "J"}:
            return self.name(entity) if text == "N" else self.voice.joiner
        return asides.aside(self.rng, text, self.book, entity, self.nothing) if text in asides.KNOWN else None

    def _space(self) -> list[Run]:
        return [self.hand.space] if self.hand.spaces and self.rng.random() < self.hand.spaces else []

    def level(self, entity: Entity, metric: str, mode: str = "") -> Fig:
        """A figure for a level, marked as a repetition where this report has given it before."""
        fig = self.hand.level(entity.name, metric, entity.now[metric])
        if mode in {"名", "人", "户", "人次"} and fig.form.suffix[-1] in "人名":
            fig.form = replace(fig.form, suffix=fig.form.suffix[:-1] + mode)
            fig.write()
        fig.optional = mode == "?"
        return fig

    def _both(self, entity: Entity, metrics: list[str]) -> list[Run] | None:
        """One figure that is two facts: 均为120万元."""
        if len({entity.now[m] for m in metrics}) > 1:
            return None
        figs = [self.level(entity, m) for m in metrics]
        for fig in figs[1:]:
            fig.raw, fig.label, fig.form, fig.strip = "", figs[0].raw, figs[0].form, figs[0].strip
        figs[0].shared = True
        return list(figs)

    def _net(self, entity: Entity, metric: str, noun: str) -> list[Run]:
        """净增单位 with a minus sign, or 净减少单位 without one."""
        fig = self.level(entity, metric)
        if not fig.down or self.rng.random() < 0.5:
            return ["净增" + noun, fig]
        fig.minus = False
        return [self.rng.choice(["净减少", "净减"]) + noun, fig.write()]

    def _parenthesised(self, metric: str, mode: str) -> list[Run]:
        parts = [p for p in self.book.parts if self.has(p, metric)]
        if not parts:
            return []
        opening, mark = self.rng.choice([("（其中：", "，"), ("（其中，", "，"), ("（其中", "、"), ("（", "、")])
        return [opening, *self.joined(([self.name(p), self.level(p, metric, mode)] for p in parts), mark), "）"]

    def joined(self, items: Iterable[list[Run]], mark: str) -> list[Run]:
        """Runs of several items with a mark between them."""
        runs: list[Run] = []
        for item in items:
            runs += ([mark] if runs else []) + item
        return runs

    def add(self, kind: str, runs: list[Run]) -> None:
        """A block at the end of the page."""
        self.blocks.append(Block(kind, runs))

    def paragraph(self, *pieces: Run) -> None:
        """A paragraph of words and figures."""
        self.add("p", list(pieces))
