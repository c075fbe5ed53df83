"""What the newest audits of an estate's projects call for, as alerts: one per team, so that its channels are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.audit.audit_result import AuditStatus
from console.domain.incident.local_alert import LocalCondition, LocalFindings
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from console.domain.audit.audit_insight import AuditInsight

HIGH_VIOLATIONS, TROUBLE_AHEAD = "HighViolationRate", "AuditTroubleAhead"
LOUDNESS: Mapping[str, float] = {"high": 0.1, "normal": 0.2, "low": 0.4}
"""The share of failed audits above which a team is told, by the ``notifies`` of its profile."""
_SURE = 0.99
"""Surer than an insight has to be: people are woken up by it, and there may be hundreds of projects."""
_MOST_NAMED = 3


class ProjectStanding(NamedTuple):
    """The newest audit of a project: its statuses by audit, and how loud its team's profile is."""

    project: str
    team: str
    notifies: str
    statuses: Mapping[str, str]


def audit_findings(
    standings: Iterable[ProjectStanding], insights: Iterable[AuditInsight], title: Callable[[AuditInsight], str]
) -> LocalFindings:
    """Return the conditions that hold; ``title`` says in a sentence what an insight foresees.

    A team's violation rate is high when more of its audits failed than its profile bears. Trouble is ahead when an
    insight of high impact is 99 % sure; a loud profile warns of that, others only note it.
    """
    known = tuple(standings)
    teams: dict[str, list[ProjectStanding]] = {}
    for one in known:
        teams.setdefault(one.team, []).append(one)
    ahead = [one for one in insights if one.confidence >= _SURE and one.impact.weight >= 7.5]
    conditions: list[LocalCondition] = []
    for team, projects in sorted(teams.items()):
        conditions += _violations(team, projects)
        conditions += _ahead(team, projects[0].notifies, [one for one in ahead if one.team == team], title)
    return LocalFindings(tuple(conditions))


def _violations(team: str, projects: list[ProjectStanding]) -> Iterator[LocalCondition]:
    ended = [one for project in projects for one in project.statuses.values() if one != AuditStatus.NOT_RUN]
    failed = sum(one == AuditStatus.FAILED for one in ended)
    bound = max(LOUDNESS[one.notifies] for one in projects)
    if not ended or failed / len(ended) <= bound:
        return
    worst = sorted(projects, key=lambda one: (-_failed(one), one.project))
    summary = t(
        "{failed} of {ended} audits failed in {projects} projects, most in {names}",
        failed=failed,
        ended=len(ended),
        projects=len(projects),
        names=", ".join(one.project for one in worst[:_MOST_NAMED] if _failed(one)),
    )
    yield _condition(HIGH_VIOLATIONS, "warning", team, summary, "high-violation-rate", failed / len(ended))


def _ahead(
    team: str, notifies: str, ahead: list[AuditInsight], title: Callable[[AuditInsight], str]
) -> Iterator[LocalCondition]:
    if not ahead:
        return
    first = max(ahead, key=lambda one: (one.impact.weight, one.confidence))
    summary = t("{title}: {why}", title=title(first), why="; ".join(first.reasons))
    severity = "warning" if notifies == "high" else "info"
    yield _condition(TROUBLE_AHEAD, severity, team, summary, "prediction-warning", first.confidence)


def _condition(name: str, severity: str, team: str, summary: str, template: str, value: float) -> LocalCondition:
    labels = {"team": team} if team else {}
    return LocalCondition(
        name, severity, f"audit/{name}/{team}", labels, summary, value=value, annotations={"template": template}
    )


def _failed(project: ProjectStanding) -> int:
    return sum(one == AuditStatus.FAILED for one in project.statuses.values())
