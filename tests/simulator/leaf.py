"""One body that lives through the years: stocks carried forward by flows, each sum made of its parts."""

from random import Random

from tests.simulator.ledger import Ledger, split
from tests.simulator.metrics import (
    AGES,
    AREAS,
    CONTRIBUTORS,
    HOME_ORDER,
    HOMES,
    HOUSING_USES,
    INCOME,
    OTHER_USES,
    OWNERSHIP,
)


class Leaf:
    """The accounts of one body. `year()` moves on by one year and returns every additive figure of that year."""

    def __init__(self, rng: Random, size: float, culture: float) -> None:
        self.rng = rng
        self.balance = int(size)
        self.withdrawn = int(size * rng.uniform(0.8, 3.2))
        self.paid_in = int(size * rng.uniform(0.22, 0.42))
        self.pay = rng.uniform(13000, 32000)
        self.employees = max(60, int(self.paid_in / self.pay))
        self.employers = max(4, int(self.employees / rng.uniform(15, 110)))
        self.ratio = rng.choice([rng.uniform(0.15, 0.5), rng.uniform(0.5, 0.95), rng.uniform(0.6, 0.9)])
        self.loans = int(size * self.ratio)
        self.loan_size = rng.uniform(260000, 700000)
        self.lent = int(self.loans * rng.uniform(1.4, 3.2))
        self.lent_count = int(self.lent / self.loan_size * rng.uniform(1.0, 1.7))
        self.ledger = Ledger(rng, size, self.loans)
        self._habits(culture)

    def _habits(self, culture: float) -> None:
        """Which business this body does at all; `culture` is shared by the bodies of one city."""
        rng = self.rng
        self.remote = rng.uniform(0.005, 0.12) if rng.random() < 0.7 else 0.0
        self.remote_lent = int(self.lent * self.remote)
        self.subsidised = rng.uniform(0.01, 0.25) if culture < 0.2 else 0.0
        self.subsidised_lent = int(self.lent * self.subsidised * 0.3)
        self.project = int(self.balance * rng.uniform(0.002, 0.02)) if 0.1 < culture < 0.2 else 0
        self.bonds = int(self.balance * rng.uniform(0.002, 0.02)) if 0.15 < culture < 0.3 else 0
        self.financing = int(self.balance * rng.uniform(0.01, 0.05)) if 0.18 < culture < 0.27 else 0
        self.overdue = rng.choice([0.0, rng.uniform(0.00002, 0.0004), rng.uniform(0.0001, 0.0016)])
        self.flexible = rng.choice([0.0, 0.0, 0.01, 0.04])
        weights = [40, 22, 2, 3, 22, 3, 100 * self.flexible, 5]
        self.ownership = [w * rng.uniform(0.3, 1.7) for w in weights]

    def year(self) -> dict[str, int]:
        """All additive figures of the next year; keys that begin with _ are not disclosed themselves."""
        figures = self._contribution()
        figures |= self._withdrawal(figures)
        figures |= self._loans(figures)
        figures |= self._other_uses(figures)
        figures |= self.ledger.year(figures, self.opening)
        figures |= self._loan_structure(figures)
        return figures

    def _contribution(self) -> dict[str, int]:
        rng = self.rng
        self.opening = self.balance
        self.paid_in = int(self.paid_in * rng.uniform(0.97, 1.15))
        employees = max(30, int(self.employees * rng.uniform(0.97, 1.07)))
        employers = max(3, self.employers + int(self.employers * rng.uniform(-0.01, 0.12)))
        net_people, net_firms = employees - self.employees, employers - self.employers
        self.employees, self.employers = employees, employers
        new_people = max(net_people, 0) + int(employees * rng.uniform(0.01, 0.09)) + 2
        figures = {
            "contribution.new_employers": max(net_firms, 0) + rng.randint(0, employers // 30 + 1),
            "contribution.net_new_employers": net_firms,
            "contribution.new_employees": new_people,
            "contribution.net_new_employees": net_people,
            "contribution.active_employers": employers,
            "contribution.active_employees": employees,
            "contribution.amount": self.paid_in,
        }
        for prefix, whole, income in (("contribution", employees, 0.02), ("new_account", new_people, 0.005)):
            parts = split(rng, whole, self.ownership, 0.4 if prefix == "new_account" else 0.03)
            figures |= {f"{prefix}.share.{k}": n for k, n in zip(OWNERSHIP, parts, strict=True)}
            figures |= {
                f"{prefix}.share.{k}": n for k, n in zip(INCOME, split(rng, whole, [1 - income, income]), strict=True)
            }
        return figures

    def _withdrawal(self, f: dict[str, int]) -> dict[str, int]:
        rng = self.rng
        amount = int(self.paid_in * rng.uniform(0.55, 0.93))
        people = max(5, int(self.employees * rng.uniform(0.2, 0.5)))
        self.withdrawn += amount
        self.balance += self.paid_in - amount
        weights = [
            25,
            40,
            rng.choice([1, 5, 10]),
            rng.choice([0, 0, 0.05]),
            22,
            rng.choice([0, 1, 3]),
            rng.choice([0, 0.02]),
            0.6,
            2.5,
        ]
        uses = split(rng, amount, weights)
        figures = {f"withdrawal.share.{k}": n for k, n in zip(HOUSING_USES + OTHER_USES, uses, strict=True)}
        housing = sum(uses[:4])
        figures |= {f"withdrawal.share.{k}": n for k, n in zip(INCOME, split(rng, people, [0.97, 0.03]), strict=True)}
        return figures | {
            "withdrawal.share.housing": housing,
            "withdrawal.share.non_housing": amount - housing,
            "_housing_withdrawal": housing,
            "withdrawal.employees": people,
            "withdrawal.amount": amount,
            "withdrawal.cumulative": self.withdrawn,
            "contribution.cumulative": self.withdrawn + self.balance,
            "contribution.balance": self.balance,
        }

    def _loans(self, f: dict[str, int]) -> dict[str, int]:
        rng = self.rng
        recovered = int(self.loans * rng.uniform(0.09, 0.17))
        room = int(self.balance * 0.96) - self.loans + recovered
        wanted = int(self.balance * self.ratio * rng.uniform(0.07, 0.25))
        count = max(2, int(min(wanted, max(room, 0)) / self.loan_size))
        issued = int(count * self.loan_size * rng.uniform(0.93, 1.07))
        self.loan_size *= rng.uniform(0.98, 1.05)
        self.loans += issued - recovered
        self.lent += issued
        self.lent_count += count
        remote = int(count * self.remote * rng.uniform(0.5, 1.5))
        remote_amount = int(issued * remote / count * rng.uniform(0.9, 0.99))
        self.remote_lent += remote_amount
        overdue = int(self.loans * self.overdue * rng.uniform(0.8, 1.2))
        return {
            "loan.issued_count": count,
            "loan.issued_amount": issued,
            "loan.recovered_amount": recovered,
            "loan.cumulative_count": self.lent_count,
            "loan.cumulative_amount": self.lent,
            "loan.balance": self.loans,
            "loan.remote_issued_count": remote,
            "loan.remote_issued_amount": remote_amount,
            "loan.remote_cumulative_amount": self.remote_lent,
            "loan.remote_balance": int(self.remote_lent * self.loans / self.lent * rng.uniform(0.95, 1)),
            "loan.area_supported": count * rng.randint(98, 128),
            "loan.interest_saved": int(issued * rng.uniform(0.12, 0.24)),
            "risk.overdue_amount": overdue,
            "risk.npl_balance": overdue,
            "risk.project_overdue_amount": 0,
        }

    def _other_uses(self, f: dict[str, int]) -> dict[str, int]:
        rng = self.rng
        subsidised = int(f["loan.issued_count"] * self.subsidised * rng.uniform(0.5, 1.2))
        amount = int(subsidised * self.loan_size * rng.uniform(0.9, 1.1))
        self.subsidised_lent += amount
        lent = int(self.project * rng.uniform(0, 0.3)) if rng.random() < 0.6 else 0
        self.project = int(self.project * rng.uniform(0.6, 1)) + lent
        bought = int(self.bonds * rng.uniform(0.1, 0.6)) if rng.random() < 0.5 else 0
        self.bonds = int(self.bonds * rng.uniform(0.5, 1)) + bought
        borrowed = int(self.financing * rng.uniform(0.1, 0.8)) if rng.random() < 0.7 else 0
        self.financing = int(self.financing * rng.uniform(0.5, 0.95)) + borrowed
        return {
            "loan.subsidised_issued_count": subsidised,
            "loan.subsidised_issued_amount": amount,
            "loan.subsidised_cumulative_amount": self.subsidised_lent,
            "loan.subsidy_paid": int(self.subsidised_lent * rng.uniform(0.005, 0.02)),
            "loan.project_issued_amount": lent,
            "loan.project_balance": self.project,
            "bond.purchased": bought,
            "bond.balance": self.bonds,
            "financing.borrowed": borrowed,
            "financing.balance": self.financing,
        }

    def _loan_structure(self, f: dict[str, int]) -> dict[str, int]:
        rng, count = self.rng, f["loan.issued_count"]
        groups: list[tuple[tuple[str, ...], list[float]]] = [
            (AREAS, [15, 72, 13]),
            (HOMES, [62, 37, rng.choice([0, 0, 1])]),
            (CONTRIBUTORS, [48, 51, rng.choice([0, 0.7])]),
            (AGES, [32, 43, 19, 6]),
            (HOME_ORDER, [84, 16]),
            (INCOME, [96, 4]),
        ]
        figures: dict[str, int] = {}
        for names, weights in groups:
            figures |= {f"loan.share.{k}": n for k, n in zip(names, split(rng, count, weights), strict=True)}
        figures["loan.share.area_small_medium"] = figures["loan.share.area_le_90"] + figures["loan.share.area_90_144"]
        figures["loan.share.affordable_home"] = int(figures["loan.share.new_home"] * rng.choice([0, 0, 0.02]))
        return figures
