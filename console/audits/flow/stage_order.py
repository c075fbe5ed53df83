"""FLO06: a release that skipped a stage, or came before the stages that look at it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.declared_stage import declared_stages, plain_stage
from console.audits.outcome import not_applicable, passed_or_failed
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.audits.declared_stage import DeclaredStage
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO06"
_RELEASE = "release"
_STAGES = {
    "build": re.compile(r"^((re)?build|compil|packag|assembl|wheels?$|dist$)"),
    "test": re.compile(r"^((py|unit)?tests?|testing|checks?|verify|verification|integration|e2e|jest|acceptance)$"),
    "scan": re.compile(r"^(scan\w*|sast|dast|security|codeql|audit|trivy|sbom|snyk|semgrep|grype|sonar\w*)$"),
    _RELEASE: re.compile(r"^(releas|publish|deploy|ship$|promot|rollout|upload$)"),
}
_NO_RELEASE = frozenset(["staging", "preview", "review", "dev", "development", "qa", "test", "testing", "sandbox"])
# These look at what was released.
_AFTERWARDS = frozenset(["smoke", "sanity", "post", "dast", "sbom", "synthetic", "health"])
_WORD = re.compile(r"\b[a-z]\d[a-z]\b|[A-Z]+(?![a-z])|[A-Z]?[a-z]+", re.ASCII)


def _check(checkout: Checkout) -> RuleOutcome:
    known = [one for one in checkout.forge.runs or () if one.release and one.stages and one.result == "success"]
    if not known:
        return not_applicable(_KEY, t("No successful run of a release is known."))
    last = max(known, key=lambda one: one.began_s)
    declared = _declared(checkout, last.stages)
    found = [_finding(last.commit, t("{stage} did not run", stage=one)) for one in _missing(declared, last.stages)]
    if _is_mixed_up(declared, last.stages):
        order = " → ".join(last.stages)[:150]
        found.append(_finding(last.commit, t("not in order: {stages}", stages=order)))
    return passed_or_failed(_KEY, found, t("Release {name}.", name=last.release[:80]))


def _finding(commit: str, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, evidence=evidence, commit=commit, tool="forge")


def _words(name: str) -> list[str]:
    return [one.casefold() for one in _WORD.findall(name)]


def _kinds(name: str) -> Iterator[str]:
    words = _words(name)
    for kind, pattern in _STAGES.items():
        if any(pattern.search(one) for one in words) and not (kind == _RELEASE and _NO_RELEASE.intersection(words)):
            yield kind


def _declared(checkout: Checkout, ran: Sequence[str]) -> tuple[DeclaredStage, ...]:
    """Return the stages of the pipeline that made the release: the one that shares most names with what ran."""
    pipelines = declared_stages(checkout)
    names = {plain_stage(one) for one in ran}
    best = max(pipelines, key=lambda one: sum(bool(each.names & names) for each in one), default=())
    return best if len(pipelines) == 1 or any(each.names & names for each in best) else ()


def _missing(declared: Sequence[DeclaredStage], ran: Sequence[str]) -> list[str]:
    wanted = {kind for one in declared for name in one.names for kind in _kinds(name)}
    called = {plain_stage(one) for one in ran}
    known = (name for one in declared if any(one.is_called(each) for each in called) for name in one.names)
    there = {kind for one in (*ran, *known) for kind in _kinds(one)}
    return [one for one in _STAGES if one in wanted - there]


def _is_mixed_up(declared: Sequence[DeclaredStage], ran: Sequence[str]) -> bool:
    """Return whether stages ran before those that they wait for, or the release before what looks at it."""
    steps = [one.step for name in ran for one in declared if plain_stage(name) in one.names]
    firsts: dict[int, int] = {}
    for place, step in enumerate(steps):
        firsts.setdefault(step, place)
    if [firsts[one] for one in sorted(firsts)] != sorted(firsts.values()):
        return True
    kinds = [frozenset(() if _AFTERWARDS.intersection(_words(one)) else _kinds(one)) for one in ran]
    released = max((place for place, one in enumerate(kinds) if _RELEASE in one), default=len(ran))
    first = {kind: place for place in reversed(range(len(ran))) for kind in kinds[place]}
    return any(place > released for kind, place in first.items() if kind != _RELEASE)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.MEDIUM,
        title=lambda: t("The last release went through its stages in order"),
        why=lambda: t("A release that was not tested or scanned first is tested by those who use it."),
        mend=lambda: t("Let the release job need the test and scan jobs."),
        check=_check,
        scope="forge",
    )
)
