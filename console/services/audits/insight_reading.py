"""Insights across projects, from the newest audit of each; what was read of an audit is kept until it changes."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from console.domain.audit.audit_insight import (
    AuditInsight,
    HotFact,
    ProjectFacts,
    RuleFact,
    ranked_insights,
)
from console.domain.audit.audit_name import AuditName
from console.domain.audit.insights.common_fault import common_faults
from console.domain.audit.insights.falling_health import falling_health
from console.domain.audit.insights.hot_place import hot_place
from console.domain.audit.insights.returning_finding import returning_findings
from console.kernel.errors import ConsoleError
from console.kernel.i18n import language
from console.kernel.paths import write_private
from console.kernel.prepared import prepared
from console.services.audits.own_records import own_records
from console.services.audits.rule_words import rule_words
from console.services.audits.team_sight import TeamSight
from console.store.audits.audit_book import AuditBook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from console.estate.schema.project import Project
    from console.services.audits.audit_places import AuditPlaces
    from console.store.audits.audit_book import AuditRecord

_MOST_HOT = 20
_MOST_HEALTHS = 60
_MOST_KEPT = 2000


class InsightReading:
    """Blocks (disk); use it in a thread. A project whose results are not whole is left out.

    ``own`` are the projects of the open estate: others of the profile (the lab's, say) teach nothing about them.
    Without any, all that was ever audited counts.
    """

    def __init__(self, places: AuditPlaces, now_s: float, own: Iterable[Project] = ()) -> None:
        self._places, self._now_s = places, now_s
        self._own = {one.key: one for one in own}
        self._sight = TeamSight(places, now_s)
        self._kept = places.cache / "insights"

    def insights(self, projects: Collection[str] = ()) -> tuple[AuditInsight, ...]:
        """Return what is likely to go wrong in projects (none named: in all), the worst first."""
        words = rule_words()
        facts = tuple(self._facts(frozenset(projects)))
        wanted = projects or self._own
        ending = [one for one in self._sight.dismissals if not wanted or one.decision.project in wanted]
        found = [*common_faults(facts, words), *returning_findings(ending, words, self._now_s)]
        for one in facts:
            found += [*falling_health(one, words), *hot_place(one, words)]
        return ranked_insights(found)

    def _facts(self, projects: frozenset[str]) -> Iterator[ProjectFacts]:
        book = AuditBook(self._places.book)
        for newest in book.newest():
            if projects and newest.project not in projects:
                continue
            known = self._of_estate(newest.project, book.records(newest.project))
            records = [one for one in known if one.tasks and one.branch == known[-1].branch]
            with suppress(ConsoleError):
                if records:
                    yield self._project_facts(records)

    def _of_estate(self, project: str, records: tuple[AuditRecord, ...]) -> tuple[AuditRecord, ...]:
        if not self._own:
            return records
        found = self._own.get(project)
        return own_records([found], {project: records}).get(project, ()) if found is not None else ()

    def _project_facts(self, records: list[AuditRecord]) -> ProjectFacts:
        newest = records[-1]
        file = self._kept / f"{self._key(newest)}.json"
        try:
            rules, hot = msgspec.json.decode(
                file.read_bytes(), type=prepared(tuple[tuple[RuleFact, ...], tuple[HotFact, ...]])
            )
        except (OSError, ValueError, RecursionError):
            rules, hot = self._read(newest)
            self._keep(file.name, msgspec.json.encode((rules, hot)))
        healths = tuple((one.at_s, one.health) for one in records if one.health is not None)[-_MOST_HEALTHS:]
        return ProjectFacts(newest.project, newest.team, newest.profile.strictness, healths, rules, hot)

    def _read(self, record: AuditRecord) -> tuple[tuple[RuleFact, ...], tuple[HotFact, ...]]:
        seen = self._sight.seen(record)
        points = {one.rule: one.points for one in seen.health.gains}
        rules = tuple(
            RuleFact(one.rule, one.score, len(one.findings), points.get(one.rule, 0.0))
            for result in seen.results
            for one in result.outcomes
            if one.score is not None and one.rule not in seen.informing
        )
        hot = [
            HotFact(one.rule, one.path, one.evidence)
            for result in seen.results
            for outcome in result.outcomes
            for one in outcome.findings[:_MOST_HOT]
            if result.audit is AuditName.PREDICTIVE and one.path
        ]
        return rules, tuple(hot)

    def _key(self, record: AuditRecord) -> str:
        """Return what the facts depend on: results, profile, decisions, language."""
        decided = [
            (one.decision.rule, one.decision.fingerprint, one.state)
            for one in self._sight.dismissals
            if one.decision.project == record.project
        ]
        taught = [one for one in self._sight.learned if one.team == record.team and one.informs]
        whole = msgspec.json.encode((record.tasks, record.profile, decided, [one.rule for one in taught], language()))
        return sha256(whole).hexdigest()[:32]

    def _keep(self, name: str, content: bytes) -> None:
        with suppress(ConsoleError, OSError):
            write_private(self._kept / name, content)
            kept = sorted(self._kept.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)
            for old in kept[:-_MOST_KEPT]:
                old.unlink(missing_ok=True)
