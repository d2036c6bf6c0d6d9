"""Bad documents all at once beside good ones: each told why by name, services unharmed, the good ones through."""

import pytest

from tests.e2e.bad import make
from tests.e2e.system import hpf
from tests.simulator import uniform

pytestmark = pytest.mark.e2e

REFUSED_AT_THE_DOOR = {"空.txt": "empty", "超大.txt": "over the limit"}


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    """One of each kind of bad document."""
    return make(tmp_path_factory.mktemp("bad") / "files")


def test_bad_documents_harm_nobody(system, bad, tmp_path):
    """Each bad file is refused with its name and a reason; the good ones pass; no service restarts."""
    good = [tmp_path / small.source for small in uniform(4, seed="bad input")]
    for path, small in zip(good, uniform(4, seed="bad input"), strict=True):
        path.write_bytes(small.content)
    before = {name: service["restarts"] for name, service in system.run["services"].items()}

    sent = system.hpf("ingest", *bad[:4], *good[:2], *bad[4:], *good[2:], "--wait", "--json")

    answers = {line["file"].rpartition("/")[2]: line for line in sent.lines}
    assert sent.code == 1
    for name, words in REFUSED_AT_THE_DOOR.items():
        assert words in answers[name]["refusal"]
        assert name in answers[name]["refusal"]
    read = [p.name for p in bad if p.name not in REFUSED_AT_THE_DOOR]
    for name in read:
        report = answers[name]["report"]
        assert report["source"] == name
        assert report["reason"], report
        assert "rejected" in {stage["outcome"] for stage in report["stages"]}
    for path in good:
        assert not [s for s in answers[path.name]["report"]["stages"] if s["outcome"] != "done"]
    letters = {line["key"] for line in system.hpf("dead-letters", "list", "--json").lines}
    assert {answers[name]["report_id"] for name in read} <= letters
    assert {name: service["restarts"] for name, service in system.run["services"].items()} == before


def test_the_same_files_are_refused_without_a_system(bad, tmp_path):
    """`hpf validate` on the same files: one line each on standard error naming file and reason, the good one read."""
    (small,) = uniform(1, seed="bad input")
    (tmp_path / small.source).write_bytes(small.content)

    done = hpf("validate", *bad, tmp_path / small.source, tmp_path / "没有.txt")

    complaints = done.err.splitlines()
    assert done.code == 1
    assert [line["report"]["source"] for line in done.lines] == [small.source]
    assert len(complaints) == len(bad) + 1
    for path, complaint in zip([*bad, tmp_path / "没有.txt"], complaints, strict=True):
        assert path.name in complaint
        assert len(complaint) > len(path.name) + 10
