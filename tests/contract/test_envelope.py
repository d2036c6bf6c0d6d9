"""What goes round an event: ids from causes, traces handed on, values parsed or rejected."""

from datetime import UTC, datetime

import pytest

from shared.edge.envelope import Incoming, Outgoing, wrap
from shared.errors import Rejected
from shared.events import CentreChanged, DocumentReceived
from shared.topics import CENTRE_CHANGED, DOCUMENT_RECEIVED

NOW = datetime(2026, 1, 2, tzinfo=UTC)
LATER = datetime(2026, 1, 3, tzinfo=UTC)
TRACE = "0af7651916cd43dd8448eb211c80319c"


def cause(**headers: str) -> Incoming:
    return Incoming("t", 1, 7, "k", b"{}", headers)


def result(period: str = "2024", key: str = "210000") -> Outgoing:
    event = CentreChanged(
        centre_code="211100", province_code=key, period=period, version=1, report_id="r", received_at=NOW
    )
    return Outgoing(CENTRE_CHANGED, key, event)


def ids(results, cause=None, now=NOW) -> list[str]:
    return [dict(r.headers)["ce_id"].decode() for r in wrap(results, "test", now, cause)]


def test_same_cause_gives_same_ids_at_any_time():
    """A redelivered cause repeats its results' ids, whenever that is; another cause has others."""
    first = ids([result(), result(key="630000")], cause(ce_id="a"))

    assert ids([result(), result(key="630000")], cause(ce_id="a"), LATER) == first
    assert not set(ids([result(), result(key="630000")], cause(ce_id="b"))) & set(first)


def test_results_of_one_cause_have_different_ids_also_under_one_key():
    """Two results of one type and key are two events."""
    assert len(set(ids([result("2023"), result("2024"), result(key="630000")], cause(ce_id="a")))) == 3


def test_event_without_cause_is_known_by_its_content():
    """The same document announced twice is the same event; another one is not."""
    assert ids([result()]) == ids([result()], now=LATER)
    assert ids([result("2023")]) != ids([result("2024")])


def test_event_without_id_is_known_by_its_position():
    """A record from a stranger has an id all the same, the same on each delivery."""
    assert cause().event_id == cause().event_id != Incoming("t", 1, 8, "k", b"{}", {}).event_id


@pytest.mark.parametrize("parent", ["", "junk", f"00-{'0' * 32}-b7ad6b7169203331-01", f"ff-{TRACE}-b7ad6b7169203331"])
def test_missing_or_broken_trace_begins_a_new_one(parent):
    """A trace that can't be continued is replaced by one that depends on the event alone."""
    incoming = cause(ce_id="a", traceparent=parent)

    assert incoming.trace_id == cause(ce_id="a").trace_id
    assert len(incoming.trace_id) == 32
    assert incoming.trace_id != "0" * 32


def test_trace_is_handed_on_with_a_span_of_its_own():
    """A result belongs to its cause's trace and names itself as the span."""
    [record] = wrap([result()], "test", NOW, cause(traceparent=f"00-{TRACE}-b7ad6b7169203331-01"))
    version, trace, span, flags = dict(record.headers)["traceparent"].decode().split("-")

    assert (version, trace, flags) == ("00", TRACE, "01")
    assert span == dict(record.headers)["ce_id"].decode()[:16] != "b7ad6b7169203331"


def test_value_is_read_back_as_it_was_wrapped():
    """What one room wraps the next one reads."""
    event = DocumentReceived(report_id="r", source="甲.txt", size=3, received_at=NOW, origin="upload")
    [record] = wrap([Outgoing(DOCUMENT_RECEIVED, "r", event)], "test", NOW)

    assert Incoming("t", 0, 0, "r", record.value, {}).read(DocumentReceived) == event


@pytest.mark.parametrize("value", [b"", b"\xff\xfe", b"[1]", b'{"report_id": 1}', b'{"report_id": "r"'])
def test_value_that_is_no_such_event_is_rejected_with_the_fields(value):
    """Bytes that are not the event are rejected by a stable code and a reason that names the type."""
    with pytest.raises(Rejected, match=r"hpf\.document\.received\.v1") as caught:
        Incoming("t", 0, 0, "r", value, {}).read(DocumentReceived)

    assert caught.value.code == "bad_event"
