"""Alerts as signed JSON posts to HPF_WEBHOOK_URL.

| header | holds |
|---|---|
| `Idempotency-Key` | `ALERT_ID:VERSION`, the same for every attempt: a receiver that knows it need only answer 2xx |
| `X-HPF-Timestamp` | seconds since 1970 when this attempt was signed |
| `X-HPF-Signature` | `sha256=` and the hex HMAC-SHA256 of `TIMESTAMP.BODY` under the secret, where one is set |

2xx is delivered; 408, 425, 429, 5xx and network failures are tried again; anything else is final, redirects too: a
signed alert goes where the operator said and nowhere else.
"""

import asyncio
import hashlib
import hmac
import time
from urllib.parse import urlsplit

import httpx

from services.notification.message import Message
from services.notification.receipt import SECONDS, Channel, Receipt
from shared.errors import SettingsError
from shared.settings import Settings

AGAIN = frozenset((408, 425, 429))


class WebhookChannel:
    """Posts messages to one address."""

    def __init__(self, url: str, secret: bytes | None) -> None:
        self._url, self._secret = url, secret
        self._client = httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)

    async def deliver(self, message: Message) -> Receipt:
        """Posts the message; of the answer only the status is read."""
        body = message.model_dump_json().encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.key, **self._signature(body)}
        try:
            async with (
                asyncio.timeout(SECONDS),
                self._client.stream("POST", self._url, content=body, headers=headers) as answer,
            ):
                return _receipt(answer.status_code)
        except TimeoutError:
            return Receipt(False, again=True, detail=f"no answer within {SECONDS:g} s")
        except httpx.HTTPError as error:
            return Receipt(False, again=True, detail=f"{type(error).__name__}: {error}"[:200])

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    def _signature(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))
        if not self._secret:
            return {"X-HPF-Timestamp": stamp}
        return {"X-HPF-Timestamp": stamp, "X-HPF-Signature": sign(self._secret, stamp, body)}


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """The signature of a body: what a receiver computes and compares.

    >>> sign(b"secret", "1700000000", b"{}")[:14]
    'sha256=d3a155f'
    """
    return "sha256=" + hmac.new(secret, f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def open_channel(settings: Settings) -> Channel | None:
    """A channel to HPF_WEBHOOK_URL, None where that is empty.

    Raises SettingsError for an address that is not http(s), or a secret file that cannot be read or is empty.
    """
    url = settings.webhook_url
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError("HPF_WEBHOOK_URL：应为 http(s)://… (must be an http(s) URL)")
    return WebhookChannel(url, _secret(settings))


def _secret(settings: Settings) -> bytes | None:
    if settings.webhook_secret_file is None:
        return None
    try:
        secret = settings.webhook_secret_file.read_bytes().strip()
    except OSError as error:
        raise SettingsError(f"HPF_WEBHOOK_SECRET_FILE：无法读取 (cannot be read): {error}") from error
    if not secret:
        raise SettingsError("HPF_WEBHOOK_SECRET_FILE：文件是空的 (the file is empty)")
    return secret


def _receipt(status: int) -> Receipt:
    again = status in AGAIN or status >= 500
    return Receipt(200 <= status < 300, again=again, detail=f"HTTP {status}")
