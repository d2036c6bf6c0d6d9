"""When to warn: one `[[alert]]` a rule, read from `alerts.toml`, each with a timeline that is its test."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Literal, get_args

from pydantic import Field

from shared.catalogue.metrics import load_metrics
from shared.catalogue.rollups import read_ratio
from shared.catalogue.toml import read_entries
from shared.errors import CatalogueError
from shared.model import Frozen
from shared.state import Scope

FILE = Path(__file__).parent / "alerts.toml"
WORDS = Path(__file__).parent / "alert_words.toml"

AlertKind = Literal["level", "times", "points", "data_quality"]
AlertSeverity = Literal["notice", "warning", "critical"]
SEVERITIES = get_args(AlertSeverity)
"""Mildest first."""

PLACES = frozenset(("subject", "period", "label", "value", "threshold", "low", "high", "before", "now"))
"""What a rule's message may name in braces; a data-quality rule's also `figure` and `finding`."""


class Level(Frozen):
    """One step of a ladder: passed at `raise`, left beyond `clear`."""

    severity: AlertSeverity
    raised: Decimal = Field(alias="raise")
    clear: Decimal


class Step(Frozen):
    """One report of a rule's timeline and what must come of it."""

    why: str
    period: str
    figures: Mapping[str, Decimal]
    errors: tuple[str, ...] = ()
    expect: Literal["none", "undecidable", "resolved"] | AlertSeverity
    reason: str


class AlertRule(Frozen):
    """One rule; the head of `alerts.toml` says what each field means."""

    id: str
    kind: AlertKind
    label: str
    label_en: str
    watch: tuple[str, ...] = ()
    direction: Literal["above", "below"]
    scopes: tuple[Scope, ...] = Field(min_length=1)
    show: Literal["permille", "percent", "times", "points", "printed"]
    message: str
    message_en: str
    source: str
    levels: tuple[Level, ...] = Field(min_length=1)
    at_least: Decimal | None = None
    coverage: Decimal = Decimal("0.8")
    valid_from: int | None = None
    valid_to: int | None = None
    timeline: tuple[Step, ...] = Field(min_length=1)

    def covers(self, year: int) -> bool:
        """Whether the rule is in force for a report year."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Every metric whose error would mislead this rule: those watched and the terms of their ratios."""
        known = load_metrics()
        found: list[str] = []
        for watched in self.watch:
            text = watched if watched.startswith("ratio:") else known[watched].rollup
            ratio = read_ratio(text, known) if text.startswith("ratio:") else None
            found += [watched] if watched in known else []
            found += [*ratio.terms, ratio.base] if ratio else []
        return tuple(dict.fromkeys(found))


class Phrase(Frozen):
    """One sentence in both languages."""

    id: str
    zh: str
    en: str


@cache
def load_alerts(path: Path = FILE) -> tuple[AlertRule, ...]:
    """All rules in the order of the file.

    Raises CatalogueError, naming file and rule, for an unknown field or metric, an id given twice, a ladder that does
    not rise, a `clear` on the wrong side, or a message with an unknown place in it.

    >>> [rule.id for rule in load_alerts()][0]
    'overdue_rate'
    """
    rules = read_entries(path, "alert", AlertRule)
    ids = [rule.id for rule in rules]
    for rule in rules:
        for wrong in _wrong(rule):
            raise CatalogueError(f"{path.name}: alert {rule.id}: {wrong}")
        if ids.count(rule.id) > 1:
            raise CatalogueError(f"{path.name}: alert {rule.id} is given twice")
    return tuple(rules)


@cache
def load_words(path: Path = WORDS) -> Mapping[str, Phrase]:
    """The sentences about alerts by id. Raises CatalogueError."""
    return {phrase.id: phrase for phrase in read_entries(path, "phrase", Phrase)}


def _wrong(rule: AlertRule) -> list[str]:
    known, said = load_metrics(), []
    if (rule.kind == "data_quality") == bool(rule.watch):
        said.append("watch names at least one figure; only a data_quality rule has none, it watches what the others do")
    for watched in rule.watch:
        if watched.startswith("ratio:"):
            read_ratio(watched, known)
        elif watched not in known:
            said.append(f"watch names {watched}, which is no metric")
    up = 1 if rule.direction == "above" else -1
    steps = [level.raised * up for level in rule.levels]
    order = [SEVERITIES.index(level.severity) for level in rule.levels]
    if steps != sorted(set(steps)) or order != sorted(set(order)):
        said.append("levels must go from the mildest to the severest, each further out than the one before")
    if any((level.raised - level.clear) * up < 0 for level in rule.levels):
        said.append("clear must lie on the harmless side of raise")
    allowed = PLACES | ({"figure", "finding"} if rule.kind == "data_quality" else set())
    for text in (rule.message, rule.message_en):
        try:
            named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as error:
            said.append(f"message cannot be read: {error}")
            continue
        said += [f"message names {{{name}}}, which is nothing" for name in sorted(named - allowed)]
    return said
