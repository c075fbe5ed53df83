"""Which days of usage are asked for, also after the computer has slept."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors.cloudflare.usage_reader import DAYS, UsageReader
from connectors.cloudflare.wire import NamespaceItem, UsageRow
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.manual_clock import ManualClock

_PART = re.compile(r'(d\d{8}): workersInvocationsAdaptive\(limit: \d+, filter: \{datetime_geq: "([0-9-]{10})T')
_BASE = re.compile(
    r'(d\d{8}|all): d1AnalyticsAdaptiveGroups\(limit: (\d+), filter: \{date_geq: "(.{10})", date_leq: "(.{10})"'
)
_SPACE = re.compile(r"(n\d+): kvStorageAdaptiveGroups")
_BUCKETS = re.compile(r"(d\d{8}): r2StorageAdaptiveGroups")
DAY_S = 86_400
WHOLE, HALF = 1000.0, 750.0


class Analytics:
    """Counts 1000 requests of a whole day and 750 of today; keeps the days that it was asked for."""

    account = "a"

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.asked: list[str] = []
        self.refuses = False
        self.databases = 0
        self.dateless = 0

    async def query(self, text: str, _variables: Mapping[str, Any]) -> dict[str, list[UsageRow]]:
        if self.refuses:
            raise ConnectorError(ErrorKind.PROTOCOL, "This dataset cannot be read.")
        today = f"{self.clock.now():%Y-%m-%d}"
        if "kvStorage" in text:
            stored = UsageRow(max={"byteCount": 1e6}, dimensions={"date": today})
            odd = [UsageRow(max={"byteCount": 1e9}, dimensions={"date": None})] * self.dateless
            return {alias: [stored, *odd] for alias in _SPACE.findall(text)}
        if "d1Analytics" in text:
            return {alias: self._read(int(most), first, last) for alias, most, first, last in _BASE.findall(text)}
        parts = _PART.findall(text)
        self.asked = [day for _, day in parts] or self.asked
        return {
            alias: [UsageRow(sum={"requests": HALF if day == today else WHOLE}, dimensions={"scriptName": "w"})]
            for alias, day in parts
        }

    def _read(self, most: int, first: str, last: str) -> list[UsageRow]:
        """Return what each database was asked each day, no more rows than are wanted, as Cloudflare does."""
        days = [date.fromisoformat(first) + timedelta(days=more) for more in range(DAYS)]
        return [
            UsageRow(sum={"rowsRead": 1.0}, dimensions={"date": str(day), "databaseId": f"base-{place}"})
            for day in days
            if str(day) <= last
            for place in range(self.databases)
        ][:most]


class Stores:
    """An account with some KV namespaces, and nothing else."""

    def __init__(self, namespaces: int) -> None:
        self._namespaces = namespaces

    async def namespaces(self) -> tuple[NamespaceItem, ...]:
        return tuple(NamespaceItem(f"{place:032x}", f"space-{place}") for place in range(self._namespaces))

    async def databases(self) -> tuple[()]:
        return ()


class Usage:
    """A reader with its analytics."""

    def __init__(self, runtime: Runtime, namespaces: int = 0) -> None:
        self.runtime = runtime
        self.clock = ManualClock(datetime(2026, 11, 6, 18, 0, tzinfo=UTC))
        self.analytics = Analytics(self.clock)
        self.reader = UsageReader(self.analytics, "cf", Stores(namespaces), self.clock)  # type: ignore[arg-type]

    def read(self) -> dict[str, float]:
        """Return the requests of each day."""
        rows = self.runtime.run(self.reader.read(), 10)
        return {row.day: dict(row.amounts)["requests"] for row in rows if row.product == "workers"}


@pytest.fixture
def usage(runtime: Runtime) -> Usage:
    return Usage(runtime)


def test_no_day_is_lost_or_half_counted_after_the_computer_slept(usage: Usage) -> None:
    assert usage.read()["2026-11-06"] == HALF
    usage.clock.advance(3 * DAY_S)
    found = usage.read()
    assert usage.analytics.asked == ["2026-11-05", "2026-11-06", "2026-11-07", "2026-11-08", "2026-11-09"]
    assert len(found) == 31
    assert {day for day, requests in found.items() if requests != WHOLE} == {"2026-11-09"}


def test_the_same_day_again_asks_for_the_open_days_only(usage: Usage) -> None:
    usage.read()
    usage.clock.advance(3600)
    usage.read()
    assert usage.analytics.asked == ["2026-11-05", "2026-11-06"]


@pytest.mark.parametrize("slept", [30, 31, 400])
def test_after_a_month_all_days_are_asked_for(usage: Usage, slept: int) -> None:
    usage.read()
    usage.clock.advance(slept * DAY_S)
    found = usage.read()
    assert len(usage.analytics.asked) == len(found) == 31


def test_days_of_failed_readings_are_made_up_for(usage: Usage) -> None:
    usage.read()
    usage.analytics.refuses = True
    usage.clock.advance(2 * DAY_S)
    usage.read()
    usage.analytics.refuses = False
    usage.clock.advance(DAY_S)
    found = usage.read()
    assert usage.analytics.asked[0] == "2026-11-05"
    assert {day for day, requests in found.items() if requests != WHOLE} == {"2026-11-09"}


def test_a_clock_that_was_set_back_asks_for_the_open_days(usage: Usage) -> None:
    usage.read()
    usage.clock.set_wall_clock(datetime(2026, 11, 4, 12, 0, tzinfo=UTC))
    usage.read()
    assert usage.analytics.asked == ["2026-11-03", "2026-11-04"]


@pytest.mark.parametrize(("namespaces", "told"), [(1, 1), (31, 31), (75, 75), (310, 310), (311, 0)])
def test_what_all_namespaces_store_is_told_or_nothing_is(runtime: Runtime, namespaces: int, told: int) -> None:
    rows = runtime.run(Usage(runtime, namespaces).reader.read(), 10)
    assert sum(dict(row.amounts)["bytes"] for row in rows if row.product == "kv-storage") == told * 1e6


def test_every_day_of_every_database_is_counted(usage: Usage) -> None:
    """A database for each tenant is usual with D1; a part of an answer has 5000 rows at most."""
    usage.analytics.databases = 400
    rows = [one for one in usage.runtime.run(usage.reader.read(), 10) if one.product == "d1"]
    assert sum(dict(one.amounts)["rows_read"] for one in rows) == DAYS * 400


def test_a_row_that_does_not_tell_its_day_is_left_out(runtime: Runtime) -> None:
    usage = Usage(runtime, 1)
    usage.analytics.dateless = 2
    rows = runtime.run(usage.reader.read(), 10)
    assert {one.day for one in rows if one.product == "kv-storage"} == {"2026-11-06"}


class Buckets(Analytics):
    """An account whose bucket holds objects of two storage classes; knows classes only where it ``tells_classes``."""

    tells_classes = True

    async def query(self, text: str, _variables: Mapping[str, Any]) -> dict[str, list[UsageRow]]:
        if "r2Storage" not in text:
            return {}
        if "storageClass" not in text:
            return {alias: [self._row("Standard", 3e9)] for alias in _BUCKETS.findall(text)}
        if not self.tells_classes:
            raise ConnectorError(ErrorKind.REJECTED, "unknown field storageClass")
        rows = [self._row("Standard", 3e9), self._row("InfrequentAccess", 2e9)]
        return dict.fromkeys(_BUCKETS.findall(text), rows)

    @staticmethod
    def _row(name: str, size: float) -> UsageRow:
        return UsageRow(max={"payloadSize": size}, dimensions={"bucketName": "media", "storageClass": name})


@pytest.mark.parametrize(("tells_classes", "stored"), [(True, 5e9), (False, 3e9)])
def test_a_bucket_of_two_storage_classes_holds_what_both_hold(
    runtime: Runtime, *, tells_classes: bool, stored: float
) -> None:
    """Proves E5.1. Where classes are not told, the larger one is all that is known."""
    clock = ManualClock(datetime(2026, 11, 20, tzinfo=UTC))
    account: Any = Buckets(clock)
    account.tells_classes = tells_classes
    stores: Any = Stores(0)
    rows = runtime.run(UsageReader(account, "edge", stores, clock).read(), 10)
    mine = [dict(row.amounts)["bytes"] for row in rows if row.product == "r2-storage"]
    assert mine == [stored] * DAYS
