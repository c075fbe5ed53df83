"""What the page knows of the projects of the estate."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.audit.audit_profile import AuditProfile
    from console.estate.schema.project import Project
    from console.store.audits.audit_book import AuditRecord


class KnownProjects(NamedTuple):
    """``projects`` with the profiles of their teams; ``records`` are their audits by key, oldest first."""

    projects: tuple[tuple[Project, AuditProfile], ...]
    records: Mapping[str, Sequence[AuditRecord]]
