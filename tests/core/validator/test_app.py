"""The validator room on a store and an archive in memory."""

import json
from decimal import Decimal

import pytest

from services.validator.app import Validator
from shared.catalogue.regions import load_regions
from shared.errors import Rejected, RetryLater
from shared.events import FactsExtracted
from shared.model import Extraction, ReportHeader
from shared.settings import Settings
from shared.state import ReportStatus
from shared.topics import FACTS_CHECKED, FACTS_EXTRACTED
from tests.builders import NOW, believed, centre, checked, fact, incoming
from tests.fake_store import FakeStore

REPORT = f"{1:064x}"
TEXT = "2022年末,不良贷款余额36万元,不良率0.12%。个人住房贷款余额30.00亿元。"


class Texts:
    """An archive that holds one text."""

    async def get(self, name):
        return json.dumps({"text": TEXT, "marks": []}).encode() if name == f"texts/{REPORT}.json" else None


def figure(metric, raw, value, quantum):
    at = TEXT.index(raw)
    return fact(metric, value, quantum=quantum, start=at).model_copy(update={"raw": raw, "end": at + len(raw)})


def extracted(rate="0.0012", of=None):
    """The event of a report whose 不良率 is so much."""
    header = ReportHeader(
        report_id=REPORT, source="a.txt", centre=of or centre(), period="2022", document="annual_report"
    )
    facts = (
        figure("risk.npl_balance", "36万元", "360000", "10000"),
        figure("risk.npl_rate", "0.12%", rate, "0.0001" if rate == "0.0012" else "0.00001"),
        figure("loan.balance", "30.00亿元", "3000000000", "1000000"),
    )
    extraction = Extraction(report=header, facts=facts)
    return FactsExtracted(extraction=extraction, received_at=NOW, catalogue_version="c7", extractor_version="e3")


async def room():
    """The room with a registered report."""
    validator = Validator(Settings())
    validator.store, validator.archive = FakeStore(), Texts()
    await validator.store.register(ReportStatus(report_id=REPORT, source="a.txt", size=9, received_at=NOW))
    return validator


async def test_findings_leave_with_their_sentences_and_their_versions():
    """A clash goes on as a finding with quotes from the archived text; versions and time are handed through."""
    validator = await room()

    (out,) = await validator.on_extracted(incoming(FACTS_EXTRACTED, extracted()))

    assert (out.topic, out.key) == (FACTS_CHECKED, "211100")
    (found,) = [f for f in out.event.findings if f.severity == "error"]
    assert found.suggestion.value == Decimal("0.00012")
    assert found.quotes[0].sentence == "2022年末,不良贷款余额36万元,不良率0.12%。"
    assert (out.event.catalogue_version, out.event.extractor_version, out.event.received_at) == ("c7", "e3", NOW)


async def test_the_status_says_how_many_errors():
    """The report's status has the stage as done with the number of errors."""
    validator = await room()

    await validator.on_extracted(incoming(FACTS_EXTRACTED, extracted()))

    status = await validator.store.report(REPORT)
    assert status.errors == 1
    assert [(s.stage, s.outcome, s.detail) for s in status.stages] == [("validator", "done", "1 errors, 0 warnings")]


async def test_a_clean_report_needs_no_text():
    """Without a finding the archive is not asked, so a report is judged even when its text is gone."""
    validator = await room()
    validator.archive = None

    (out,) = await validator.on_extracted(incoming(FACTS_EXTRACTED, extracted("0.00012")))

    assert not out.event.findings


async def test_a_redelivery_says_the_same():
    """The same event twice gives the same result."""
    validator = await room()

    first = await validator.on_extracted(incoming(FACTS_EXTRACTED, extracted()))

    assert await validator.on_extracted(incoming(FACTS_EXTRACTED, extracted())) == first


async def test_a_provinces_own_report_is_held_against_its_centres():
    """辽宁's report is compared with what all its centres reported; one warning says what is not their sum."""
    validator = await room()
    liaoning = load_regions().province("210000")
    centres = load_regions().centres(liaoning.code, 2022)
    for one in centres:
        state = believed(checked(fact("loan.balance", "1000000000", quantum="1000000"), of=one))
        await validator.store.save_centre(state, 0)
    event = extracted(rate="0.00012", of=centre("210000", "辽宁省"))

    (out,) = await validator.on_extracted(incoming(FACTS_EXTRACTED, event))

    (found,) = [f for f in out.event.findings if f.severity == "warning"]
    assert found.rule == "across.control_total"
    assert found.expected == len(centres) * 10**9


async def test_a_store_that_is_away_means_later():
    """Nothing is judged without knowing what was reported before: the event is tried again."""
    validator = await room()
    validator.store.away = True

    with pytest.raises(RetryLater):
        await validator.on_extracted(incoming(FACTS_EXTRACTED, extracted()))


async def test_a_report_of_nobody_is_rejected():
    """An event without a centre cannot be keyed: dead letter, and the status says why."""
    validator = await room()
    event = extracted()
    header = event.extraction.report.model_copy(update={"centre": None})
    nobody = event.model_copy(update={"extraction": event.extraction.model_copy(update={"report": header})})

    with pytest.raises(Rejected) as error:
        await validator.on_extracted(incoming(FACTS_EXTRACTED, nobody))
    await validator.on_rejected(incoming(FACTS_EXTRACTED, nobody), error.value)

    assert (await validator.store.report(REPORT)).reason_code == "unknown_centre"
