"""Exporting a review from a window: what is wanted, the work with its progress, and where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from console.domain.report.report_span import ReportSpan, SpanKind, span_of
from console.kernel.i18n import t
from console.kernel.registry import load_all
from console.reports.renderer import RENDERERS
from console.services.reviews.report_schedule import file_name
from console.services.reviews.review_order import ReviewOrder
from views.dialogs.review_dialog import ReviewDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from console.kernel.errors import ConsoleError
    from console.kernel.runtime import Scope
    from console.services.look import Look
    from console.services.reviews.review_desk import Written
    from views.page import PageContext
    from views.work_list import Work

Result = TypeVar("Result")
_MONTHS, _WEEKS = 13, 9


class Parts(NamedTuple):
    """What must be read, and what writes a report."""

    topics: frozenset[str]
    export: Callable[..., Coroutine[Any, Any, Written]]


def export_review(context: PageContext, parent: QWidget) -> ReviewDialog:
    """Open the dialog over a window; the work goes on when it is closed, and is cancelled in the activity drawer."""
    load_all("console.reports.renderers")
    export = _Export(context, parent)
    export.dialog.open()
    return export.dialog


class _Export(QObject):
    """One dialog with at most one piece of work at a time; it lives as long as either."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        order = ("pdf", "html", "xlsx", "md", "csv")
        formats = [(key, RENDERERS.get(key).title()) for key in order if key in RENDERERS]
        self.dialog = ReviewDialog(parent, _spans(context.clock.now().timestamp()), formats)
        self.dialog.wanted.connect(self._choose)
        self._future: Future[Any] | None = None
        self._look: Look | None = None
        self._work: Work | None = None
        self.dialog.given_up.connect(self._give_up)
        self.dialog.finished.connect(self._closed)

    def _choose(self) -> None:
        estate = self._context.session.store.state.estate
        if estate is None:
            self.dialog.show_idle(t("No estate is open, so there is nothing to report on."))
            return
        dialog = self.dialog
        name = file_name(estate.name, dialog.span, dialog.format, dialog.language)
        pattern = f"{RENDERERS.get(dialog.format).title()} (*.{dialog.format})"
        self._context.dialogs.choose_new_file(t("Export review"), pattern, name, self._start)

    def _start(self, file: Path) -> None:
        dialog = self.dialog
        named = file if file.suffix else file.with_suffix(f".{dialog.format}")
        order = ReviewOrder(dialog.span, named, dialog.format, dialog.language, (), dialog.is_offline)
        dialog.show_progress(0.0, t("Reading what is missing …"))
        self._follow(order, lambda scope: scope.start(self._load()), lambda parts: self._begin(order, parts))

    async def _load(self) -> Parts:
        return await self._context.session.runtime.in_thread(_loaded)

    def _begin(self, order: ReviewOrder, parts: Parts) -> None:
        session = self._context.session
        self._look = session.look(*parts.topics) if not order.is_offline else None
        work = parts.export(session, order, parts.topics, self._told)
        self._follow(order, lambda scope: scope.start(work), self._written)

    def _follow(
        self, order: ReviewOrder, start: Callable[[Scope], Future[Result]], done: Callable[[Result], object]
    ) -> None:
        """Start a step in a scope of its own, show it as work, and end both with it."""
        context = self._context
        scope = context.session.runtime.scope("review export")
        future = self._future = start(scope)
        self._work = context.work.track(t("Export of {file}", file=order.file.name), future)
        context.bridge.when_done(future, done, self._failed)
        future.add_done_callback(lambda _done: context.bridge.later(lambda: self._ended(scope, future)))

    def _told(self, share: float, what: str) -> None:
        """Called on threads of the runtime."""
        if self._work is not None:
            self._context.work.progress(self._work, what, share)
        self._context.bridge.later(lambda: self._show(share, what))

    def _show(self, share: float, what: str) -> None:
        if shiboken6.isValid(self.dialog) and self._future is not None and not self._future.done():
            self.dialog.show_progress(share, what)

    def _written(self, written: Written) -> None:
        if shiboken6.isValid(self.dialog):
            self.dialog.show_written(written)

    def _failed(self, error: ConsoleError) -> None:
        if shiboken6.isValid(self.dialog):
            self.dialog.show_idle(str(error))
        else:
            self._context.dialogs.error(error, t("The review was not written"))

    def _ended(self, scope: Scope, future: Future[Any]) -> None:
        """Called behind what the step came to: the bridge drops results of a scope that has ended."""
        scope.cancel()
        if future is not self._future and not future.cancelled():
            return  # the next step has begun
        if self._look is not None:
            self._look.close()
            self._look = None
        if future.cancelled() and shiboken6.isValid(self.dialog):
            self.dialog.show_idle(t("The report was given up; nothing was written."))
        self._future = None
        if not shiboken6.isValid(self.dialog):
            self.deleteLater()

    def _closed(self) -> None:
        if self._future is None:
            self.deleteLater()

    def _give_up(self) -> None:
        if self._future is not None:
            self._future.cancel()


def _loaded() -> Parts:
    """Import what takes long, on a thread: the dialog is there already."""
    from console.presenters.report_topics import REPORT_TOPICS  # noqa: PLC0415 - heavy
    from console.services.reviews.review_export import export_when_read  # noqa: PLC0415 - heavy

    return Parts(frozenset(REPORT_TOPICS), export_when_read)


def _spans(now_s: float) -> list[tuple[str, ReportSpan]]:
    found: list[tuple[str, ReportSpan]] = []
    for kind, count in ((SpanKind.MONTH, _MONTHS), (SpanKind.WEEK, _WEEKS)):
        span = span_of(kind, now_s)
        for index in range(count):
            month, week = t("Review of {span}", span=span.name), t("Indicators of {span}", span=span.name)
            text = month if kind is SpanKind.MONTH else week
            found.append((t("{text}, until now", text=text) if index == 0 else text, span))
            span = span.before()
    return found
