"""What the header says about a connection that is read topic by topic, and when that is news."""

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_line

_MOST_DETAIL = 300


class ConnectionHealth:
    """Shared by all sources of one connection: tells each change of its state once and repeats nothing.

    It has failed when no topic can be read; when only some cannot (a right that is missing), it lives and says which.
    """

    def __init__(self, connection: str, kind: str, clock: Clock) -> None:
        self._clock = clock
        self._status = ConnectionStatus(connection, kind, ConnectionState.IDLE, self._now_s())
        self._faults: dict[str, ConnectorError] = {}
        self._good: set[str] = set()
        self._answered_s: float | None = None

    def began(self, topic: str) -> ConnectionChanged | None:
        """Return the news that reading begins, unless other topics are being read already."""
        if self._good or self._faults:
            return None
        return self._become(ConnectionState.CONNECTING)

    def answered(self, topic: str, detail: str = "") -> ConnectionChanged | None:
        """Return the news of an answer, or ``None`` while all stays as it was. ``detail`` is e.g. the version."""
        self._faults.pop(topic, None)
        self._good.add(topic)
        self._answered_s = self._now_s()
        return self._judge(visible_line(scrub(detail), _MOST_DETAIL) or self._status.detail)

    def failed(self, topic: str, fault: ConnectorError) -> ConnectionChanged | None:
        """Return the news of a failure, or ``None`` while the topic fails for the same kind of reason."""
        self._good.discard(topic)
        self._faults[topic] = fault
        return self._judge(self._status.detail)

    def left(self, topic: str) -> None:
        """Forget a topic that nobody looks at any more."""
        self._good.discard(topic)
        self._faults.pop(topic, None)

    def _judge(self, detail: str) -> ConnectionChanged | None:
        topic, fault = next(iter(self._faults.items()), ("", None))
        if fault is None:
            return self._become(ConnectionState.LIVE, detail=detail)
        if not self._good:
            return self._become(ConnectionState.FAILED, fault.message, fault.hint, str(fault.kind))
        words = t("{topic} cannot be read: {why}", topic=topic, why=fault.message)
        return self._become(ConnectionState.LIVE, words, fault.hint, str(fault.kind), detail)

    def _become(
        self, state: ConnectionState, error: str = "", hint: str = "", error_kind: str = "", detail: str = ""
    ) -> ConnectionChanged | None:
        old = self._status
        unread = tuple(sorted(self._faults))
        now = (state, error_kind, detail, bool(error), unread)
        if now == (old.state, old.error_kind, old.detail, bool(old.error), old.unread):
            return None
        self._status = ConnectionStatus(
            key=old.key,
            kind=old.kind,
            state=state,
            since_s=old.since_s if state is old.state else self._now_s(),
            last_ok_at_s=self._answered_s,  # a topic that fails while others live is no answer
            error=scrub(error),
            hint=scrub(hint),
            error_kind=error_kind,
            detail=detail,
            unread=unread,
        )
        return ConnectionChanged(self._status)

    def _now_s(self) -> float:
        return self._clock.now().timestamp()
