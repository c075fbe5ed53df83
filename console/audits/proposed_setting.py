"""Proposing how a repository is audited, from what it is made of; every proposal has its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.audit.audit_name import AuditName
from console.domain.audit.proposed_setting import ProposedSetting
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.domain.audit.project_structure import ProjectStructure

DAILY_H, WEEKLY_H, MONTHLY_H = 24.0, 168.0, 720.0
_DAY_S = 86_400.0
_BUSY_DAYS, _QUIET_DAYS = 30.0, 365.0


def propose_settings(
    structure: ProjectStructure | None, path: str, teams: Sequence[str], idle_s: float | None
) -> tuple[ProposedSetting, ...]:
    """Return what should be set for the repository at ``path``; what is not named stays at its default.

    ``structure`` is ``None`` when its files could not be read, ``idle_s`` the seconds since the last push (``None``:
    not told), ``teams`` are the keys of the estate's.
    """
    return (
        *(_audits(structure) if structure is not None else ()),
        *_schedule(idle_s),
        *_team(path, teams),
    )


def _audits(structure: ProjectStructure) -> Iterator[ProposedSetting]:
    """Leave audits out only where nothing of theirs can be measured; without code there is little."""
    if structure.languages or structure.is_cut:
        return
    chosen = [AuditName.INTEGRITY, AuditName.SAGES, AuditName.GIT]
    if structure.pipelines:
        chosen += [AuditName.FLOW, AuditName.SERVANT]
    kept = tuple(one.value for one in AuditName if one in chosen)
    yield ProposedSetting("audits", kept, t("no code in {count} files, so only these apply", count=structure.files))


def _schedule(idle_s: float | None) -> Iterator[ProposedSetting]:
    if idle_s is None:
        return
    days = max(0.0, idle_s) / _DAY_S
    if days <= _BUSY_DAYS:
        yield ProposedSetting("every_hours", DAILY_H, t("pushed to {days} days ago: daily", days=int(days)))
    elif days <= _QUIET_DAYS:
        yield ProposedSetting("every_hours", WEEKLY_H, t("pushed to {days} days ago: weekly", days=int(days)))
    else:
        yield ProposedSetting("every_hours", MONTHLY_H, t("pushed to {days} days ago: monthly", days=int(days)))


def _team(path: str, teams: Sequence[str]) -> Iterator[ProposedSetting]:
    """Propose the team whose key is a part of the path; the innermost wins."""
    parts = [part.lower() for part in path.split("/")]
    found = next((one for part in reversed(parts) for one in teams if one.lower() == part), "")
    if found:
        yield ProposedSetting("team", found, t("its path names the team"))
