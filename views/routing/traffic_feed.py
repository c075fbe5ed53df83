"""Asks for the recorded traffic while the page is shown; it goes through the store, so that it is there offline too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from console.domain.event import ObjectsListed
from console.domain.replay.traffic_course import TOPIC
from console.ports.metric import MetricReader

if TYPE_CHECKING:
    from console.domain.replay.traffic_course import TrafficCourse
    from console.estate.schema.connection import Prometheus
    from console.estate.schema.estate import Estate
    from console.kernel.errors import ConsoleError
    from views.page import PageContext

_AGAIN_MS = 120_000
_FRESH_S = 110.0


class TrafficFeed(QObject):
    """``failed`` says in a sentence why there is nothing newer, empty when there is."""

    failed = Signal(str)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("recorded traffic")
        self._asked: dict[tuple[str, str], float] = {}
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.ask)

    def begin(self) -> None:
        """Ask now, and again from time to time."""
        self.ask()
        self._again.start()

    def end(self) -> None:
        """Stop asking."""
        self._again.stop()

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._again.stop()
        self._scope.cancel()

    def ask(self) -> None:
        """Ask every metric server of the estate whose answer is old."""
        estate = self._context.session.store.state.estate
        now_s = self._context.clock.now().timestamp()
        for server in estate.prometheus if estate is not None else ():
            place = (estate.name if estate is not None else "", server.key)
            if estate is not None and now_s - self._asked.get(place, 0.0) > _FRESH_S:
                if self._context.session.offered(server.key, MetricReader) is None:
                    continue  # not connected yet; the page asks again when it is
                self._asked[place] = now_s
                self._ask(server, estate, now_s)

    def _ask(self, server: Prometheus, estate: Estate, now_s: float) -> None:
        store = self._context.session.store

        def answered(rows: tuple[TrafficCourse, ...]) -> None:
            store.dispatch(ObjectsListed(server.key, TOPIC, rows, now_s))
            self.failed.emit("")

        def failed(error: ConsoleError) -> None:
            self._asked.pop((estate.name, server.key), None)
            self.failed.emit(error.message)

        asked = self._scope.start(self._history(server, estate, now_s))
        self._context.bridge.when_done(asked, answered, failed, owner=self.parent())

    async def _history(self, server: Prometheus, estate: Estate, now_s: float) -> tuple[TrafficCourse, ...]:
        from console.services.traffic_history import traffic_history  # noqa: PLC0415 - heavy: numpy

        reader = self._context.session.required(server.key, MetricReader)
        return await traffic_history(reader, server, estate, now_s)
