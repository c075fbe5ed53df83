"""Shapes of the status and discovery answers, and their rows."""

import math
from datetime import UTC, datetime

import msgspec

from connectors.common.whole import Whole
from console.ports.metric_directory import AlertingState, MetricHelp, Rule, RuleGroup, ScrapeTarget, StorageState

_MS = 1000


class WireAlert(msgspec.Struct):
    """An entry of ``/alerts`` and of a rule's alerts."""

    labels: dict[str, str]
    state: str
    annotations: dict[str, str] = {}
    value: str = "NaN"
    activeAt: datetime | None = None  # noqa: N815 - the server's spelling

    def row(self) -> AlertingState:
        """Return the row."""
        return AlertingState(self.labels, self.annotations, self.state, _number(self.value), unix_s(self.activeAt))


class WireAlerts(msgspec.Struct):
    """``/alerts``."""

    alerts: list[WireAlert]


class WireRule(msgspec.Struct):
    """A rule; fields beyond the first three are missing for some kinds."""

    name: str
    type: str
    query: str
    health: str = "unknown"
    lastError: str = ""  # noqa: N815 - the server's spelling
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    duration: float = 0.0
    state: str = ""
    alerts: list[WireAlert] = []

    def row(self) -> Rule:
        """Return the row."""
        alerts = tuple(alert.row() for alert in self.alerts)
        return Rule(
            self.name,
            self.type,
            self.query,
            self.health,
            self.lastError,
            self.labels,
            self.annotations,
            self.duration,
            self.state,
            alerts,
        )


class WireRuleGroup(msgspec.Struct):
    """A group of rules."""

    name: str
    file: str
    rules: list[WireRule]
    interval: float = 0.0

    def row(self) -> RuleGroup:
        """Return the row."""
        return RuleGroup(self.name, self.file, self.interval, tuple(rule.row() for rule in self.rules))


class WireRules(msgspec.Struct):
    """``/rules``."""

    groups: list[WireRuleGroup]


class WireHead(msgspec.Struct):
    """Sizes of the head block; times in milliseconds."""

    numSeries: Whole = 0  # noqa: N815 - the server's spelling
    chunkCount: Whole = 0  # noqa: N815 - the server's spelling
    minTime: Whole = 0  # noqa: N815 - the server's spelling
    maxTime: Whole = 0  # noqa: N815 - the server's spelling


class WireCount(msgspec.Struct):
    """A name with a number."""

    name: str
    value: Whole


class WireStorage(msgspec.Struct):
    """``/status/tsdb``; VictoriaMetrics has no head but counts all series."""

    headStats: WireHead | None = None  # noqa: N815 - the server's spelling
    totalSeries: Whole = 0  # noqa: N815 - the server's spelling
    seriesCountByMetricName: list[WireCount] = []  # noqa: N815 - the server's spelling

    def row(self) -> StorageState:
        """Return the row."""
        head = self.headStats
        largest = tuple((one.name, one.value) for one in self.seriesCountByMetricName)
        if head is None:
            return StorageState(self.totalSeries, None, None, None, largest)
        return StorageState(head.numSeries, head.chunkCount, head.minTime / _MS, head.maxTime / _MS, largest)


class WireBuild(msgspec.Struct):
    """``/status/buildinfo``; compatible servers leave parts out, Mimir adds its name."""

    version: str = ""
    application: str = ""
    revision: str = ""
    goVersion: str = ""  # noqa: N815 - the server's spelling


class WireTarget(msgspec.Struct):
    """An entry of ``/targets``."""

    labels: dict[str, str]
    scrapePool: str  # noqa: N815 - the server's spelling
    scrapeUrl: str  # noqa: N815 - the server's spelling
    health: str
    lastError: str = ""  # noqa: N815 - the server's spelling
    lastScrape: datetime | None = None  # noqa: N815 - the server's spelling
    lastScrapeDuration: float = 0.0  # noqa: N815 - the server's spelling

    def row(self) -> ScrapeTarget:
        """Return the row."""
        return ScrapeTarget(
            self.labels,
            self.scrapePool,
            self.scrapeUrl,
            self.health,
            self.lastError,
            unix_s(self.lastScrape),
            self.lastScrapeDuration,
        )


class WireTargets(msgspec.Struct):
    """``/targets``."""

    activeTargets: list[WireTarget]  # noqa: N815 - the server's spelling


class WireMetadata(msgspec.Struct):
    """An entry of ``get_metric_metadata``."""

    metric_name: str
    type: str
    help: str
    unit: str

    def row(self) -> MetricHelp:
        """Return the row."""
        return MetricHelp(self.metric_name, self.type, self.help, self.unit)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def unix_s(at: datetime | None) -> float | None:
    """Return unix seconds; Go's zero time means never."""
    return None if at is None or at.year <= 1 else at.replace(tzinfo=at.tzinfo or UTC).timestamp()
