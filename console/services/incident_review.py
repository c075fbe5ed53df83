"""The review of an incident as a file: put together from everything that is known, and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private
from console.kernel.registry import load_all
from console.presenters.incident_review import incident_review
from console.presenters.incident_timeline import timeline_rows
from console.reports.render import render
from console.reports.renderer import RENDERERS
from console.services.incident_library import fitting_runbooks
from console.services.incidents.impact_reading import read_impact
from console.services.trail_reading import TrailReading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.incident.incident import Incident
    from console.domain.report.document import Document
    from console.domain.trail_record import TrailRecord
    from console.services.session import Session


def _write(file: Path, content: bytes) -> None:
    write_private(file.absolute(), content)


async def review_document(session: Session, incident: Incident) -> Document:
    """Return the review as it can be written now; what cannot be read is said to be missing."""
    state, now_s = session.store.state, session.clock.now().timestamp()
    impact = await read_impact(state, incident, now_s, session.offered)

    def put_together() -> Document:
        titles = [one.title for one in fitting_runbooks(session, incident)]
        records, unread = _trail(session)
        rows = timeline_rows(incident, state, now_s, records)
        is_lab = state.estate is not None and state.estate.is_lab
        return incident_review(incident, rows, impact, titles, now_s=now_s, is_lab=is_lab, unread=unread)

    return await session.runtime.in_thread(put_together)


def _trail(session: Session) -> tuple[Iterable[TrailRecord], str]:
    """Return the trail, or why it cannot be read: the review is written without what only it knows, and says so."""
    try:
        return TrailReading(session.trail.book).records(), ""
    except ConsoleError as error:
        return (), str(error)


async def write_review(session: Session, incident: Incident, file: Path) -> Path:
    """Write the review in the format that the file's ending names, note it in the trail, and return the file.

    Raises ``UserError`` for an unknown ending, or when the file cannot be written.
    """
    load_all("console.reports.renderers")
    key = file.suffix.removeprefix(".").lower()
    if key not in RENDERERS:
        raise UserError(
            t("There is no format {name}.", name=repr(key)),
            t("Name a file that ends in one of: {names}.", names=", ".join(f".{one.key}" for one in RENDERERS)),
        )
    document = await review_document(session, incident)
    content = await session.runtime.in_thread(render, document, key)
    await session.runtime.in_thread(_write, file, content)
    session.trail.note(TrailEvent("incident.reviewed", incident.id, body={"file": file.name}))
    return file
