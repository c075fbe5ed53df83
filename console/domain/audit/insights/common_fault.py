"""A rule that many projects break: the next one will, too, unless it is solved once for all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from console.domain.audit.audit_insight import AuditInsight, InsightKind, ProjectFacts, RuleFact
from console.domain.audit.beta_bound import beta_bound
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import localized, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from console.domain.audit.rule_word import RuleWord

FEWEST_PROJECTS = 3
LEAST_CONFIDENCE = 0.3
_DOUBT = 0.1
_MOST_NAMED = 3
_MOST_PROJECTS = 50


def common_faults(facts: Iterable[ProjectFacts], words: Mapping[str, RuleWord]) -> Iterator[AuditInsight]:
    """Yield an insight per rule that a good part of the projects breaks; mild rules and those that foresee do not.

    The confidence is the lower 90 % bound of the share of projects that break it (Beta distribution).
    """
    measured: dict[str, list[tuple[ProjectFacts, RuleFact]]] = defaultdict(list)
    for project in facts:
        for rule in project.rules:
            measured[rule.rule].append((project, rule))
    for key, known in sorted(measured.items()):
        told = words.get(key)
        broken = [one for one in known if one[1].findings]
        if told is None or told.severity is RuleSeverity.LOW or len(broken) < FEWEST_PROJECTS:
            continue
        confidence = beta_bound(1.0 + len(broken), 1.0 + len(known) - len(broken), _DOUBT)
        if confidence >= LEAST_CONFIDENCE:
            yield _insight(key, told, broken, len(known), confidence)


def _insight(
    key: str, told: RuleWord, broken: list[tuple[ProjectFacts, RuleFact]], known: int, confidence: float
) -> AuditInsight:
    worst = sorted(broken, key=lambda one: (-one[1].findings, one[0].project))
    names = tuple(one.project for one, _ in worst[:_MOST_PROJECTS])
    teams = {one.team for one, _ in broken}
    points = sum(rule.points for _, rule in broken) / len(broken)
    reasons = (
        t("{broken} of {known} audited projects break {rule} ({title})", broken=len(broken), known=known, rule=key,
          title=told.title),
        t("most findings: {names}",
          names=", ".join(f"{one.project} ({rule.findings})" for one, rule in worst[:_MOST_NAMED])),
        t("it costs {points} points of health on average", points=localized(f"{points:.1f}")),
    )  # fmt: skip
    actions = (told.mend, t("Solve it once, in what the projects share: a template, a common pipeline, a formatter."))
    team = teams.pop() if len(teams) == 1 else ""
    return AuditInsight(InsightKind.COMMON, key, names, team, confidence, told.severity, reasons, actions)
