"""One contract for every channel of the table, and the webhook against a server that checks what it receives."""

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from services.notification.app import Notification
from services.notification.channels import CHANNELS, open_channels
from services.notification.channels.webhook import sign
from services.notification.decide import Cause, decide
from services.notification.message import compose
from shared.errors import SettingsError
from shared.settings import Settings
from tests.builders import NOW, fact
from tests.core.notification.conditions import RATE, centre_body, look

pytestmark = pytest.mark.contract
SECRET = b"tested secret"


@pytest.fixture
def receiver():
    """A receiver on loopback: `answers` are the statuses it gives in turn (then 204), `received` what came."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.received.append((self.path, dict(self.headers), body))
            status = self.server.answers.pop(0) if self.server.answers else 204
            if status == "hang":
                self.server.release.wait(20)
                status = 204
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.received, server.answers, server.release = [], [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.release.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def asked(receiver, tmp_path):
    """Settings that ask for every channel of the table."""
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET + b"\n")
    return Settings(webhook_url=receiver.url, webhook_secret_file=secret, data=tmp_path)


@pytest.fixture
async def webhook(asked):
    channel = CHANNELS["webhook"](asked)
    yield channel
    await channel.close()


def message():
    alert = decide(None, look("overdue_rate", centre_body(fact(RATE, "0.00120"))), Cause(NOW, "r1")).alert
    return compose(alert.model_copy(update={"sentence": "逾期率1.20‰"}))


@pytest.mark.parametrize("name", CHANNELS)
async def test_every_channel_delivers_and_says_so(name, asked):
    """A channel takes a message, the same one twice, and answers that it was delivered."""
    channel = CHANNELS[name](asked)

    receipts = [await channel.deliver(message()) for _ in range(2)]
    await channel.close()

    assert [r.delivered for r in receipts] == [True, True]


def test_only_what_is_asked_for_is_opened():
    """Without a webhook's address there is the log alone."""
    assert list(open_channels(Settings())) == ["log"]


async def test_a_post_carries_the_message_its_key_and_its_signature(webhook, receiver):
    """The receiver finds the alert, both texts, the key of alert and version, and a signature it can compute itself."""
    sent = message()
    await webhook.deliver(sent)

    ((path, headers, body),) = receiver.received
    told = json.loads(body)
    assert path == "/hook"
    assert told["key"] == headers["Idempotency-Key"] == f"{sent.alert.alert_id}:1"
    assert told["alert"]["value"] == "0.00120"
    assert "逾期率1.2‰，超过1‰" in told["text"]
    assert "报告原文：“逾期率1.20‰”" in told["text"]
    assert "above 1‰" in told["text_en"]
    assert headers["X-HPF-Signature"] == sign(SECRET, headers["X-HPF-Timestamp"], body)
    assert headers["Content-Type"] == "application/json"


async def test_a_forged_body_does_not_fit_the_signature(webhook, receiver):
    """The signature is of this body at this time: another body or time has another one."""
    await webhook.deliver(message())

    ((_, headers, body),) = receiver.received
    stamp = headers["X-HPF-Timestamp"]
    assert headers["X-HPF-Signature"] != sign(SECRET, stamp, body + b" ")
    assert headers["X-HPF-Signature"] != sign(SECRET, str(int(stamp) + 1), body)


@pytest.mark.parametrize(
    ("status", "delivered", "again"),
    [
        (200, True, False),
        (204, True, False),
        (429, False, True),
        (500, False, True),
        (503, False, True),
        (400, False, False),
        (404, False, False),
        (410, False, False),
    ],
)
async def test_the_answer_decides_whether_to_try_again(webhook, receiver, status, delivered, again):
    """2xx is delivered, an overloaded or broken receiver is tried again, one that says no is not."""
    receiver.answers = [status]
    receipt = await webhook.deliver(message())

    assert (receipt.delivered, receipt.again, receipt.detail) == (delivered, again, f"HTTP {status}")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_redirects_are_not_followed(webhook, receiver, status):
    """An alert goes where the operator said and nowhere else."""
    receiver.answers = [status]
    receipt = await webhook.deliver(message())

    assert (receipt.delivered, receipt.again) == (False, False)
    assert [path for path, _, _ in receiver.received] == ["/hook"]


async def test_a_receiver_that_hangs_is_given_up_on_in_time(webhook, receiver, monkeypatch):
    """No answer within the time limit is a failure to be tried again, not a hanging courier."""
    monkeypatch.setattr("services.notification.channels.webhook.SECONDS", 0.2)
    receiver.answers = ["hang"]
    receipt = await webhook.deliver(message())

    assert (receipt.delivered, receipt.again) == (False, True)


async def test_a_receiver_that_is_not_there_is_tried_again(unused_tcp_port, tmp_path):
    """A refused connection is an outage."""
    channel = CHANNELS["webhook"](Settings(webhook_url=f"http://127.0.0.1:{unused_tcp_port}/"))
    receipt = await channel.deliver(message())
    await channel.close()

    assert (receipt.delivered, receipt.again) == (False, True)


async def test_without_a_secret_nothing_is_signed(receiver):
    """Where no secret is set there is no signature to trust."""
    channel = CHANNELS["webhook"](Settings(webhook_url=receiver.url))
    await channel.deliver(message())
    await channel.close()

    assert "X-HPF-Signature" not in receiver.received[0][1]


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1:80", "http://"])
def test_an_address_that_is_no_http_is_refused(url):
    """A webhook is http or https."""
    with pytest.raises(SettingsError, match="HPF_WEBHOOK_URL"):
        CHANNELS["webhook"](Settings(webhook_url=url))


def test_a_secret_that_is_not_there_is_refused(tmp_path):
    """A secret file that is missing or empty stops the start: unsigned alerts were not asked for."""
    empty = tmp_path / "empty"
    empty.touch()

    for file in (empty, tmp_path / "missing"):
        with pytest.raises(SettingsError, match="HPF_WEBHOOK_SECRET_FILE"):
            CHANNELS["webhook"](Settings(webhook_url="http://127.0.0.1/", webhook_secret_file=file))


async def test_a_running_courier_delivers_from_the_real_store(asked, receiver, redis_url):
    """From the outbox in Valkey to the receiver's answer: delivered once, after one refusal, and so in the ledger."""
    receiver.answers = [503]
    notification = Notification(asked.model_copy(update={"redis_url": redis_url}))
    await notification.start()
    alert = message().alert
    await notification.store.save_alert(alert, 0, list(notification.channels))
    notification.courier.wake.set()

    async with asyncio.timeout(20):
        while await notification.store.deliveries_waiting():
            await asyncio.sleep(0.05)
    ledger = await notification.store.deliveries(alert.alert_id)
    await notification.stop()

    assert [(d.channel, d.state, d.attempts) for d in ledger] == [("log", "delivered", 1), ("webhook", "delivered", 2)]
    assert [headers["Idempotency-Key"] for _, headers, _ in receiver.received] == [f"{alert.alert_id}:1"] * 2
