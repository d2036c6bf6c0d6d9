"""The store: what the system believes, in Redis 7 or Valkey, core types only. Every change is a compare-and-set.

| key | type | holds |
|---|---|---|
| `hpf:schema` | string | the version of this table; another one is refused |
| `hpf:{21}:centre:211100:2022` | hash | `version`; `state`: CentreState; `document:REPORT_ID`: CheckedDocument |
| `hpf:{21}:centre:211100` | set | the centre's periods |
| `hpf:{21}:province:210000:2022` | hash | `version`; `state`: ProvinceState |
| `hpf:{21}:province:210000:2022:centres` | hash | centre code → version of its state |
| `hpf:{21}:province:210000` | set | periods with at least one centre |
| `hpf:{reports}:REPORT_ID` | hash | one field for each header field of ReportStatus, `stage:NAME` for each stage |
| `hpf:{reports}:index` | sorted set | `RECEIVED_MICROS:REPORT_ID`, score 0: read by name, newest first |
| `hpf:{alerts}:alert:ID` | hash | `version`; `alert`: Alert |
| `hpf:{alerts}:index`, `…:open` | sorted set | `RAISED_MICROS:ID` of every alert, and of those not resolved |
| `hpf:{alerts}:of:SUBJECT` | set | ids of the alerts about a centre or province |
| `hpf:{alerts}:delivery:ID:VERSION:CHANNEL` | hash | one message: `delivery`, `state`, `attempts`, `at`, `detail` |
| `hpf:{alerts}:sent:ID` | set | the messages about an alert |
| `hpf:{alerts}:due` | sorted set | messages to send, by the moment they are due (or their claim ends) |

States and documents are JSON, deflated at level 1; the rest is plain JSON. Braces are cluster hash tags: what one
script writes lies in one slot (a centre with its province's index; an alert with its messages). Reports and alerts
have one slot each: a few thousand small hashes a year. A report is settled when `ReportStatus.settled` says so:
refused, superseded, or with an outcome for aggregation, rollup and notification.
"""

from typing import Self

from shared.edge.store_alerts import Alerts
from shared.edge.store_centres import Centres
from shared.edge.store_link import Page
from shared.edge.store_reports import Reports
from shared.errors import RetryLater
from shared.settings import Settings

__all__ = ["Page", "Store"]


class Store(Reports, Centres, Alerts):
    """Everything kept in Redis; each method says what it raises when Redis is away: RetryLater.

    >>> store = await Store.open(settings)
    >>> state = await store.centre("211100", "2022")
    """

    @classmethod
    async def open(cls, settings: Settings) -> Self:
        """A store for `settings.redis_url`; one that is away now is found out by the first call.

        Raises SettingsError for a wrong URL, a refused login or a store of another schema.
        """
        store = cls(settings.redis_url)
        try:
            await store.ping()
        except RetryLater:
            return store
        except BaseException:
            await store.close()
            raise
        return store
