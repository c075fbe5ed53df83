"""Asks the clusters for chaos experiments when the page is shown; the answer goes through the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.domain.chaos_experiment import TOPIC
from console.domain.event import ObjectsListed
from console.ports.cluster import ClusterReader
from console.ports.metric import MetricReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from console.domain.chaos_experiment import ChaosExperiment
    from console.estate.schema.estate import Estate
    from console.kernel.errors import ConsoleError
    from views.page import PageContext

_AGAIN_S = 300.0


class ChaosFeed(QObject):
    """At most once in five minutes per cluster; ``troubled`` tells why one did not answer, empty once all did."""

    troubled = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("chaos")
        self._of: Estate | None = None
        self._asked: dict[str, float] = {}
        self._troubles: dict[str, str] = {}

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()

    def ask(self) -> None:
        """Ask every cluster whose answer is old."""
        session, now_s = self._context.session, self._context.clock.now().timestamp()
        estate = session.store.state.estate
        if estate is not self._of:  # what was read of it is gone
            self._of = estate
            self._asked.clear()
            self._troubles.clear()
            self._tell()
        if estate is None:
            return
        for one in estate.clusters:
            reader = session.offered(one.key, ClusterReader)
            if reader is not None and now_s - self._asked.get(one.key, 0.0) >= _AGAIN_S:
                self._asked[one.key] = now_s
                metrics = next((cell.prometheus for cell in estate.cells if cell.cluster == one.key), None)
                self._ask(one.key, reader, session.offered(metrics or "", MetricReader), now_s)

    def _ask(self, key: str, reader: ClusterReader, metrics: MetricReader | None, now_s: float) -> None:
        async def read() -> tuple[ChaosExperiment, ...]:
            from console.services.chaos_reading import read_chaos  # noqa: PLC0415

            return await read_chaos(reader, metrics, now_s)

        session, opened = self._context.session, self._context.session.open

        def of_now(tell: Callable[[], object]) -> None:
            """An answer about an estate that is closed says nothing about the open one."""
            if session.open is opened:
                tell()

        self._context.bridge.when_done(
            self._scope.start(read()),
            lambda rows: of_now(lambda: self._take(key, ObjectsListed(key, TOPIC, rows, now_s))),
            lambda error: of_now(lambda: self._fail(key, error)),
            owner=self,
        )

    def _take(self, key: str, found: ObjectsListed) -> None:
        self._troubles.pop(key, None)
        self._tell()
        self._context.session.store.dispatch(found)

    def _fail(self, key: str, error: ConsoleError) -> None:
        self._asked.pop(key, None)
        self._troubles[key] = f"{error.message} {error.hint}".strip()
        self._tell()

    def _tell(self) -> None:
        self.troubled.emit(next(iter(self._troubles.values()), ""))
