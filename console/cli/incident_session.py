"""The session of the incident commands, with what the journal knows of incidents and messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.cli.opened import opened

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.services.incidents.incident_desk import IncidentDesk
    from console.services.session import Session


@contextmanager
def incident_session(invocation: "Invocation", *, reaches: bool = False) -> Iterator[tuple["Session", "IncidentDesk"]]:
    """Yield a session whose connections are built and whose incidents are known; tell what cannot be read."""
    with opened(invocation, reaches=reaches) as session:
        desk = session.changes.incidents
        session.runtime.run(desk.book.refresh())
        for problem in desk.book.problems:
            invocation.note(problem)
        yield session, desk
