"""What the header says about the connection, and when that is news."""

from dataclasses import replace

from connectors.common.connection_health import ConnectionHealth
from connectors.prometheus.signal_round import Round
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged
from console.kernel.clock import Clock
from console.kernel.i18n import t

TOPIC = "signals"
_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


class StatusLine(ConnectionHealth):
    """Also tells what is not right although the server answers: signals that fail alone, and the server's warnings."""

    def __init__(self, connection: str, clock: Clock) -> None:
        super().__init__(connection, "prometheus", clock)
        self._shortcomings = _NOTHING
        self._words = ("", "", "")

    @property
    def version(self) -> str:
        """Return the server's version while connected; empty when it has to be asked (again)."""
        return self._status.detail if self._status.state is ConnectionState.LIVE else ""

    def round_ended(self, detail: str, found: Round) -> ConnectionChanged | None:
        """Return the news of a round: that it works (again), or that other signals fail alone than before."""
        shortcomings = (frozenset(found.failures), frozenset(found.warnings))
        if shortcomings != self._shortcomings:
            self._shortcomings, self._words = shortcomings, _words(found)
            self._status = replace(self._status, error="")  # so that other words are news again
        return self.answered(TOPIC, detail)

    def left(self, topic: str) -> None:
        """Forget a topic that nobody looks at any more."""
        super().left(topic)
        if topic == TOPIC:
            self._shortcomings, self._words = _NOTHING, ("", "", "")

    def _judge(self, detail: str) -> ConnectionChanged | None:
        error, hint, kind = self._words
        if self._faults or not (error or hint):
            return super()._judge(detail)
        return self._become(ConnectionState.LIVE, error, hint, kind, detail)


def _words(found: Round) -> tuple[str, str, str]:
    """Return sentence, hint and kind of what is not right."""
    error, hint, kind = "", "", ""
    if found.failures:
        signal, fault = next(iter(found.failures.items()))
        error = t(
            "{count} signals cannot be read; {signal}: {why}",
            count=len(found.failures),
            signal=signal,
            why=fault.message,
        )
        hint, kind = fault.hint, str(fault.kind)
    if found.warnings:
        words = t("The server warns: {words}", words="; ".join(found.warnings))
        hint = f"{hint} {words}".strip()
    return error, hint, kind
