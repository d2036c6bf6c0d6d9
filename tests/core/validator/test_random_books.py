"""Consistent books, printed at random: what is rounded or cut is never an error, what contradicts always is told."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.validator.check import check
from shared.model import Verdict
from tests.core.validator.printing import Mode, report
from tests.core.validator.random_books import books
from tests.core.validator.slips import KINDS, judge, planted


@pytest.mark.parametrize("mode", ["rounded", "cut", "mixed"])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**9), parts=st.sampled_from([0, 2, 3, 4]))
def test_clean_books_raise_no_error_however_they_are_printed(mode: Mode, seed: int, parts: int):
    """Rounded, cut or mixed at random, a consistent report has no violated identity, so no error and no warning."""
    random = Random(seed)
    checked = check(report(random, books(random, parts), mode))

    assert not checked.verdicts[Verdict.VIOLATED]
    assert {f.severity for f in checked.findings} <= {"info"}


def test_rounded_books_hold_without_allowance():
    """A report whose figures are all rounded from exact ones hardly ever needs the last digit."""
    random = Random(5)
    counts = [check(report(random, books(random, 3), "rounded")).verdicts for _ in range(20)]

    assert sum(c[Verdict.LAST_DIGIT] for c in counts) == 0
    assert min(c[Verdict.HOLDS] for c in counts) > 250


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_slip_is_found_named_and_solved(kind: str, capsys: pytest.CaptureFixture[str]):
    """Of twenty slips of a kind that the books contradict nearly all are found, and most have their value suggested."""
    tally = sum((judge(planted(seed, kind)) for seed in range(1, 20)), judge(planted(0, kind)))
    seen = tally["planted"] - tally["hidden"]
    with capsys.disabled():
        print(
            f"\n{kind:14} planted {tally['planted']} seen {seen} found {tally['found']} value {tally['value']}", end=""
        )

    assert tally["found"] >= seen - 1
    assert tally["named"] >= seen - 2
    assert tally["value"] >= {"digit": 0.6, "folded": 0.3}.get(kind, 0.85) * seen
    assert tally["wrong"] <= 1
    assert tally["false"] <= 1


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(["thousand", "ten thousand", "per mille"]))
def test_a_slip_far_beyond_the_interval_is_never_silent(seed: int, kind: str):
    """A figure that many times too large or small and bound by an identity always leaves an error or a warning."""
    tally = judge(planted(seed, kind, parts=2))

    assert tally["hidden"] or tally["found"]


def test_one_wrong_figure_gives_one_error():
    """A figure that breaks many identities is one finding that names them all, not one finding each."""
    case = planted(7, "thousand", parts=3)
    errors = [f for f in check(case.report).findings if f.severity == "error"]

    assert len(errors) == 1
    assert errors[0].suggestion
    assert len(errors[0].suggestion.proofs) > 1
