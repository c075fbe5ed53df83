"""A project of the estate as a row of the grid: how well it is, since when, and what runs there now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.audit_score import WARNING_BAND
from console.domain.health import Health
from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from console.presenters.audit_word import audit_word, profile_word, status_word
from console.presenters.audits.live_row import live_text
from console.presenters.format import ago, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.audit.audit_profile import AuditProfile
    from console.domain.audit.live_audit import LiveAudit
    from console.estate.schema.project import Project
    from console.store.audits.audit_book import AuditRecord

STATUS_HEALTH = {
    AuditStatus.PASSED: Health.OK,
    AuditStatus.WARNING: Health.WARNING,
    AuditStatus.FAILED: Health.CRITICAL,
    AuditStatus.NOT_RUN: Health.UNKNOWN,
}
_COURSE = 30
OLD_S = 7 * 86_400.0
"""Results older than this are called stale: a week of commits is not in them."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """``health`` is from 0 to 100, ``None`` while nothing is known. ``record`` is the newest one with results.

    ``course`` holds moments (unix seconds) and healths of the last runs. ``trouble`` says why the last try failed.
    """

    key: str
    title: str
    team: str
    profile: str
    branch: str
    state: Health
    health: float | None
    health_text: str
    statuses: tuple[tuple[str, Health, str], ...]
    findings: int | None
    when: str
    is_old: bool
    activity: str
    trouble: str
    took_s: float | None
    course: tuple[tuple[float, ...], tuple[float, ...]]
    record: AuditRecord | None
    project: Project

    @property
    def note(self) -> str:
        """Return what a person should know first: what runs, what failed, or what did not pass."""
        if self.activity or self.trouble:
            return " · ".join(one for one in (self.activity, self.trouble) if one)
        if self.record is None:
            return t("never audited")
        bad = [f"{name}: {word}" for name, health, word in self.statuses if health is not Health.OK]
        if not self.statuses:
            return status_word(AuditStatus.NOT_RUN)
        return " · ".join(bad) if bad else t("all passed")

    @property
    def status_text(self) -> str:
        """Return every audit with its status, one a line."""
        return "\n".join(f"{name}: {word}" for name, _health, word in self.statuses)


def grid_row(project: Project, profile: AuditProfile, known: Sequence[AuditRecord]) -> GridRow:
    """Return what the records of a project say, oldest first; ``moved_row`` adds what changes by itself."""
    whole = [one for one in known if one.tasks]
    record = whole[-1] if whole else None
    trouble = known[-1].trouble if known else ""
    points = [(one.at_s, one.health) for one in whole[-_COURSE:] if one.health is not None]
    return GridRow(
        project.key,
        visible_line(project.title or project.key),
        visible_line(project.team or ""),
        profile_word(profile),
        visible_line(project.branch),
        Health.CRITICAL if trouble else _state(record),
        record.health if record is not None else None,
        health_text(record),
        _statuses(record),
        record.findings if record is not None else None,
        t("never"),
        False,
        "",
        visible_line(trouble),
        record.took_s if record is not None else None,
        (tuple(at for at, _ in points), tuple(float(value) for _, value in points)),
        record,
        project,
    )


def moved_row(row: GridRow, live: LiveAudit | None, now_s: float) -> GridRow:
    """Return a row as it is now: how long ago its audit was, and what runs. It is the same object if nothing moved."""
    record = row.record
    moved = (
        ago(record.at_s, now_s) if record is not None else t("never"),
        record is not None and now_s - record.at_s > OLD_S,
        live_text(live, now_s) if live is not None else "",
    )
    if moved == (row.when, row.is_old, row.activity):
        return row
    when, is_old, activity = moved
    return replace(row, when=when, is_old=is_old, activity=activity)


def health_text(record: AuditRecord | None) -> str:
    """Return a health as text; a star marks one to which an audit or a rule is missing."""
    if record is None:
        return number(None)
    return f"{number(record.health)}{'*' if record.is_partial and record.health is not None else ''}"


def _state(record: AuditRecord | None) -> Health:
    """Return how a record looks: failed audits are critical, the rest by the profile's strictness."""
    if record is None or record.health is None:
        return Health.UNKNOWN
    least = 100.0 * record.profile.strictness
    if AuditStatus.FAILED.value in record.statuses.values() or record.health < least - WARNING_BAND:
        return Health.CRITICAL
    quiet = set(record.statuses.values()) <= {AuditStatus.PASSED.value}
    return Health.OK if quiet and record.health >= least else Health.WARNING


def _statuses(record: AuditRecord | None) -> tuple[tuple[str, Health, str], ...]:
    if record is None:
        return ()
    known = [(one, AuditStatus(record.statuses[one.value])) for one in AuditName if one.value in record.statuses]
    return tuple((audit_word(one), STATUS_HEALTH[status], status_word(status)) for one, status in known)
