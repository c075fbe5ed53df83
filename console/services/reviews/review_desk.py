"""The review desk: reads, builds, writes and signs a report, with progress, and gives up when asked to."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from console.domain.forecast.outlook import TOPIC as OUTLOOKS
from console.domain.trail_event import TrailEvent
from console.kernel.errors import Cancelled, ConsoleError, UserError
from console.kernel.i18n import Speaking, t
from console.kernel.paths import write_private
from console.reports.render import rendered
from console.reports.review import review
from console.reports.review_context import ReviewContext, ReviewViews
from console.services.reviews.review_gathering import gather
from console.services.trail_reading import TrailReading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from console.domain.report.document import Document
    from console.reports.renderer import Rendered
    from console.reports.review_facts import ReviewFacts
    from console.services.reviews.review_order import ReviewOrder
    from console.services.session import Session
    from console.store.state import State

    Tell = Callable[[float, str], None]

STATEMENT_SUFFIX = ".intoto.json"


class Written(NamedTuple):
    """What was written; ``statement`` is ``None`` when nothing could be signed. ``notes`` are for the reader."""

    file: Path
    statement: Path | None
    size: int
    notes: tuple[str, ...]


class ReviewDesk:
    """Makes reports of the open estate from the state of its session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def make(self, order: ReviewOrder, tell: Tell = lambda _share, _what: None) -> Written:
        """Write the report and return what was written; cancelling the task leaves no file behind.

        ``tell`` hears the share that is done (0 to 1) and of what, on a thread of the runtime. Raises ``ConsoleError``.
        """
        state = self._session.store.state
        read_s = _read_s(state, order, self._session.clock.now().timestamp())
        tell(0.02, t("Reading the indicators"))
        facts = await gather(self._session, state, order, read_s)
        stop = threading.Event()

        def make() -> Written:
            told = _told(tell, stop)
            return self._write(order, _built(order, state, facts, read_s, told), told)

        try:
            return await self._session.runtime.in_thread(make)
        except asyncio.CancelledError:
            stop.set()
            raise

    def _write(self, order: ReviewOrder, document: Document, tell: Tell) -> Written:
        tell(0.7, t("Writing {file}", file=order.file.name))
        made = rendered(document, order.format)
        content = made.content
        tell(0.95, t("Writing {file}", file=order.file.name))
        place = order.file.with_name(order.file.name + STATEMENT_SUFFIX)
        with _set_aside(place):  # it speaks of the report that is replaced now
            write_private(order.file, content)
        statement, notes = self._signed(order, place) if order.is_signed else (None, ())
        body = {"period": order.span.name, "format": order.format, "language": order.language, "size": len(content)}
        self._session.trail.note(TrailEvent("report.exported", str(order.file), body=body))
        return Written(order.file, statement, len(content), (*notes, *_font_notes(order, made)))

    def _signed(self, order: ReviewOrder, place: Path) -> tuple[Path | None, tuple[str, ...]]:
        """Put the signed statement beside the report; a report without one says why, and is as good to read."""
        try:
            envelope = TrailReading(self._session.trail.book).attest_file(order.file)
            write_private(place, json.dumps(envelope, indent=2) + "\n")
        except ConsoleError as error:
            return None, (t("There is no signed statement beside the report: {why}", why=error),)
        return place, ()


def _read_s(state: State, order: ReviewOrder, now_s: float) -> float:
    """Return the moment that a report looks from: now, or when the newest was read of what is only remembered."""
    tables = (one for (_, topic), one in state.objects.items() if topic != OUTLOOKS)  # made here, of what was read
    known = [(one.at_s, one.from_history) for one in tables]
    known += [(one.at_s, one.from_history) for one in state.readings.values()]
    if not known or (not order.is_offline and not all(is_remembered for _, is_remembered in known)):
        return now_s
    return min(now_s, max(at_s for at_s, _ in known))


def _built(order: ReviewOrder, state: State, facts: ReviewFacts, read_s: float, tell: Tell) -> Document:
    estate = state.estate
    if estate is None:
        raise ConsoleError(t("No estate is open, so there is nothing to report on."), t("Open one first."))
    what = t("Writing the chapters")
    with Speaking(order.language):
        views = ReviewViews(state, order.span.as_of(read_s), read_s, facts.tests)
        context = ReviewContext(estate, order.span, facts, views)
        return review(context, order.cells, lambda done, of: tell(0.1 + 0.6 * done / of, what))


def _told(tell: Tell, stop: threading.Event) -> Tell:
    def told(share: float, what: str) -> None:
        if stop.is_set():
            raise Cancelled(t("The report was given up; nothing was written."))
        tell(share, what)

    return told


@contextmanager
def _set_aside(statement: Path) -> Iterator[None]:
    """Take away the statement of the report before; where that report cannot be replaced, it comes back."""
    aside = statement.with_name(f".{statement.name}~")
    _move(statement, aside)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            aside.replace(statement)
        raise
    with suppress(OSError):
        aside.unlink()


def _move(statement: Path, aside: Path) -> None:
    if not os.path.lexists(statement):
        return  # a disk that is read-only refuses to remove what is not there, too
    try:
        if statement.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(statement))
        aside.unlink(missing_ok=True)
        statement.replace(aside)
    except FileNotFoundError:
        return
    except OSError as error:
        raise UserError(
            t("The signed statement {file} of the report before cannot be removed: {why}.", file=statement,
              why=error.strerror or error),
            t("Remove it, or write the report to another file."),
        ) from error  # fmt: skip


def _font_notes(order: ReviewOrder, made: Rendered) -> tuple[str, ...]:
    if order.format != "pdf":
        return ()
    from console.reports.pdf_font import font_notes  # noqa: PLC0415 - the typesetter is loaded for PDF only

    return font_notes(order.language, made)
