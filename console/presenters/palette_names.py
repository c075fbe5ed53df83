"""What the palette offers by name beside pages, cells and cluster objects: what people of an estate speak about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.slo.slo_status import SloStatus
from console.kernel.i18n import t
from console.presenters.palette import PaletteEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.domain.runbooks.runbook import Runbook
    from console.store.state import State

_RANK = 25


def named_entries(state: State) -> Iterator[PaletteEntry]:
    """Yield the incidents that are not over, then objectives, projects and connections."""
    for incident in state.incidents.values():
        if not incident.is_over:
            where = (("incident", incident.id),)
            yield PaletteEntry(incident.title, incident.id, t("Incident"), "incidents", "incidents", where, rank=_RANK)
    yield from _objectives(state)
    if state.estate is not None:
        for project in state.estate.projects:
            title, where = project.title or project.key, (("project", project.key),)
            yield PaletteEntry(title, project.key, t("Project"), "audits", "audits", where, rank=_RANK)
    for status in state.connections.values():
        where = (("connection", status.key),)
        yield PaletteEntry(status.key, status.kind, t("Connection"), "connections", "connections", where, rank=_RANK)


def _objectives(state: State) -> Iterator[PaletteEntry]:
    for table in state.objects.values():
        for row in table.rows.values():
            if isinstance(row, SloStatus):
                where = (("service", row.ref.namespace), ("name", row.ref.name))
                note = f"{row.ref.namespace} · {row.ref.name}"
                yield PaletteEntry(row.title, note, "SLO", "slo", "slos", where, rank=_RANK)


def runbook_entries(runbooks: Iterable[Runbook]) -> Iterator[PaletteEntry]:
    """Yield the runbooks of a library; they are found by their ids, too."""
    for one in runbooks:
        where = (("runbook", one.id),)
        yield PaletteEntry(one.title, one.id, t("Runbook"), "runbooks", "runbooks", where, rank=_RANK)
