"""Reading everything that a review is made of beside the state."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from console.domain.change_form import read_time
from console.kernel.errors import ConsoleError
from console.kernel.i18n import Speaking
from console.presenters.retold import retold
from console.reports.review_facts import CHANGES, GAMES, INCIDENTS, ReviewFacts
from console.reports.told_record import is_told
from console.services.game_days.game_book import GameBook
from console.services.load_tests.load_test_shelf import LoadTestShelf
from console.services.maturity_book import MaturityBook
from console.services.reviews.budget_reading import read_budgets
from console.services.reviews.course_reading import read_courses
from console.services.trail_reading import MOST_EXPORTED, TrailReading
from console.store.journal.file_journal import FileJournal

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from console.domain.capacity.load_test import LoadTest
    from console.domain.game_day.game_day import GameDay
    from console.domain.incident.incident import Incident
    from console.domain.maturity.week_record import WeekRecord
    from console.domain.trail_record import TrailRecord
    from console.services.reviews.review_order import ReviewOrder
    from console.services.session import Session
    from console.store.state import State

Read = TypeVar("Read")


class _Kept(NamedTuple):
    """What this computer keeps of the estate."""

    tests: tuple[LoadTest, ...]
    weeks: tuple[WeekRecord, ...]


async def gather(session: Session, state: State, order: ReviewOrder, now_s: float) -> ReviewFacts:
    """Return the facts; what cannot be read is told in their notes, in the language of the report."""
    unread: dict[str, str] = {}
    with Speaking(order.language):
        until_s = order.span.as_of(now_s)
        courses, told = await read_courses(session, state, order.span, until_s, is_offline=order.is_offline)
        budgets = () if order.is_offline else await read_budgets(session, state, now_s)
        in_thread = session.runtime.in_thread
        trail = await _or(in_thread(_trail, session, order), (), CHANGES, unread)
        kept = await _or(in_thread(_kept, session, state), _Kept((), ()), "tests", unread)
        incidents = await _or(_incidents(session), (), INCIDENTS, unread)
        games = await _or(_games(session), (), GAMES, unread)
    notes = tuple(dict.fromkeys((*told, *unread.values())))
    return ReviewFacts(
        courses, budgets, trail, incidents, games, kept.tests, kept.weeks, notes, frozenset(unread)
    )  # fmt: skip


async def _or(reading: Awaitable[Read], nothing: Read, what: str, unread: dict[str, str]) -> Read:
    try:
        return await reading
    except ConsoleError as error:
        unread[what] = retold(str(error))  # threads speak the language of the window
        return nothing


def _trail(session: Session, order: ReviewOrder) -> tuple[TrailRecord, ...]:
    records = TrailReading(session.trail.book).records(MOST_EXPORTED)
    begin_s, end_s = order.span.begin_s, order.span.end_s
    return tuple(one for one in records if is_told(one) and begin_s <= _at_s(one) < end_s)


def _kept(session: Session, state: State) -> _Kept:
    name = state.estate.name if state.estate is not None else ""
    return _Kept(LoadTestShelf(session.paths, name).tests(), MaturityBook(session.paths, name).records())


async def _incidents(session: Session) -> tuple[Incident, ...]:
    desk = await session.runtime.in_thread(lambda: session.changes.incidents)
    await desk.book.refresh()
    return desk.book.incidents


async def _games(session: Session) -> tuple[GameDay, ...]:
    journal = FileJournal(session.paths.state / "gamedays")
    try:
        book = GameBook(session.runtime, session.clock, journal)
        await book.refresh()
        return book.days
    finally:
        await session.runtime.in_thread(journal.close)


def _at_s(record: TrailRecord) -> float:
    try:
        return read_time(record.form.at) if record.form is not None else 0.0
    except (ValueError, OverflowError, OSError):
        return 0.0
