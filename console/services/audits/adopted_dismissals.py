"""Dismissals that a SARIF file tells, adopted: each becomes a decision of the person who adopts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.audit.audit_decision import DAY_S, MOST_DAYS, USUAL_DAYS
from console.domain.audit.dismissal import DismissalState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.audits.suppression import ToldSuppression
    from console.domain.audit.audit_result import AuditResult
    from console.domain.audit.dismissal import Dismissal
    from console.services.audits.team_desk import TeamDesk


class Adopted(NamedTuple):
    """``made`` now stand or wait for a second person; the others count what changed nothing."""

    made: tuple[Dismissal, ...]
    unknown: int
    ended: int
    known: int


def adopt_dismissals(
    desk: TeamDesk, project: str, results: Iterable[AuditResult], told: Iterable[ToldSuppression], now_s: float
) -> Adopted:
    """Dismiss what is told of findings among ``results`` (the project's last audit); blocks, raises ``UserError``.

    An end that is over is kept (the finding counts), one beyond a year is cut to a year, and one that is not told is
    the usual one. A critical finding in compliance mode still needs two persons: the file counts for none.
    """
    there = {(one.rule, one.fingerprint) for result in results for one in result.findings}
    standing = {
        (one.decision.rule, one.decision.fingerprint)
        for one in desk.sight().dismissals
        if one.decision.project == project and one.state is DismissalState.ACTIVE
    }
    made, unknown, ended, known = [], 0, 0, 0
    for one in told:
        days = (one.until_s - now_s) / DAY_S if one.until_s else float(USUAL_DAYS)
        if (one.rule, one.fingerprint) not in there:
            unknown += 1
        elif (one.rule, one.fingerprint) in standing:
            known += 1
        elif not days > 0:
            ended += 1
        else:
            made.append(desk.dismiss(project, one.fingerprint, one.reason, min(days, MOST_DAYS)))
    return Adopted(tuple(made), unknown, ended, known)
