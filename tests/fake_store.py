"""The store without Redis, for tests: the same promises (tests/contract/test_store.py runs on both), in dictionaries.

States go through JSON as they do in Redis, so that what does not survive it fails here too.
"""

from datetime import timedelta

from shared.edge.store import Page
from shared.errors import RetryLater
from shared.state import Alert, CentreState, CheckedDocument, Delivery, ProvinceState, ReportStatus


class FakeStore:
    """`away = True` makes every call raise RetryLater, as a Redis that is down does."""

    def __init__(self):
        self.away = False
        self._headers, self._stages = {}, {}
        self._centres, self._documents, self._provinces = {}, {}, {}
        self._alerts, self._deliveries, self._due = {}, {}, {}

    @classmethod
    async def open(cls, settings):
        return cls()

    async def close(self):
        pass

    async def ping(self):
        self._here()

    def _here(self):
        if self.away:
            raise RetryLater("the fake store is away")

    # ---- reports

    async def register(self, status):
        self._here()
        if status.report_id in self._headers:
            return await self.report(status.report_id)
        self._headers[status.report_id] = status.model_copy(update={"stages": ()})
        return None

    async def set_stage(self, report_id, outcome, **changed):
        self._here()
        if unknown := set(changed) - (set(ReportStatus.model_fields) - {"stages", "report_id"}):
            raise TypeError(f"no header field of a report's status: {', '.join(sorted(unknown))}")
        stages, header = self._stages.setdefault(report_id, {}), self._headers.get(report_id)
        old = stages.get(outcome.stage)
        if old and (outcome.at < old.at or outcome.outcome == "duplicate"):
            return False
        if not old or (old.outcome, old.detail) != (outcome.outcome, outcome.detail):
            stages[outcome.stage] = outcome
        if header:
            self._headers[report_id] = header.model_copy(update=changed)
        return True

    async def report(self, report_id):
        self._here()
        header, stages = self._headers.get(report_id), self._stages.get(report_id, {})
        order = ("ingest", "parser", "validator", "aggregation", "rollup", "notification")
        return header and header.model_copy(update={"stages": tuple(stages[s] for s in order if s in stages)})

    async def reports(self, limit=50, cursor=None):
        self._here()
        keys = {f"{s.received_at.timestamp():020.6f}:{i}": i for i, s in self._headers.items()}
        names, following = _part(keys, limit, cursor)
        return Page([await self.report(keys[n]) for n in names], following)

    # ---- centres and provinces

    async def centre(self, code, period, documents=True):
        self._here()
        if (code, period) not in self._centres:
            return None
        state = CentreState.model_validate_json(self._centres[code, period])
        kept = [CheckedDocument.model_validate_json(d) for d in self._documents[code, period].values()]
        ordered = sorted(kept, key=lambda d: (d.report.received_at, d.report.report_id))
        return state.model_copy(update={"documents": tuple(ordered) if documents else ()})

    async def centre_periods(self, code):
        self._here()
        return sorted(p for c, p in self._centres if c == code)

    async def save_centre(self, state, expected):
        self._here()
        key = state.centre.code, state.period
        before = await self.centre(*key)
        if (before.version if before else 0) != expected:
            return False
        self._centres[key] = state.model_dump_json()
        documents = {d.report.report_id: d.model_dump_json() for d in state.documents}
        self._documents.setdefault(key, {}).update(documents)
        return True

    async def province_versions(self, province_code, period):
        states = await self.province_centres(province_code, period)
        return {s.centre.code: s.version for s in states}

    async def province_centres(self, province_code, period, codes=None):
        self._here()
        of_period = [CentreState.model_validate_json(s) for (_, p), s in sorted(self._centres.items()) if p == period]
        wanted = None if codes is None else set(codes)
        return [
            s
            for s in of_period
            if s.centre.province_code == province_code and (wanted is None or s.centre.code in wanted)
        ]

    async def province(self, code, period):
        self._here()
        kept = self._provinces.get((code, period))
        return ProvinceState.model_validate_json(kept) if kept else None

    async def province_periods(self, code):
        self._here()
        states = [CentreState.model_validate_json(s) for s in self._centres.values()]
        return sorted({s.period for s in states if s.centre.province_code == code})

    async def save_province(self, state, expected):
        before = await self.province(state.province_code, state.period)
        if (before.version if before else 0) != expected:
            return False
        self._provinces[state.province_code, state.period] = state.model_dump_json()
        return True

    # ---- alerts and the ledger

    async def alert(self, alert_id):
        self._here()
        kept = self._alerts.get(alert_id)
        return Alert.model_validate_json(kept) if kept else None

    async def alerts(self, limit=50, cursor=None, open_only=False):
        self._here()
        every = [Alert.model_validate_json(a) for a in self._alerts.values()]
        shown = {_raised(a): a for a in every if not open_only or a.state != "resolved"}
        names, following = _part(shown, limit, cursor)
        return Page([shown[n] for n in names], following)

    async def alerts_of(self, subject):
        self._here()
        found = (Alert.model_validate_json(a) for _, a in sorted(self._alerts.items()))
        return [a for a in found if a.subject == subject]

    async def save_alert(self, alert, expected, channels=()):
        before = await self.alert(alert.alert_id)
        if (before.version if before else 0) != expected:
            return False
        self._alerts[alert.alert_id] = alert.model_dump_json()
        at = alert.history[-1].at if alert.history else alert.since
        for channel in channels:
            i = f"{alert.alert_id}:{alert.version}:{channel}"
            if i not in self._deliveries:
                queued = Delivery(delivery_id=i, channel=channel, alert=alert, queued_at=at, at=at)
                self._deliveries[i], self._due[i] = queued, at
        return True

    async def claim_deliveries(self, now, lease: timedelta, limit=20):
        self._here()
        due = sorted((at, i) for i, at in self._due.items() if at <= now)[:limit]
        for _, i in due:
            self._due[i] = now + lease
            tried = self._deliveries[i]
            self._deliveries[i] = tried.model_copy(update={"attempts": tried.attempts + 1})
        return [self._deliveries[i] for _, i in due]

    async def finish_delivery(self, delivery_id, state, now, detail="", again=None):
        self._here()
        changed = {"state": state, "at": now, "detail": detail}
        self._deliveries[delivery_id] = self._deliveries[delivery_id].model_copy(update=changed)
        if state == "waiting":
            self._due[delivery_id] = again or now
        else:
            self._due.pop(delivery_id, None)

    async def deliveries(self, alert_id):
        self._here()
        found = [d for d in self._deliveries.values() if d.alert.alert_id == alert_id]
        return sorted(found, key=lambda d: (d.alert.version, d.channel))

    async def deliveries_waiting(self):
        self._here()
        return len(self._due)


def _raised(alert):
    first = alert.history[0].at if alert.history else alert.since
    return f"{first.timestamp():020.6f}:{alert.alert_id}"


def _part(keys, limit, cursor):
    names = sorted((k for k in keys if cursor is None or k < cursor), reverse=True)[:limit]
    return names, names[-1] if len(names) == limit else None
