"""Looking things up: discovery through prometheus-api-client, rules, alerts and status below it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from connectors.common.exchange import Request
from connectors.prometheus.api import PrometheusApi
from connectors.prometheus.envelope import Envelope, WrongShapeError, decode_envelope
from connectors.prometheus.flavour import build_of, may_be_thanos
from connectors.prometheus.package_session import PackageSession
from connectors.prometheus.wire import WireAlerts, WireBuild, WireMetadata, WireRules, WireStorage, WireTargets
from console.domain.promql import is_label_name
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.runtime import Runtime
from console.ports.metric_directory import (
    AlertingState,
    Build,
    Listing,
    MetricHelp,
    RuleGroup,
    ScrapeTarget,
    SeriesListing,
    StorageState,
)

Shape = TypeVar("Shape")
Result = TypeVar("Result")


class PrometheusDirectory:
    """Implements ``console.ports.metric_directory.MetricDirectory``."""

    def __init__(self, api: PrometheusApi, runtime: Runtime) -> None:
        self._api = api
        self._runtime = runtime

    async def series(self, matches: tuple[str, ...], start_s: float, end_s: float) -> SeriesListing:
        """Return the label sets of series that match any of the selectors in the time range."""
        start, end = datetime.fromtimestamp(start_s, UTC), datetime.fromtimestamp(end_s, UTC)
        found, notes = await self._through_package(
            lambda package: package.get_series(start, end, {"match[]": list(matches)}), list[dict[str, str]]
        )
        return SeriesListing(tuple(found), notes)

    async def label_names(self, matches: tuple[str, ...] = ()) -> Listing:
        """Return label names, of all series or of those that match."""
        found, notes = await self._through_package(
            lambda package: package.get_label_names(_matching(matches)), list[str]
        )
        return Listing(tuple(found), notes)

    async def label_values(self, label: str, matches: tuple[str, ...] = ()) -> Listing:
        """Return the values of a label; what is no label name is refused, because it becomes part of the address."""
        if not is_label_name(label):
            raise ConnectorError(
                ErrorKind.REJECTED,
                t("{label} is not a label name.", label=repr(label)),
                t("Use letters, digits and underscores, beginning with a letter."),
            )
        found, notes = await self._through_package(
            lambda package: package.get_label_values(label, _matching(matches)), list[str]
        )
        return Listing(tuple(found), notes)

    async def metadata(self, metric: str = "", limit: int = 0) -> tuple[MetricHelp, ...]:
        """Return what exporters say about one metric or about (at most ``limit``) all."""
        found, _notes = await self._through_package(
            lambda package: package.get_metric_metadata(metric, limit=limit or None), list[WireMetadata]
        )
        return tuple(one.row() for one in found)

    async def targets(self) -> tuple[ScrapeTarget, ...]:
        """Return the active scrape targets."""
        found, _notes = await self._through_package(lambda package: package.get_targets(state="active"), WireTargets)
        return tuple(one.row() for one in found.activeTargets)

    async def rules(self) -> tuple[RuleGroup, ...]:
        """Return all rule groups with their state."""
        return tuple(group.row() for group in (await self._read("rules", WireRules)).groups)

    async def alerts(self) -> tuple[AlertingState, ...]:
        """Return pending and firing alerts."""
        return tuple(alert.row() for alert in (await self._read("alerts", WireAlerts)).alerts)

    async def storage(self) -> StorageState:
        """Return the size of the server's head."""
        return (await self._read("status/tsdb", WireStorage)).row()

    async def build(self) -> Build:
        """Return which product and version answers."""
        answer = await self._api.send(Request("GET", "api/v1/status/buildinfo"))
        wire = self._decoded(answer.body, WireBuild)
        return build_of(wire, answer.headers, has_stores=may_be_thanos(wire) and await self._has_stores())

    async def _has_stores(self) -> bool:
        try:
            await self._api.get("stores")
        except ConnectorError:
            return False
        return True

    async def _read(self, path: str, shape: type[Shape]) -> Shape:
        """Return the answer of a call that the package does not have."""
        return self._decoded(await self._api.get(path), shape)

    def _decoded(self, body: bytes, shape: type[Shape]) -> Shape:
        decoder: msgspec.json.Decoder[Envelope[Shape]] = msgspec.json.Decoder(Envelope[shape])  # type: ignore[valid-type]
        try:
            data, _notes = decode_envelope(decoder, body)
        except WrongShapeError as error:
            raise self._api.unreadable(error) from None
        return data

    async def _through_package(
        self, call: Callable[[Any], object], shape: type[Shape]
    ) -> tuple[Shape, tuple[str, ...]]:
        """Let the package ask, in a thread because it blocks, and check the shape of what it returns."""
        session = PackageSession(self._api, self._runtime)

        def work() -> Shape:
            from prometheus_api_client import PrometheusConnect  # noqa: PLC0415 - loads requests, 0.1 CPU seconds

            found = call(PrometheusConnect(url=self._api.url, session=session))
            return msgspec.convert(found, prepared(shape))

        try:
            return await self._runtime.in_thread(work), session.notes
        except (msgspec.ValidationError, KeyError, TypeError, AttributeError) as error:
            raise self._api.unreadable(WrongShapeError(str(error))) from None


def _matching(matches: tuple[str, ...]) -> dict[str, object]:
    return {"match[]": list(matches)} if matches else {}
