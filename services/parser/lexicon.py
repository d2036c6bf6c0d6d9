"""The catalogue's phrases as one automaton: every known word of a text in one pass, longest first.

A word has one entry that says all its roles: a figure's label (which metrics it may name), a word of the grammar, or
both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import ahocorasick_rs

from shared.catalogue.language import Language, load_language
from shared.catalogue.metrics import Metric, load_metrics
from shared.catalogue.phrases import expand

LABEL, NIL = "label", "nil"
WHERE = {"labels": "anywhere", "tails": "anywhere", "local": "local", "follows": "follows", "negated": "anywhere"}
CUE = "cue"


@dataclass(slots=True)
class Entry:
    """What one word can mean. Metrics are tuples (group, unit, metric id)."""

    word: str
    role: str = LABEL
    group: str = ""
    anywhere: list[tuple[str, str, str]] = field(default_factory=list)
    local: list[tuple[str, str, str]] = field(default_factory=list)
    follows: list[tuple[str, str, str]] = field(default_factory=list)
    tail: bool = False
    negative: bool = False
    nil: list[str] = field(default_factory=list)


def group_of(metric: Metric) -> str:
    """The group in which a metric's local labels hold: its own, else its id without the last part."""
    return metric.group or metric.id.rpartition(".")[0]


class Lexicon:
    """All words of metrics and language; `scan` finds them."""

    def __init__(self, metrics: Mapping[str, Metric], language: Language) -> None:
        self.entries: dict[str, Entry] = {}
        self.metrics = metrics
        for role, phrases in language.words.items():
            if role == "not_a_body":
                continue
            for phrase in phrases:
                for word in expand(phrase, language.macros):
                    self.entries.setdefault(word, Entry(word, role))
        for group, phrases in language.cues.items():
            for phrase in phrases:
                for word in expand(phrase, language.macros):
                    self.entries[word] = Entry(word, CUE, group)
        for metric in metrics.values():
            self._add(metric, language.macros)
        self._words = list(self.entries.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(self.entries), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def _add(self, metric: Metric, macros: Mapping[str, str]) -> None:
        meaning = (group_of(metric), metric.unit, metric.id)
        for phrase in metric.nil:
            for word in expand(phrase, macros):
                entry = self.entries.setdefault(word, Entry(word, NIL))
                entry.nil.append(metric.id)
        for where, role in WHERE.items():
            for phrase in getattr(metric, where):
                for word in expand(phrase, macros):
                    entry = self.entries.setdefault(word, Entry(word))
                    entry.tail = entry.tail or where == "tails"
                    entry.negative = where == "negated"
                    meanings: list[tuple[str, str, str]] = getattr(entry, role)
                    if meaning not in meanings:
                        meanings.append(meaning)

    def scan(self, plain: str) -> Iterator[tuple[int, int, Entry]]:
        """Every word of the text as (start, end, entry), longest first, never overlapping."""
        words = self._words
        return ((start, end, words[n]) for n, start, end in self._automaton.find_matches_as_indexes(plain))


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of the committed catalogue, built once a process."""
    return Lexicon(load_metrics(), load_language())
