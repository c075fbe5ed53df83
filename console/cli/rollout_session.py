"""The session of the rollout commands, with what the journal knows of runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.cli.opened import opened

if TYPE_CHECKING:
    from console.cli.invocation import Invocation
    from console.services.session import Session


@contextmanager
def rollout_session(invocation: "Invocation", *, reaches: bool = True) -> Iterator["Session"]:
    """Yield a session whose connections are built and whose rollouts are known; tell what cannot be read."""
    with opened(invocation, reaches=reaches) as session:
        session.runtime.run(session.changes.rollouts.book.refresh())
        for problem in session.changes.rollouts.book.problems:
            invocation.note(problem)
        yield session
