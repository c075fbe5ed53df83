"""Computing the forecasts anew, with progress and a way to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.domain.forecast.measure import Measure
from console.kernel.i18n import t

if TYPE_CHECKING:
    from concurrent.futures import Future

    from PySide6.QtWidgets import QWidget

    from console.domain.forecast.outlook import Outlook
    from console.kernel.errors import ConsoleError
    from views.page import PageContext
    from views.work_list import Work


class ForecastWork(QObject):
    """``moved`` carries how far it is, and whether it still runs."""

    moved = Signal(str, bool)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("forecasts")
        self._computing: Future[Any] | None = None
        self._work: Work | None = None

    def close_scope(self) -> None:
        """Drop what still runs."""
        self._scope.cancel()

    def compute(self) -> None:
        """Compute the forecasts anew, or stop computing them."""
        if self._computing is not None and not self._computing.done():
            self._computing.cancel()
            self.moved.emit(t("cancelled"), False)
            return
        from console.services.forecasting.forecast_desk import ForecastDesk  # noqa: PLC0415 - numpy, worker processes

        def progress(done: int, total: int) -> None:
            # the first comes before ``future`` is here
            self._context.bridge.later(lambda: self._tell(done, total), owner=self)

        future = self._scope.start(
            ForecastDesk(self._context.session).refresh(measures=(Measure.RPS,), progress=progress)
        )
        self._work = self._context.work.track(t("Forecasts"), future)
        self._computing = future
        self.moved.emit(t("computing …"), True)
        self._context.bridge.when_done(future, self._done, self._failed, stopped=lambda: self._stop(future), owner=self)

    def _stop(self, future: Future[Any]) -> None:
        """It was cancelled, here or in the activity drawer, or a fault ended it."""
        if self._computing is future:  # else another computation runs already
            self.moved.emit(t("cancelled"), False)

    def _tell(self, done: int, total: int) -> None:
        if self._work is not None and self._computing is not None and not self._computing.done():
            self._context.work.progress(self._work, f"{done} / {total}", done / total if total else None)
            self.moved.emit(t("{done} of {total} forecasts", done=done, total=total), True)

    def _done(self, rows: tuple[Outlook, ...]) -> None:
        self.moved.emit(t("{count} forecasts are new", count=len(rows)), False)

    def _failed(self, error: ConsoleError) -> None:
        self.moved.emit(error.message, False)
