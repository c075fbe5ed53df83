"""Events that a cluster recorded about an object."""

from typing import Any
from urllib.parse import quote

import msgspec

from connectors.common.fault import wrong_body
from connectors.common.whole import Whole
from connectors.kubernetes.rows.meta import Meta, at_s
from connectors.kubernetes.session import ClusterSession
from console.domain.resource import ResourceRef
from console.kernel.prepared import prepared
from console.ports.cluster import ObjectEvent

_MOST = 500


class EventSource(msgspec.Struct):
    """The fields of an event's source."""

    component: str | None = None
    host: str | None = None


class EventSeries(msgspec.Struct, rename="camel"):
    """The fields of a repeated event."""

    count: Whole = 0
    last_observed_time: str | None = None


class EventWire(msgspec.Struct, rename="camel"):
    """The fields of an event that are read."""

    metadata: Meta = msgspec.field(default_factory=Meta)
    type: str | None = None
    reason: str | None = None
    message: str | None = None
    count: Whole | None = None
    source: EventSource | None = None
    series: EventSeries | None = None
    reporting_component: str | None = None
    first_timestamp: str | None = None
    last_timestamp: str | None = None
    event_time: str | None = None


class EventList(msgspec.Struct):
    """The fields of a list of events."""

    items: list[EventWire] | None = None


async def read_events(session: ClusterSession, ref: ResourceRef) -> tuple[ObjectEvent, ...]:
    """Return the events about an object, newest first. Raises ``ConnectorError``."""
    selector = f"involvedObject.kind={ref.kind},involvedObject.name={ref.name}"
    if ref.namespace:
        path, selector = (
            f"/api/v1/namespaces/{quote(ref.namespace, safe='')}/events",
            f"{selector},involvedObject.namespace={ref.namespace}",
        )
    else:
        path = "/api/v1/events"
    answer = await session.get(path, {"fieldSelector": selector, "limit": _MOST})
    try:
        found: Any = msgspec.json.decode(answer.body, type=prepared(EventList))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise wrong_body(session.peer, str(error)) from None
    events = [_event(one) for one in found.items or ()]
    return tuple(sorted(events, key=lambda one: one.last_at_s or 0.0, reverse=True))


def _event(wire: EventWire) -> ObjectEvent:
    series = wire.series or EventSeries()
    source = wire.source or EventSource()
    first = at_s(wire.first_timestamp or wire.event_time or wire.metadata.creation_timestamp)
    last = at_s(series.last_observed_time or wire.last_timestamp or wire.event_time)
    return ObjectEvent(
        type=wire.type or "",
        reason=wire.reason or "",
        message=wire.message or "",
        source=source.component or wire.reporting_component or "",
        count=max(series.count, wire.count or 1),
        first_at_s=first,
        last_at_s=last if last is not None else first,
    )
