"""Parts of a push by the names of its files, and the audits that each part makes necessary (spec/audits.md §3)."""

from __future__ import annotations

from console.audits.ci_job import ci_kind
from console.audits.dependencies.lock_file import is_lock
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.push_impact import PushPart

_CODE = (AuditName.STRICT, AuditName.INTEGRITY, AuditName.TDD, AuditName.PREDICTIVE)
_NEEDED = {
    PushPart.SOURCE: _CODE,
    PushPart.TEST: _CODE,
    PushPart.DOCUMENT: (AuditName.SAGES, AuditName.GIT),
    PushPart.WORKFLOW: (AuditName.SERVANT, AuditName.FLOW),
    PushPart.OTHER: (AuditName.INTEGRITY, AuditName.GIT, AuditName.SERVANT),
}


def push_part(path: str) -> PushPart:
    """Return which part of a push a path is."""
    if ci_kind(path) or path.startswith(".github/"):
        return PushPart.WORKFLOW
    if is_lock(path):  # requirements.txt is no page
        return PushPart.OTHER
    known = {PathClass.SOURCE: PushPart.SOURCE, PathClass.TEST: PushPart.TEST, PathClass.DOCUMENT: PushPart.DOCUMENT}
    return known.get(path_class(path), PushPart.OTHER)


def needed_audits(parts: frozenset[PushPart]) -> tuple[AuditName, ...]:
    """Return the audits that a push is about, in their order."""
    wanted = {audit for part in parts for audit in _NEEDED[part]}
    return tuple(one for one in AuditName if one in wanted)
