"""Audited projects as rows, the sickest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from console.kernel.visible_text import visible_line
from console.presenters.audit_word import status_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.store.audits.audit_book import AuditRecord

_BAD = frozenset({AuditStatus.FAILED.value, AuditStatus.NOT_RUN.value})


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """``statuses`` has a key of ``AuditStatus`` per audit of which something applied; ``health`` is from 0 to 100."""

    project: str
    commit: str
    profile: str
    health: float | None
    is_partial: bool
    statuses: dict[str, str]
    findings: int
    took_s: float
    at_s: float

    @property
    def is_bad(self) -> bool:
        """Return whether an audit failed or could not be run."""
        return any(one in _BAD for one in self.statuses.values())

    @property
    def status_words(self) -> str:
        """Return the audits that did not pass, in words; empty when all passed."""
        order = [one.value for one in AuditName]
        told = sorted(self.statuses.items(), key=lambda one: order.index(one[0]))
        return ", ".join(
            f"{name}: {status_word(AuditStatus(one))}" for name, one in told if one != AuditStatus.PASSED.value
        )

    def record(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "project": self.project, "commit": self.commit, "profile": self.profile, "health": self.health,
            "partial": self.is_partial, "audits": self.statuses, "findings": self.findings, "took_s": self.took_s,
            "at_s": self.at_s,
        }  # fmt: skip


def project_rows(records: Iterable[AuditRecord]) -> tuple[ProjectRow, ...]:
    """Return a row per record; those without a health first, then the lowest health."""
    rows = [
        ProjectRow(
            visible_line(one.project), one.commit, one.profile.key, one.health, one.is_partial, one.statuses,
            one.findings, one.took_s, one.at_s,
        )
        for one in records
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (-1.0 if one.health is None else one.health, one.project)))
