"""The metric directory port: what a Prometheus-compatible server holds, watches and thinks of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class MetricHelp:
    """What an exporter says about a metric; ``kind`` is counter, gauge, histogram, summary or unknown."""

    name: str
    kind: str
    help: str
    unit: str


@dataclass(frozen=True, slots=True)
class ScrapeTarget:
    """Something the server scrapes; times are unix seconds (``None``: never), ``health`` is up, down or unknown."""

    labels: Mapping[str, str]
    pool: str
    url: str
    health: str
    error: str
    scraped_at_s: float | None
    took_s: float


@dataclass(frozen=True, slots=True)
class AlertingState:
    """An alert that is pending or firing; ``since_s`` is unix seconds."""

    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    state: str
    value: float
    since_s: float | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A recording or alerting rule; ``wait_s`` is its ``for``, ``state`` is empty for recording rules."""

    name: str
    kind: str
    query: str
    health: str
    error: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    wait_s: float
    state: str
    alerts: tuple[AlertingState, ...]


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules of one file that are evaluated together every ``interval_s`` seconds."""

    name: str
    file: str
    interval_s: float
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class StorageState:
    """Size of the server's memory-resident head, and the metrics with most series; ``None``: it does not say."""

    series: int
    chunks: int | None
    from_s: float | None
    to_s: float | None
    largest: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Build:
    """What the server is; empty parts were not told."""

    version: str
    revision: str = ""
    go_version: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Names, with the server's warnings (a federated server may have only part of them)."""

    names: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesListing:
    """Label sets of series, with the server's warnings."""

    series: tuple[Mapping[str, str], ...]
    warnings: tuple[str, ...] = ()


class MetricDirectory(Protocol):
    """Looking things up on a server; every method raises ``ConnectorError``. Times are unix seconds."""

    async def series(self, matches: tuple[str, ...], start_s: float, end_s: float) -> SeriesListing:
        """Return the label sets of series that match any of the selectors in the time range."""

    async def label_names(self, matches: tuple[str, ...] = ()) -> Listing:
        """Return label names, of all series or of those that match."""

    async def label_values(self, label: str, matches: tuple[str, ...] = ()) -> Listing:
        """Return the values of a label."""

    async def metadata(self, metric: str = "", limit: int = 0) -> tuple[MetricHelp, ...]:
        """Return what exporters say about one metric or about (at most ``limit``) all."""

    async def targets(self) -> tuple[ScrapeTarget, ...]:
        """Return the active scrape targets."""

    async def rules(self) -> tuple[RuleGroup, ...]:
        """Return all rule groups with their state."""

    async def alerts(self) -> tuple[AlertingState, ...]:
        """Return pending and firing alerts."""

    async def storage(self) -> StorageState:
        """Return the size of the server's head."""

    async def build(self) -> Build:
        """Return the server's version."""
