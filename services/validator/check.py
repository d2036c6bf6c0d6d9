"""A report's figures against the identities: what cannot be true, which number is wrong, what it should be. Pure."""

from collections import Counter
from collections.abc import Mapping

from services.validator.across import across
from services.validator.diagnose import diagnose, diagnose_units
from services.validator.findings import doubted, from_diagnosis, from_merger, from_verdict
from services.validator.merger import all_of, mergers
from services.validator.trial import Court
from services.validator.twice import twice
from shared.books.book import Book
from shared.books.instance import Instance, verdict
from shared.books.rules import rules_for
from shared.model import Checked, Extraction, Finding, Verdict
from shared.state import CentreState

ORDER = ("error", "warning", "info")
MOST_ERRORS = 5
"""A report with more separate contradictions than this was probably misread: then none of them is called an error."""


def check(extraction: Extraction, prior: Mapping[str, CentreState] | None = None) -> Checked:
    """Judges every identity that the report's figures allow and explains those that are violated.

    In: the parser's extraction and the centre's earlier states by period, where there are any. Out: the same facts
    with findings (errors, then warnings, then last digits) and how many identities stood how. Raises nothing: a
    figure that is missing or too coarse makes an identity undecidable.
    """
    report = extraction.report
    book = Book(extraction.facts, extraction.misses)
    instances, missing = rules_for(int(report.period[:4]), report.document == "bulletin").lay(book)
    verdicts = [verdict(instance, book) for instance in instances]
    before, compared = across(report, book, prior or {})
    findings = _findings(book, instances, verdicts) + before + twice(extraction)
    counts = Counter(verdicts) + compared
    counts[Verdict.UNDECIDABLE] += missing
    return Checked(
        report=report,
        facts=extraction.facts,
        misses=extraction.misses,
        findings=tuple(sorted(findings, key=lambda f: ORDER.index(f.severity))),
        verdicts={v: counts[v] for v in Verdict},
    )


def _findings(book: Book, instances: list[Instance], verdicts: list[Verdict]) -> list[Finding]:
    off = [at for at, v in enumerate(verdicts) if v == Verdict.LAST_DIGIT]
    if not off and Verdict.VIOLATED not in verdicts:
        return []
    court = Court(book, instances, list(verdicts))
    last = [from_verdict(court, at, "info") for at in off]
    joined = mergers(court)
    found = [from_merger(court, group) for group in joined]
    found += [from_diagnosis(court, diagnosis) for diagnosis in diagnose(court, all_of(joined))]
    found += [from_diagnosis(court, diagnosis) for diagnosis in diagnose_units(court)]
    soft = [from_verdict(court, at, "warning") for at in sorted(court.violated(hard=False))]
    errors = [f for f in found if f.severity == "error"]
    if len(errors) > MOST_ERRORS:
        errors = [doubted(f) for f in errors]
    return errors + [f for f in found if f.severity != "error"] + soft + last
