"""The source port: a stream of events from an outside system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.domain.event import Event


class Source(Protocol):
    """Observes one topic of one connection.

    ``observe`` runs on the I/O loop for as long as somebody looks; it reconnects by itself with back-off, yields
    ``ConnectionChanged`` when it fails and when it recovers (once each), and ends only by cancellation.
    """

    @property
    def connection(self) -> str:
        """Return the connection's key in the estate."""

    @property
    def topic(self) -> str:
        """Return what is observed: ``workloads``, ``pods``, ``autoscalers``, ``routes``, ``signals``, ..."""

    def observe(self) -> AsyncIterator[Event]:
        """Yield events: first a snapshot, then snapshots or deltas."""
