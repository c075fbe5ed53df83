"""Reading every topic of a connector once, through its sources."""

from console.domain.event import ConnectionChanged, ObjectRow, ObjectsListed
from console.kernel.runtime import Runtime
from console.ports.connector import Connector
from console.ports.source import Source


async def _first(source: Source) -> tuple[ObjectRow, ...]:
    events = source.observe()
    try:
        async for event in events:
            if isinstance(event, ObjectsListed):
                return event.rows
            if isinstance(event, ConnectionChanged) and event.status.error:
                raise AssertionError(event.status.error)
    finally:
        await events.aclose()  # type: ignore[attr-defined]  # sources are generators
    return ()


def first_rows(runtime: Runtime, connector: Connector, *topics: str) -> dict[str, tuple[ObjectRow, ...]]:
    """Return the first list of each topic (default: of all)."""
    return {
        source.topic: runtime.run(_first(source), 20)
        for source in connector.sources()
        if not topics or source.topic in topics
    }
