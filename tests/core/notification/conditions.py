"""Short ways to write rules, bodies and conditions in tests of the notification room."""

from decimal import Decimal

from services.notification.evaluate import Condition, evaluate
from services.notification.subject import subjects_of
from shared.catalogue.alerts import AlertRule, load_alerts
from shared.model import TOTAL
from tests.builders import believed, checked

RULES = {rule.id: rule for rule in load_alerts()}
OVERDUE, RATE, LOANS = "risk.overdue_amount", "risk.overdue_rate", "loan.balance"


def rule(**changed) -> AlertRule:
    """The overdue rule with some fields changed."""
    return RULES["overdue_rate"].model_copy(update=changed)


def centre_body(*facts, findings=(), period="2022", entity=TOTAL):
    """The centre's whole (or one sub-centre) after one report with these facts."""
    state = believed(checked(*facts, findings=findings, period=period))
    return next(s for s in subjects_of(state) if s.entity == entity)


def look(rule_id, body, prior=None) -> Condition:
    """What one of the default rules says of a body."""
    (found,) = [c for c in evaluate(load_alerts(), body, prior) if c.rule.id == rule_id]
    return found


def permille(text):
    return Decimal(text) / 1000
