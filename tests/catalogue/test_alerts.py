"""Each alert rule's timeline is its test; a rule that cannot be meant is refused by name."""

import pytest

from services.notification.decide import CHANGES
from services.notification.review import play
from shared.catalogue.alerts import load_alerts, load_words
from shared.errors import CatalogueError

RULE = """
[[alert]]
id = "r"
kind = "level"
label = "甲"
label_en = "a"
watch = ["risk.overdue_rate"]
direction = "above"
scopes = ["centre"]
show = "permille"
message = "{subject}{value}"
message_en = "{subject} {value}"
source = "s"
levels = [{ severity = "notice", raise = "2", clear = "1" }]

[[alert.timeline]]
why = "w"
period = "2022"
figures = { "risk.overdue_rate" = "3" }
expect = "notice"
reason = "raised"
"""


@pytest.mark.parametrize("rule", load_alerts(), ids=lambda r: r.id)
def test_a_rules_timeline_comes_out_as_it_says(rule):
    """Every report of a rule's timeline leaves the alert in the state, and for the reason, that the rule states."""
    for step, alert, decision in play(rule, load_alerts()):
        state = "none" if alert is None else alert.severity if alert.state == "firing" else alert.state
        assert (state, decision.reason) == (step.expect, step.reason), step.why


@pytest.mark.parametrize("rule", load_alerts(), ids=lambda r: r.id)
def test_a_rules_timeline_shows_it_firing(rule):
    """A timeline in which a rule never fires proves nothing."""
    assert any(decision.reason == "raised" for _, _, decision in play(rule, load_alerts()))


def test_every_reason_has_its_words():
    """Whatever an alert changes for can be said in both languages."""
    assert set(CHANGES) | {"acknowledged", "silenced", "closed_by_person"} <= set(load_words())


def test_the_rule_that_the_broken_ones_are_made_from_is_sound(tmp_path):
    """The text that the next test breaks is itself accepted."""
    file = tmp_path / "alerts.toml"
    file.write_text(RULE, encoding="utf-8")

    assert [rule.id for rule in load_alerts(file)] == ["r"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('watch = ["risk.overdue_rate"]', 'watch = ["risk.nothing"]', "risk.nothing"),
        ('watch = ["risk.overdue_rate"]', 'watch = ["ratio:a/b"]', "ratio:a/b"),
        ('watch = ["risk.overdue_rate"]', "watch = []", "watch"),
        ("{value}", "{valu}", "valu"),
        ("{value}", "{value", "message"),
        ('clear = "1"', 'clear = "2.5"', "clear"),
        ('raise = "2"', "rise = 2", "rise"),
        ('"above"', '"over"', "direction"),
        ("levels = [", 'levels = [{ severity = "critical", raise = "1", clear = "1" }, ', "levels"),
        ('id = "r"', 'id = "r"\nunknown = 1', "unknown"),
        ('scopes = ["centre"]', "scopes = []", "scopes"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(tmp_path, old, new, said):
    """A wrong rule stops the start, with the file and what is wrong in the message."""
    assert old in RULE
    file = tmp_path / "alerts.toml"
    file.write_text(RULE.replace(old, new), encoding="utf-8")

    with pytest.raises(CatalogueError, match=said):
        load_alerts(file)


def test_an_id_given_twice_is_refused(tmp_path):
    """Two rules of one id would fight over one alert."""
    file = tmp_path / "alerts.toml"
    file.write_text(RULE + RULE, encoding="utf-8")

    with pytest.raises(CatalogueError, match="twice"):
        load_alerts(file)
