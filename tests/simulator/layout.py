"""How one report is laid out: numbering, order, which chapters it leaves out, how it tells its sub-centres."""

from dataclasses import dataclass, field
from random import Random

from tests.simulator import sections
from tests.simulator.metrics import TELLING
from tests.simulator.sentences import Section
from tests.simulator.writer import Writer

_HAN = "一二三四五六七八九十"
MODES = ("none", "inline", "parens", "blocks", "table")


@dataclass(slots=True)
class Layout:
    """Choices made once a report; counters for headings."""

    rng: Random
    modes: tuple[str, ...]
    furniture: bool
    news: bool
    organisation: bool
    omitted: frozenset[str]
    dropped: frozenset[str]
    heading_mark: str
    bracket: str
    run_in: bool
    one_paragraph: bool
    social_parts: bool
    order: tuple[int, ...] = (0, 1, 2, 3)
    chapter_mark: str = "{}、"
    aliases: float = 0.0
    vintage: bool = False
    chapters: int = 0
    count: int = 0
    seen: set[str] = field(default_factory=set)

    def chapter(self, w: Writer, name: str) -> None:
        """A heading of the first level."""
        w.add("h1", [self.chapter_mark.format(_HAN[self.chapters]) + name])
        self.chapters += 1

    def restart(self) -> None:
        """Sections begin at one in every chapter."""
        self.count = 0

    def section(self, w: Writer, titles: tuple[str, ...], alone: bool) -> list[str]:
        """A heading of the second level, on a line of its own or as the opening of its paragraph."""
        if not titles:
            return []
        text = self.bracket.format(_HAN[self.count]) + self.rng.choice(titles) + self.heading_mark
        self.count += 1
        if alone or not self.run_in:
            w.add("h2", [text])
            return []
        return [text]

    def place(self, w: Writer, section: Section, numbered: int | None) -> None:
        """A section with its heading; nothing at all when it is left out."""
        if section.prefix in self.dropped and not any(
            w.book.total.now[m] for m in TELLING if m.startswith(section.prefix)
        ):
            return
        before = len(w.blocks)
        lead: list[str] = []
        if numbered is not None:
            mark = self.rng.choice([".", ".", "．", "、"])
            text = f"{numbered}{mark}{self.rng.choice(section.title)}{self.heading_mark or '。'}"
            if self.run_in:
                lead = [text]
            else:
                w.add("h3", [text])
        else:
            lead = self.section(w, section.title, alone=False)
        mode = "apart" if w.book.apart else self.rng.choice(self.modes)
        started = len(w.blocks)
        sections.write(w, section, mode, self.one_paragraph, list(lead))
        if mode in {"blocks", "apart"} and len(w.blocks) > started:
            w.alias_chance = self.aliases
        if len(w.blocks) == started:
            del w.blocks[before:]
            self.count -= bool(numbered is None and section.title)


_DROPPABLE = (
    "bond.",
    "financing.",
    "loan.subsidised_",
    "loan.project_",
    "loan.remote_",
    "utilisation.",
    "new_account.share.",
    "contribution.share.",
    "withdrawal.share.",
    "loan.share.",
    "housing_contribution.",
    "admin_expense.",
)


def layout(rng: Random, parts: int, year: int) -> Layout:
    """One report's layout."""
    modes = (
        rng.choice(
            [
                ("blocks",),
                ("blocks", "inline"),
                ("inline",),
                ("none", "inline"),
                ("none",),
                ("parens", "inline"),
                ("blocks", "blocks", "inline"),
                ("table", "inline"),
            ]
        )
        if parts
        else ("none",)
    )
    dropped = {p for p in _DROPPABLE if rng.random() < 0.12}
    omitted = {c for c in ("主要财务数据", "资产风险状况", "社会经济效益", "其他重要事项") if rng.random() < 0.07}
    return Layout(
        rng,
        modes,
        furniture=rng.random() < 0.7,
        news=rng.random() < 0.12,
        organisation=rng.random() < 0.85,
        omitted=frozenset(omitted),
        dropped=frozenset(dropped),
        heading_mark=rng.choice(["：", "", "。", ":"]),
        bracket=rng.choice(["（{}）"] * 8 + ["({})", "({})", "{}、", "（{}） "]),
        run_in=rng.random() < 0.55,
        one_paragraph=rng.random() < 0.45,
        social_parts=rng.random() < 0.5,
        order=tuple(rng.sample(range(4), 4)) if rng.random() < 0.12 else (0, 1, 2, 3),
        chapter_mark=rng.choice(["{}、"] * 10 + ["第{}部分 ", "{}．", "{} "]),
        aliases=rng.choice([0, 0.3, 0.6]),
        vintage=rng.random() < (0.6 if year < 2019 else 0.05),
    )
