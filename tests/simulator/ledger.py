"""One body's money: what lies in banks, what it earns and spends, and how the surplus is shared out."""

from random import Random


def split(rng: Random, whole: int, weights: list[float], spread: float = 0.25) -> list[int]:
    """Whole numbers that add up to `whole`, roughly in the given proportions; a weight of nothing gets nothing."""
    drawn = [w * rng.uniform(1 - spread, 1 + spread) for w in weights]
    scale = whole / (sum(drawn) or 1)
    parts = [int(d * scale) for d in drawn]
    parts[drawn.index(max(drawn))] += whole - sum(parts)
    return parts


class Ledger:
    """Stocks of money that a year's surplus feeds. `year()` takes the year's business and returns its accounts."""

    def __init__(self, rng: Random, size: float, loans: int) -> None:
        self.rng = rng
        self.reserve = int(loans * rng.uniform(0.02, 0.13))
        self.public_housing = int(size * rng.uniform(0.005, 0.05))
        self.due = int(size * rng.uniform(0.002, 0.008))
        self.deposit = int(size * max(0.06, 1.02 - loans / size))
        self.staff = max(3, int((size / 1e7) ** 0.55 * rng.uniform(1, 2)))
        self.pays_collection = rng.random() < 0.5
        self.writes_off = rng.random() < 0.06
        self.provision = rng.choice(["sixty", "sixty", "one_percent", "none"])

    def year(self, f: dict[str, int], opening: int) -> dict[str, int]:
        """The accounts of a year whose business is `f`, from the contribution balance at its beginning."""
        before = self.deposit
        accounts = self._deposits(f)
        mean_deposit = (before + self.deposit) // 2
        mean_balance = (opening + f["contribution.balance"]) // 2
        mean_loans = f["loan.balance"] - (f["loan.issued_amount"] - f["loan.recovered_amount"]) // 2
        income = self._income(mean_deposit, mean_loans, f["bond.balance"])
        expense = self._expense(mean_balance, income["income.loan_interest"], f["contribution.amount"])
        accounts |= income | expense
        accounts["income.total"], accounts["expense.total"] = sum(income.values()), sum(expense.values())
        accounts["surplus.amount"] = accounts["income.total"] - accounts["expense.total"]
        accounts |= self._allocation(accounts["surplus.amount"], opening, f["loan.balance"])
        accounts |= self._administration(accounts["allocation.admin_fee"])
        accounts["_mean_balance"] = int(mean_balance * self.rng.uniform(0.995, 1.005))
        return accounts

    def _deposits(self, f: dict[str, int]) -> dict[str, int]:
        rng = self.rng
        lent_out = f["loan.balance"] + f["loan.project_balance"] + f["bond.balance"]
        free = int(f["contribution.balance"] * rng.uniform(1.005, 1.025)) + f["financing.balance"] - lent_out
        self.deposit = max(free, 1000)
        kinds = split(rng, self.deposit, [rng.choice([0, 2, 12]), rng.choice([0, 15, 30]), 55, rng.choice([0, 0.2, 6])])
        names = ("deposit.demand", "deposit.term_le_1y", "deposit.term_gt_1y", "deposit.other")
        return {"deposit.total": self.deposit, **dict(zip(names, kinds, strict=True))}

    def _income(self, deposit: int, loans: int, bonds: int) -> dict[str, int]:
        rng = self.rng
        return {
            "income.deposit_interest": int(deposit * rng.uniform(0.019, 0.028)),
            "income.loan_interest": int(loans * rng.uniform(0.0295, 0.0335)),
            "income.bond_interest": int(bonds * rng.uniform(0.025, 0.035)),
            "income.other": int(loans * rng.choice([0, 0.00002, 0.0005])),
        }

    def _expense(self, balance: int, loan_interest: int, paid_in: int) -> dict[str, int]:
        rng = self.rng
        return {
            "expense.employee_interest": int(balance * rng.uniform(0.0145, 0.0155)),
            "expense.collection_fee": int(paid_in * rng.uniform(0.0002, 0.0006)) if self.pays_collection else 0,
            "expense.loan_fee": int(loan_interest * rng.uniform(0.008, 0.04)),
            "expense.other": int(balance * rng.choice([0, 0.000001, 0.0003])),
        }

    def _allocation(self, surplus: int, opening: int, loans: int) -> dict[str, int]:
        """Reserve first (60 % of the surplus, 1 % of the loans, or nothing where it is full), administration, rest."""
        rng = self.rng
        one_percent = min(loans // 100, surplus * 7 // 10)
        reserve = {"sixty": surplus * 60 // 100, "one_percent": one_percent, "none": 0}[self.provision]
        if self.reserve + reserve < loans * 2 // 100:
            reserve = surplus * 60 // 100
        admin = min(int(opening * rng.uniform(0.0006, 0.002)), (surplus - reserve) * 8 // 10)
        written_off = self.reserve // 2000 if self.writes_off else 0
        rest = surplus - reserve - admin
        remitted, self.due = self.due, rest
        self.reserve += reserve - written_off
        self.public_housing += rest
        return {
            "allocation.risk_reserve": reserve,
            "allocation.admin_fee": admin,
            "allocation.public_housing": rest,
            "remittance.admin_fee": rng.choice([admin, 0, admin * 9 // 10]),
            "remittance.public_housing": remitted,
            "reserve.balance": self.reserve,
            "risk.reserve_balance": self.reserve,
            "risk.written_off": written_off,
            "public_housing.cumulative": self.public_housing,
        }

    def _administration(self, admin: int) -> dict[str, int]:
        rng = self.rng
        spent = int(max(admin, 200_000) * rng.uniform(0.75, 1.1))
        personnel, running, special = split(rng, spent, [60, rng.choice([0, 8]), 32])
        established = min(self.staff, max(2, int(self.staff * rng.uniform(0.3, 0.9))))
        return {
            "admin_expense.total": spent,
            "admin_expense.personnel": personnel,
            "admin_expense.public": running,
            "admin_expense.special": special,
            "org.staff_total": self.staff,
            "org.staff_established": established,
            "org.staff_contract": self.staff - established,
            "org.departments": min(12, 3 + self.staff // 15),
            "org.offices": min(30, 1 + self.staff // 12),
        }
