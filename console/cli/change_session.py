"""What the change commands work with: the session of the chosen estate and its change service."""

from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.services.change_service import ChangeService
    from console.services.session import Session

Result = TypeVar("Result")


class ChangeSession:
    """``run`` carries out a coroutine of the service and waits."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.service: ChangeService = session.changes.service

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Return the result; raise its ``ConsoleError``."""
        return self.session.runtime.run(work)


@contextmanager
def change_session(invocation: "Invocation", *, connect: bool = False) -> Iterator[ChangeSession]:
    """Open the chosen estate with what the journal knows; with ``connect`` its connections can be used."""
    from console.bootstrap import build_session  # noqa: PLC0415 - heavy: store, connectors

    loaded = invocation.reached_estate() if connect else invocation.load_estate()
    session = build_session(invocation.profile())
    try:
        session.open_estate(loaded.estate, loaded.file)
        opened = ChangeSession(session)
        opened.run(opened.service.book.refresh())
        for problem in opened.service.book.problems:
            invocation.note(problem)
        for problem in opened.session.changes.judge.problems():
            invocation.note(problem)
        if connect:
            session.wait_connected()
        yield opened
    finally:
        session.close()


def tell_left_behind(invocation: "Invocation", opened: ChangeSession) -> None:
    """Say on stderr that a console ended with work undone."""
    left = opened.run(opened.session.changes.recovery.left_behind())
    if left:
        invocation.note(
            t(
                "Consoles that have ended left unfinished changes: {count}. Take up: cell-console change recover",
                count=len(left),
            )
        )
