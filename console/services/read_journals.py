"""Reading into the store what the journals of an estate hold: changes, rollouts, runs of runbooks, incidents."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.services.session import Session

_STEPS, _STEP_S = 100, 0.02


class _Book(Protocol):
    problems: list[str]

    async def refresh(self) -> None: ...


async def read_journals(session: Session) -> tuple[str, ...]:
    """Do so once, without taking up anything; return in sentences what could not be read.

    What shows or judges all that was done needs them; the pages and commands of each read their own.
    """
    desk = session.changes
    books: tuple[Callable[[], _Book], ...] = (
        lambda: desk.service.book, lambda: desk.rollouts.book, lambda: desk.runbooks.book, lambda: desk.incidents.book,
    )  # fmt: skip
    problems: list[str] = []
    for made in books:
        try:
            book = await session.runtime.in_thread(made)  # the first call loads a lot
            await book.refresh()
        except ConsoleError as error:
            problems.append(str(error))
        else:
            problems += book.problems
    return tuple(dict.fromkeys(problems))


async def taken_in(session: Session) -> None:
    """Wait a moment until the store has taken in what was read (in a window, whose frames do that)."""
    for _ in range(_STEPS):
        if not session.store.pending:
            return
        await asyncio.sleep(_STEP_S)
