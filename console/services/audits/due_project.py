"""Which projects are to be audited again, by how often that is wanted and when it last was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.services.audits.own_records import own_records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.estate.schema.project import Project
    from console.store.audits.audit_book import AuditBook

_HOUR_S = 3600.0


def due_projects(projects: Iterable[Project], book: AuditBook, now_s: float) -> tuple[str, ...]:
    """Return the keys of those that were never audited, that say nothing, or whose time has come. Blocks.

    A last audit in the future (a clock that was wrong) counts as none, and so does a try that failed.
    """
    return tuple(one.key for one in projects if _is_due(one, book, now_s))


def _is_due(project: Project, book: AuditBook, now_s: float) -> bool:
    own = own_records([project], {project.key: book.records(project.key)})
    known = [one for one in own.get(project.key, ()) if one.tasks]
    if project.every_hours is None or not known:
        return True
    age_s = now_s - known[-1].at_s
    return age_s < 0 or age_s >= project.every_hours * _HOUR_S
