"""One report from the results of several tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_run import RepositoryReport, severities
from console.audits.config_digest import config_digest
from console.domain.audit.audit_name import AuditName
from console.domain.audit.repository_health import repository_health

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.audit.audit_profile import AuditProfile
    from console.domain.audit.audit_result import AuditResult


class AuditedCommit(NamedTuple):
    """What the results are of; ``at_s`` is when, in unix seconds."""

    source: str
    commit: str
    profile: AuditProfile
    at_s: float
    baseline: str = ""


def joined_report(
    audited: AuditedCommit, results: Iterable[AuditResult], left_out: Iterable[tuple[str, str]]
) -> RepositoryReport:
    """Return the results in the order of the audits, with the health that they have together."""
    order = list(AuditName)
    told = tuple(sorted(results, key=lambda one: order.index(one.audit)))
    health = repository_health(told, audited.profile, severities())
    left = tuple(dict.fromkeys(left_out))
    profile = audited.profile.key
    return RepositoryReport(
        audited.source, audited.commit, profile, told, health, audited.at_s, audited.baseline, left,
        audited.profile.strictness, config_digest(),
    )  # fmt: skip
