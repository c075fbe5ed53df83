"""Kept results as texts for others: SARIF, reports, badges, the public dashboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.audits.code_quality import code_quality
from console.audits.github_sarif import GithubSarif, github_sarif
from console.audits.sarif import sarif_document
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.presenters.audit_badge import audit_badge
from console.presenters.audit_document import SECRET_RULES, AuditedProject, dashboard_document, report_document
from console.reports.render import render
from console.services.audits.kept_report import kept_report
from console.services.audits.team_sight import TeamSight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.audits.audit_run import RepositoryReport
    from console.services.audits.audit_places import AuditPlaces
    from console.store.audits.audit_book import AuditRecord

ENDINGS = {"sarif": "sarif", "github": "sarif", "code-quality": "json", "html": "html", "badge": "svg"}
"""What can be written of one project, and the ending of its file."""


def audit_text(places: AuditPlaces, record: AuditRecord, kind: str, now_s: float) -> str:
    """Return the last results of a project as one of ``ENDINGS``; raise ``ConsoleError`` when they are not whole.

    What is dismissed at ``now_s`` (unix seconds) is told as such in SARIF and in the report. Forges have no place for
    it, so that their files are without it, and so is the badge.
    """
    if kind == "badge":
        health = published(places, record, now_s).health
        return audit_badge(health.score, record.profile.strictness, is_partial=health.is_partial)
    if kind == "html":
        return render(report_document(_project(places, record, now_s)), "html").decode("utf-8")
    if kind == "sarif":
        known = TeamSight(places, now_s).rules(record.project, record.team, record.profile).dismissed
        return _json(sarif_document(kept_report(places, record), known))
    if kind == "github":
        return _json(github_upload(places, record, now_s).document)
    return _json(code_quality(_seen(places, record, now_s)))


def github_upload(places: AuditPlaces, record: AuditRecord, now_s: float) -> GithubSarif:
    """Return what GitHub is to show: the findings that are not dismissed at ``now_s`` (unix seconds)."""
    return github_sarif(_seen(places, record, now_s))


def dashboard_text(places: AuditPlaces, records: Iterable[AuditRecord], now_s: float) -> bytes:
    """Return the public dashboard of some projects; raise ``UserError`` for one whose profile is not public."""
    return render(dashboard_document([published(places, one, now_s) for one in records], now_s), "html")


def published(places: AuditPlaces, record: AuditRecord, now_s: float) -> AuditedProject:
    """Return what may be told of a public project: as its team sees it, as if no secret had been looked for.

    A score that is capped by a secret would tell of it. Raises ``ConsoleError``, also when the profile is not public.
    """
    check_public(record)
    results = [
        replace(one, outcomes=tuple(rule for rule in one.outcomes if rule.rule not in SECRET_RULES))
        for one in kept_report(places, record).results
    ]
    seen = TeamSight(places, now_s).through(results, record.project, record.team, record.profile)
    outside = record.source if record.profile.feedback and record.source.startswith("https://") else ""
    return AuditedProject(record.project, record.commit, record.at_s, seen.results, seen.health, outside)


def check_public(record: AuditRecord) -> None:
    """Raise ``UserError`` unless the project's profile is public."""
    if not record.profile.public:
        raise UserError(
            t("The profile {profile} of {project} is not public.", profile=record.profile.key,
              project=repr(record.project)),
            t("Only projects with the profile open-source have a badge and a place on the dashboard."),
        )  # fmt: skip


def _project(places: AuditPlaces, record: AuditRecord, now_s: float) -> AuditedProject:
    seen = TeamSight(places, now_s).seen(record)
    return AuditedProject(
        record.project, record.commit, record.at_s, seen.results, seen.health, dismissed=seen.dismissed
    )


def _seen(places: AuditPlaces, record: AuditRecord, now_s: float) -> RepositoryReport:
    report = kept_report(places, record)
    seen = TeamSight(places, now_s).through(report.results, record.project, record.team, record.profile)
    return replace(report, results=seen.results, health=seen.health)


def _json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"
