"""The document archive: bytes in under a name, once and for ever; bytes out. A folder or an S3 bucket.

| name | holds |
|---|---|
| `documents/<sha256>` | a document's bytes |
| `documents/<sha256>.json` | its DocumentReceived event: what a replay needs |
| `texts/<sha256>.json` | the text the parser read from it, with its marks |

Credentials for S3 are the usual `AWS_*` variables (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL` …), read by the S3 client.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from shared.edge.telemetry import ARCHIVE_SECONDS, timed
from shared.errors import RetryLater, SettingsError

S3_RETRY = timedelta(seconds=10)
"""How long the S3 client retries by itself before RetryLater; then the guarded loop retries the whole event."""


def document(report_id: str) -> str:
    """The name of a document's bytes."""
    return f"documents/{report_id}"


def receipt(report_id: str) -> str:
    """The name of a document's DocumentReceived event."""
    return f"documents/{report_id}.json"


def text(report_id: str) -> str:
    """The name of the text that the parser read from a document."""
    return f"texts/{report_id}.json"


class Archive:
    """Names to bytes; a name is written once and never changed.

    >>> archive = Archive("/srv/hpf/archive")
    >>> await archive.put("documents/ab", b"...")
    True
    """

    def __init__(self, url: str) -> None:
        """`url` is a folder, `s3://bucket/prefix`, or `memory://` (tests). Raises SettingsError for anything else."""
        self._url = url
        self._store = _open(url)

    async def put(self, name: str, content: bytes) -> bool:
        """Stores `content` whole or not at all; False if the name was taken: what stands there is left as it is.

        Raises RetryLater when the archive cannot be written to.
        """
        try:
            with timed(ARCHIVE_SECONDS, "put"):
                await obstore.put_async(self._store, name, content, mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
        except (BaseError, OSError) as error:
            raise self._away(error) from error
        return True

    async def get(self, name: str) -> bytes | None:
        """The bytes under `name`, or None. Raises RetryLater when the archive cannot be read."""
        try:
            with timed(ARCHIVE_SECONDS, "get"):
                found = await obstore.get_async(self._store, name)
                return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    async def names(self, prefix: str) -> AsyncIterator[str]:
        """Every name under the folder `prefix` (`documents/`). Raises RetryLater when the archive cannot be read."""
        try:
            async for chunk in obstore.list(self._store, prefix):
                for item in chunk:
                    yield item["path"]
        except (BaseError, OSError) as error:
            raise self._away(error) from error

    async def ping(self) -> None:
        """Raises RetryLater when the archive does not answer or may not be read."""
        await self.get("documents/ping")

    def _away(self, error: Exception) -> RetryLater:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        return RetryLater(f"档案库 {self._url} 不可用 (the archive cannot be used): {first}")


def _open(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if url == "memory://":
        return MemoryStore()
    if parts.scheme == "s3" and parts.netloc:
        prefix = parts.path.strip("/") or None
        return S3Store(parts.netloc, prefix=prefix, retry_config={"retry_timeout": S3_RETRY})
    if "://" in url or not url:
        raise SettingsError(
            f"HPF_ARCHIVE_URL={url!r}：应为文件夹或 s3://桶/前缀 (must be a folder or s3://bucket/prefix)"
        )
    try:
        return LocalStore(Path(url).absolute(), mkdir=True)
    except (BaseError, OSError, ValueError) as error:
        raise SettingsError(f"HPF_ARCHIVE_URL={url!r}：无法使用此文件夹 (cannot use this folder): {error}") from error
