"""Habits that only some reports have: last year's figure beside this year's, footnote marks, plans, ranks."""

from dataclasses import dataclass
from random import Random

from tests.simulator.books import TOTAL, Entity
from tests.simulator.figures import Fig, Run
from tests.simulator.hand import Hand
from tests.simulator.metrics import KIND

_PLANNED = frozenset({"contribution.amount", "withdrawal.amount", "loan.issued_amount"})
_RANKED = frozenset({"contribution.balance", "loan.balance", "contribution.amount", "loan.to_balance_ratio"})
_SHOWN = ("contribution.", "withdrawal.", "loan.", "income.", "expense.", "surplus.", "risk.")


@dataclass(slots=True)
class Quirks:
    """How often this report does each of them at a figure."""

    rng: Random
    last_year: float = 0.0
    notes: float = 0.0
    plans: float = 0.0
    ranks: float = 0.0
    count: int = 0

    def before(self) -> list[Run]:
        """A footnote mark between a label and its figure."""
        if not self.notes or self.rng.random() >= self.notes:
            return []
        self.count += 1
        return [self.rng.choice([f"[{self.count}]", f"[{self.count}]", "①②③④⑤⑥⑦⑧⑨"[self.count % 9]])]

    def after(self, hand: Hand, entity: Entity, fig: Fig) -> list[Run]:
        """Words after a level: what it was a year ago, how much of the plan it is, which place it takes."""
        chance, metric = self.rng.random(), fig.metric
        if (
            chance < self.last_year
            and metric.startswith(_SHOWN)
            and entity.prior.get(metric)
            and KIND[metric] != "banks"
        ):
            was = hand.level(entity.name, metric, entity.prior[metric], fig.form).raw
            return [self.rng.choice([f"（上年{was}）", f"（上年为{was}）", f"（上年同期{was}）"])]
        if entity.name == TOTAL and chance < self.plans and metric in _PLANNED:
            done = f"{self.rng.randint(952, 1389) / 10}%"
            return [
                self.rng.choice([f"，完成全年计划的{done}", f"，完成年度目标任务的{done}", f"（完成年计划{done}）"])
            ]
        if entity.name == TOTAL and chance < self.ranks and metric in _RANKED:
            return [self.rng.choice(["，总量居全省第4位", "，位列全省第三", "，居全省前列"])]
        return []


def quirks(rng: Random) -> Quirks:
    """One report's; most have none."""
    return Quirks(
        rng,
        last_year=rng.choice([0] * 9 + [0.25]),
        notes=rng.choice([0] * 11 + [0.08]),
        plans=rng.choice([0] * 9 + [0.5]),
        ranks=rng.choice([0] * 12 + [0.4]),
    )
