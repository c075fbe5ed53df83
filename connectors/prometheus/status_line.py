"""What the header says about the connection, and when that is news."""

from connectors.prometheus.signal_round import Round
from console.domain.connection import ConnectionState, ConnectionStatus
from console.domain.event import ConnectionChanged
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError
from console.kernel.i18n import t
from console.kernel.redact import scrub


class StatusLine:
    """Turns rounds and faults into ``ConnectionChanged``, one for each change and none for what goes on."""

    def __init__(self, connection: str, clock: Clock) -> None:
        self._clock = clock
        self._status = ConnectionStatus(connection, "prometheus", ConnectionState.IDLE, self._now_s())
        self._shortcomings: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    @property
    def detail(self) -> str:
        """Return the server's version while connected; empty when it has to be asked (again)."""
        return self._status.detail if self._status.state is ConnectionState.LIVE else ""

    def connecting(self) -> ConnectionChanged:
        """Return the first state."""
        return self._become(ConnectionState.CONNECTING)

    def failed(self, fault: ConnectorError) -> ConnectionChanged | None:
        """Return the news of a failure, or ``None`` while it fails for the same kind of reason."""
        status = self._status
        if status.state is ConnectionState.FAILED and status.error_kind == fault.kind:
            return None
        return self._become(ConnectionState.FAILED, fault.message, fault.hint, fault.kind)

    def answered(self, detail: str, found: Round) -> ConnectionChanged | None:
        """Return the news of a round: that it works (again), or that other signals fail alone than before."""
        shortcomings = (frozenset(found.failures), frozenset(found.warnings))
        if self._status.state is ConnectionState.LIVE and shortcomings == self._shortcomings:
            return None
        self._shortcomings = shortcomings
        error, hint = _words(found)
        kind = next(iter(found.failures.values())).kind if found.failures else ""
        return self._become(ConnectionState.LIVE, error, hint, kind, detail)

    def _become(
        self, state: ConnectionState, error: str = "", hint: str = "", error_kind: str = "", detail: str = ""
    ) -> ConnectionChanged:
        now_s = self._now_s()
        old = self._status
        self._status = ConnectionStatus(
            key=old.key,
            kind=old.kind,
            state=state,
            since_s=old.since_s if state is old.state else now_s,
            last_ok_at_s=now_s if state is ConnectionState.LIVE else old.last_ok_at_s,
            error=scrub(error),
            hint=scrub(hint),
            error_kind=str(error_kind),
            detail=detail,
        )
        return ConnectionChanged(self._status)

    def _now_s(self) -> float:
        return self._clock.now().timestamp()


def _words(found: Round) -> tuple[str, str]:
    """Return what is not right although the server answers: signals that fail alone, and the server's warnings."""
    error, hint = "", ""
    if found.failures:
        signal, fault = next(iter(found.failures.items()))
        error = t(
            "{count} signals cannot be read; {signal}: {why}",
            count=len(found.failures),
            signal=signal,
            why=fault.message,
        )
        hint = fault.hint
    if found.warnings:
        words = t("The server warns: {words}", words="; ".join(found.warnings))
        hint = f"{hint} {words}".strip()
    return error, hint
