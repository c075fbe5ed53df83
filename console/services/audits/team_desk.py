"""The team desk: people dismiss, restore and accept findings, and take back what was learned from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.audits.audit_run import severities
from console.domain.audit.audit_decision import (
    DAY_S,
    MOST_DAYS,
    UNKNOWN,
    USUAL_DAYS,
    AuditDecision,
    DecisionKind,
)
from console.domain.audit.dismissal import Dismissal, DismissalState
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleState
from console.domain.trail_event import TrailEvent
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.services.audits.audit_outcome import kept_statuses
from console.services.audits.kept_report import kept_report
from console.services.audits.team_sight import TeamSight
from console.store.audits.audit_book import AuditBook
from console.store.audits.decision_book import DecisionBook

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.domain.audit.audit_result import AuditResult
    from console.kernel.clock import Clock
    from console.services.audits.audit_places import AuditPlaces
    from console.store.audits.audit_book import AuditRecord

_LEAST_PREFIX = 6
_MOST_TEXT = 500


class TeamDesk:
    """Any thread; everything blocks (disk). ``note`` takes what goes into the trail, ``person`` is who decides.

    A decision changes the newest record of its project at once, so that lists and gates see it.
    """

    def __init__(self, places: AuditPlaces, clock: Clock, person: str, note: Callable[[TrailEvent], object]) -> None:
        self._places, self._clock, self._person, self._note = places, clock, person, note
        self._book, self._decisions = AuditBook(places.book), DecisionBook(places.decisions)

    def sight(self) -> TeamSight:
        """Return what was decided until now."""
        return TeamSight(self._places, self._clock.now().timestamp())

    def dismiss(self, project: str, fingerprint: str, reason: str, days: float = USUAL_DAYS) -> Dismissal:
        """Dismiss a finding of the last audit until an end; return whether that takes effect or waits.

        ``fingerprint`` may be its beginning, or the rule's id to explain why a rule could not be measured. Raises
        ``UserError``: no such finding, no reason, an end that is not within a year.
        """
        if not reason.strip():
            raise UserError(t("A dismissal needs a reason."), t("Say in a sentence why this is no problem here."))
        if not 0 < days <= MOST_DAYS:
            raise UserError(
                t("A dismissal ends within {days} days.", days=MOST_DAYS), t("When it ends, look at the finding again.")
            )
        record = self._newest(project)
        finding = self._finding(record, fingerprint)
        made = replace(self._decision(DecisionKind.DISMISSED, record, finding), reason=reason.strip()[:_MOST_TEXT])
        self._keep(replace(made, until_s=made.at_s + days * DAY_S), record)
        return next(
            one for one in self.sight().dismissals
            if (one.decision.project, one.decision.rule, one.decision.fingerprint)
            == (project, finding.rule, finding.fingerprint)
        )  # fmt: skip

    def accept(self, project: str, fingerprint: str) -> Finding:
        """Note that a finding is right, and that somebody means to mend it; raise ``UserError``."""
        record = self._newest(project)
        finding = self._finding(record, fingerprint)
        self._keep(self._decision(DecisionKind.ACCEPTED, record, finding), record)
        return finding

    def restore(self, project: str, fingerprint: str) -> AuditDecision:
        """Take a dismissal back, also one of a finding that is gone; raise ``UserError`` when there is none."""
        live = [
            one.decision for one in self.sight().dismissals
            if one.decision.project == project and one.state in {DismissalState.ACTIVE, DismissalState.WAITS}
        ]  # fmt: skip
        found = [one for one in live if fingerprint in {one.rule, one.fingerprint}] or [
            one for one in live if len(fingerprint) >= _LEAST_PREFIX and one.fingerprint.startswith(fingerprint)
        ]
        if len(found) != 1:
            raise UserError(
                t("{project} has no single dismissal {name}.", project=project, name=repr(fingerprint)),
                t("List them with: cell-console audit dismissals"),
            )
        taken = replace(
            found[0], kind=DecisionKind.RESTORED, at_s=self._clock.now().timestamp(), person=self._person, reason=""
        )
        self._keep(taken, self._whole(project))
        return taken

    def forget(self, team: str, rule: str) -> None:
        """Let what was learned of a rule count no more; raise ``UserError`` when nothing was."""
        known = next((one for one in self.sight().learned if (one.team, one.rule) == (team, rule)), None)
        if known is None:
            raise UserError(
                t("Nothing was learned of {rule} for the team {team}.", rule=rule, team=repr(team)),
                t("List it with: cell-console audit learned"),
            )
        self._keep(
            AuditDecision(
                DecisionKind.FORGOTTEN, self._clock.now().timestamp(), self._person, team, rule, known.severity
            ),
            None,
        )
        for one in [one for one in self._book.newest() if one.team == team]:
            if (record := self._whole(one.project)) is not None:
                self._see_anew(record)

    def _newest(self, project: str) -> AuditRecord:
        record = self._whole(project)
        if record is None:
            raise UserError(
                t("{project} was not audited here yet.", project=repr(project)),
                t("Begin with: cell-console audit fleet"),
            )
        return record

    def _whole(self, project: str) -> AuditRecord | None:
        """Return the newest record of an audit that there was, not of a try that failed."""
        return next((one for one in reversed(self._book.records(project)) if one.tasks), None)

    def _finding(self, record: AuditRecord, name: str) -> Finding:
        results = kept_report(self._places, record).results
        found = {one.fingerprint: one for result in results for one in result.findings if one.fingerprint == name}
        if not found and len(name) >= _LEAST_PREFIX:
            found = {
                one.fingerprint: one for result in results for one in result.findings
                if one.fingerprint.startswith(name)
            }  # fmt: skip
        if len(found) == 1:
            return next(iter(found.values()))
        if len(found) > 1:
            raise UserError(
                t("{name} begins the fingerprints of {count} findings.", name=repr(name), count=len(found)),
                t("Give more letters of it."),
            )
        return _unknown_rule(results, name) or _missing(record.project, name)

    def _decision(self, kind: DecisionKind, record: AuditRecord, finding: Finding) -> AuditDecision:
        return AuditDecision(
            kind, self._clock.now().timestamp(), self._person, record.team, finding.rule, finding.severity,
            record.project, finding.fingerprint, place=finding.place[:_MOST_TEXT],
            evidence=finding.evidence[:_MOST_TEXT], complies=record.profile.complies,
        )  # fmt: skip

    def _keep(self, decision: AuditDecision, record: AuditRecord | None) -> None:
        self._decisions.add(decision)
        body = {
            "rule": decision.rule, "severity": decision.severity.value, "fingerprint": decision.fingerprint,
            "place": decision.place, "until_s": decision.until_s, "team": decision.team,
        }  # fmt: skip
        self._note(
            TrailEvent(f"audit.{decision.kind.value}", decision.project or decision.team, reason=decision.reason,
                       body=body)
        )  # fmt: skip
        if record is not None:
            self._see_anew(record)

    def _see_anew(self, record: AuditRecord) -> None:
        """Let the newest record say what the team sees now."""
        seen = self.sight().seen(record)
        self._book.renew(
            replace(
                record,
                health=seen.health.score,
                statuses=kept_statuses(seen.results),
                findings=sum(len(one.findings) for one in seen.results),
            )
        )


def _unknown_rule(results: tuple[AuditResult, ...], name: str) -> Finding | None:
    """Return what stands for a rule that could not be measured, so that somebody can answer for it."""
    for result in results:
        for one in result.outcomes:
            if one.rule == name and one.state is RuleState.NOT_RUN:
                return Finding(one.rule, severities()[one.rule], evidence=one.note, fingerprint=UNKNOWN)
    return None


def _missing(project: str, name: str) -> Finding:
    raise UserError(
        t("The last audit of {project} has no finding {name}.", project=project, name=repr(name)),
        t("List them with: cell-console audit findings {project} -o json", project=project),
    )
