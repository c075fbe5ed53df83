"""Writing one report for a command, with its progress on a terminal."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from console.cli.known_note import tell_known
from console.cli.known_state import known_session
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.presenters.report_topics import REPORT_TOPICS
from console.services.maturity_week import note_week
from console.services.read_journals import read_journals
from console.services.reviews.outlook_refresh import refresh_outlooks
from console.services.reviews.review_desk import ReviewDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.cli.invocation import Invocation
    from console.services.reviews.review_order import ReviewOrder
    from console.services.session import Session

_CLEARED = "\r\x1b[2K"


def write_report(invocation: "Invocation", order: "ReviewOrder", *, wait_s: float) -> bool:
    """Write it and say where it is; return whether something could not be read anew."""
    topics = frozenset(REPORT_TOPICS)
    with known_session(invocation, topics, wait_s=wait_s, cached=order.is_offline) as (session, known):
        with _progress(quiet=invocation.quiet) as tell:
            troubles = session.runtime.run(refresh_outlooks(session, order, tell))
            problems = session.runtime.run(read_journals(session))
            session.store.drain(wait_s)
            if not known.cached:
                problems = (*problems, *_noted(session))
            written = session.runtime.run(ReviewDesk(session).make(order, tell))
        for sentence in (*troubles, *problems):
            invocation.note(sentence)
        for sentence in written.notes:
            invocation.note(sentence)
        invocation.note(t("Wrote {file} ({size} kB).", file=written.file, size=round(written.size / 1000)))
        if written.statement is not None:
            invocation.note(t("Signed statement: {file}", file=written.statement))
        return tell_known(invocation, known, topics)


def _noted(session: "Session") -> tuple[str, ...]:
    """Keep this week's maturity; what hinders that does not hinder the report."""
    try:
        note_week(session)
    except ConsoleError as error:
        return (str(error),)
    return ()


@contextmanager
def _progress(*, quiet: bool) -> "Iterator[Callable[[float, str], None]]":
    """Yield what shows progress on one line of a terminal, which a failure takes away; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda _share, _what: None
        return

    def tell(share: float, what: str) -> None:
        end = "\n" if share >= 0.95 else ""
        click.echo(f"{_CLEARED}{round(share * 100):3} % {what}{end}", err=True, nl=False)

    try:
        yield tell
    except BaseException:
        click.echo(_CLEARED, err=True, nl=False)
        raise
