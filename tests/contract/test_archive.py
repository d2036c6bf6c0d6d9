"""The archive's contract, run against memory, a real folder and an S3 server."""

import asyncio
import urllib.request
import uuid
from datetime import timedelta

import pytest
from moto.server import ThreadedMotoServer

from shared.edge.archive import Archive
from shared.errors import RetryLater, SettingsError

pytestmark = pytest.mark.contract


@pytest.fixture(scope="module")
def s3():
    """The address of an S3 server on loopback."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    server.stop()


def point_at(monkeypatch, s3):
    """The environment of a client of that server."""
    for name, value in {
        **{"AWS_ENDPOINT_URL": s3, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1"},
        **{"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"},
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=["memory", "folder", "s3"])
def archive(request, tmp_path, s3, monkeypatch):
    """One empty archive of each kind."""
    if request.param == "s3":
        point_at(monkeypatch, s3)
        bucket = f"bucket-{uuid.uuid4().hex}"
        urllib.request.urlopen(urllib.request.Request(f"{s3}/{bucket}", method="PUT")).close()
        return Archive(f"s3://{bucket}/some/prefix")
    return Archive("memory://" if request.param == "memory" else str(tmp_path / "deep" / "archive"))


async def listed(archive, prefix):
    """Every name under a prefix, sorted."""
    return sorted([name async for name in archive.names(prefix)])


async def test_bytes_come_back_as_they_went_in(archive):
    """What was put is what is got, for empty, binary and large content alike."""
    for name, content in {
        "documents/a": b"",
        "documents/b": bytes(range(256)),
        "documents/c": b"x" * 9_000_000,
    }.items():
        assert await archive.put(name, content) is True
        assert await archive.get(name) == content


async def test_a_name_is_written_once(archive):
    """A second put under the same name says False and changes nothing."""
    await archive.put("documents/a", b"first")

    assert await archive.put("documents/a", b"second") is False
    assert await archive.get("documents/a") == b"first"


async def test_of_many_writers_at_once_exactly_one_wins(archive):
    """Twenty concurrent puts of one name: one True, and its bytes are what stands there."""
    contents = [f"writer {n}".encode() for n in range(20)]

    won = await asyncio.gather(*(archive.put("documents/race", c) for c in contents))

    assert won.count(True) == 1
    assert await archive.get("documents/race") == contents[won.index(True)]


async def test_an_unknown_name_is_none(archive):
    """Getting what was never put is None, not an error."""
    assert await archive.get("documents/nothing") is None


async def test_names_lists_one_folder(archive):
    """Names under a prefix are listed whole, others are not, and an empty folder lists nothing."""
    assert await listed(archive, "documents/") == []
    for name in ("documents/b", "documents/a", "texts/c"):
        await archive.put(name, b"")

    assert await listed(archive, "documents/") == ["documents/a", "documents/b"]


async def test_an_archive_that_cannot_be_written_asks_for_a_retry(tmp_path):
    """A folder that became a file is no reason to lose an event: RetryLater, with the archive named."""
    archive = Archive(str(tmp_path / "archive"))
    (tmp_path / "archive" / "documents").write_text("in the way")

    with pytest.raises(RetryLater, match="archive"):
        await archive.put("documents/a", b"x")


async def test_an_s3_server_that_refuses_or_is_away_asks_for_a_retry(s3, monkeypatch):
    """A bucket that does not exist and a server that does not answer are both RetryLater, with the archive named."""
    point_at(monkeypatch, s3)
    with pytest.raises(RetryLater, match="s3://nowhere"):
        await Archive("s3://nowhere").put("documents/a", b"x")

    point_at(monkeypatch, "http://127.0.0.1:1")
    monkeypatch.setattr("shared.edge.archive.S3_RETRY", timedelta(seconds=0.2))
    with pytest.raises(RetryLater, match="s3://bucket"):
        await Archive("s3://bucket").get("documents/a")


async def test_a_put_that_died_halfway_is_not_there(tmp_path):
    """What a killed writer leaves behind is never taken for a document and is not listed."""
    archive = Archive(str(tmp_path))
    await archive.put("documents/whole", b"x")
    (tmp_path / "documents" / "half#1").write_bytes(b"ha")

    assert await listed(archive, "documents/") == ["documents/whole"]


@pytest.mark.parametrize("url", ["", "ftp://host/x", "s3://"])
def test_an_address_that_is_no_archive_is_refused(url):
    """An unusable address names the setting to change."""
    with pytest.raises(SettingsError, match="HPF_ARCHIVE_URL"):
        Archive(url)
