"""What a metric server watches itself, as topics: its rules, its alerts, its scrape targets."""

from collections.abc import Awaitable, Callable, Sequence

from connectors.common.connection_health import ConnectionHealth
from connectors.common.poll_source import PollSource, Read
from connectors.prometheus.topic_rows import alert_rows, rule_rows, target_rows
from console.domain.event import ObjectRow
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.ports.metric_directory import MetricDirectory

SLOWEST_S = 15.0  # rules are evaluated four times a minute at most where nobody changed the default
Directory = Callable[[], MetricDirectory]
Probe = Callable[[], Awaitable[None]]


def topic_sources(
    key: str, directory: Directory, probe: Probe, health: ConnectionHealth, clock: Clock, poll_s: float
) -> tuple[PollSource, ...]:
    """Return the sources of a connection; ``probe`` asks something that every compatible server answers."""

    async def rules() -> Sequence[ObjectRow]:
        return rule_rows(key, await directory().rules())

    async def alerts() -> Sequence[ObjectRow]:
        return alert_rows(key, await directory().alerts())

    async def targets() -> Sequence[ObjectRow]:
        return target_rows(key, await directory().targets())

    reads: dict[str, Read] = {"rules": rules, "alerts": alerts, "targets": targets}
    return tuple(
        PollSource(key, topic, _if_there(read, probe), health=health, clock=clock, poll_s=max(poll_s, SLOWEST_S))
        for topic, read in reads.items()
    )


def _if_there(read: Read, probe: Probe) -> Read:
    """Let a compatible server that evaluates no rules or scrapes nothing itself have none, as long as it answers."""

    async def tolerant() -> Sequence[ObjectRow]:
        try:
            return await read()
        except ConnectorError as fault:
            if fault.kind is not ErrorKind.NOT_FOUND:
                raise
        await probe()
        return ()

    return tolerant
