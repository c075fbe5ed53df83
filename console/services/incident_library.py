"""The runbooks that fit an incident, from the library of the open estate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError
from console.presenters.incident_runbooks import incident_runbooks

if TYPE_CHECKING:
    from console.domain.incident.incident import Incident
    from console.domain.runbooks.runbook import Runbook
    from console.services.session import Session


def fitting_runbooks(session: Session, incident: Incident) -> tuple[Runbook, ...]:
    """Return the runbooks that fit, the best first. Blocks (files); off the GUI thread."""
    try:
        known = session.changes.runbooks.library().all()
    except ConsoleError:  # an incident is dealt with, and reviewed, without a library too; its page says what is wrong
        return ()
    return incident_runbooks(incident, known)
