"""Reading a project's report back from the results store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.sarif_reading import read_report
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.audits.joined_report import AuditedCommit, joined_report
from console.store.audits.result_store import ResultStore

if TYPE_CHECKING:
    from console.audits.audit_run import RepositoryReport
    from console.services.audits.audit_places import AuditPlaces
    from console.store.audits.audit_book import AuditRecord


def kept_report(places: AuditPlaces, record: AuditRecord) -> RepositoryReport:
    """Return the report of a record; raise ``ConnectorError`` or ``UserError`` unless every result is whole."""
    store = ResultStore(places.results)
    parts = []
    for task in record.tasks:
        content = store.get(task)
        if content is None:
            raise UserError(
                t("A result of {project} is missing: {id}.", project=record.project, id=task),
                t("Audit it again with: cell-console audit fleet"),
            )
        parts.append(read_report(content, record.profile))
    audited = AuditedCommit(
        record.source, record.commit, record.profile, record.at_s, parts[0].baseline if parts else ""
    )
    results = (one for part in parts for one in part.results)
    return joined_report(audited, results, (one for part in parts for one in part.left_out))
