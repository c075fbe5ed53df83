"""What a team taught the audits: rules of which it dismisses nearly everything inform only (spec/audits.md §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.audit.audit_decision import DAY_S, UNKNOWN, AuditDecision, DecisionKind
from console.domain.audit.beta_bound import beta_bound
from console.domain.audit.rule_severity import RuleSeverity

if TYPE_CHECKING:
    from collections.abc import Iterable

HALF_LIFE_DAYS = 90.0
CERTAINTY = 0.9
LEAST_SHARE = 0.2
FEWEST = 8
_WEIGHED = {DecisionKind.ACCEPTED, DecisionKind.DISMISSED}


class LearnedRule(NamedTuple):
    """``share_bound``: with 90 % certainty the team acts on less than this share of the rule's findings.

    ``accepted`` and ``dismissed`` count decisions since what was learned was last forgotten; older ones weigh less
    in the bound. ``newest_s`` is the last of them in unix seconds.
    """

    team: str
    rule: str
    severity: RuleSeverity
    accepted: int
    dismissed: int
    share_bound: float
    newest_s: float

    @property
    def informs(self) -> bool:
        """Return whether the rule only informs this team: enough decisions, nearly all dismissals, never critical."""
        enough = self.accepted + self.dismissed >= FEWEST
        return enough and self.share_bound < LEAST_SHARE and self.severity is not RuleSeverity.CRITICAL


def learned_rules(decisions: Iterable[AuditDecision], now_s: float) -> tuple[LearnedRule, ...]:
    """Return what was learned of each rule of each team, by their names.

    Beta(1, 1) of accepted and dismissed, each halved every 90 days. Decisions of compliance mode teach nothing, nor do
    explanations of what could not be measured; a dismissal that was taken back never was; one finding counts once, as
    it was decided last.
    """
    found = []
    for (team, rule), made in sorted(_by_rule(decisions, now_s).items()):
        weights = dict.fromkeys(_WEIGHED, 1.0)
        for one in made:
            weights[one.kind] += 0.5 ** (max(0.0, now_s - one.at_s) / DAY_S / HALF_LIFE_DAYS)
        bound = beta_bound(weights[DecisionKind.ACCEPTED], weights[DecisionKind.DISMISSED], CERTAINTY)
        accepted = sum(one.kind is DecisionKind.ACCEPTED for one in made)
        newest_s = max(one.at_s for one in made)
        worst = min((one.severity for one in made), key=lambda one: one.rank)
        found.append(LearnedRule(team, rule, worst, accepted, len(made) - accepted, bound, newest_s))
    return tuple(found)


def _by_rule(decisions: Iterable[AuditDecision], now_s: float) -> dict[tuple[str, str], list[AuditDecision]]:
    known: dict[tuple[str, str], dict[tuple[str, str], AuditDecision]] = {}
    for one in sorted(decisions, key=lambda one: one.at_s):
        if not one.team or one.complies or one.fingerprint == UNKNOWN or one.at_s > now_s:
            continue
        book = known.setdefault((one.team, one.rule), {})
        match one.kind:
            case DecisionKind.FORGOTTEN:
                book.clear()
            case DecisionKind.RESTORED:
                book.pop((one.project, one.fingerprint), None)
            case _:
                book[one.project, one.fingerprint] = one
    return {key: list(book.values()) for key, book in known.items() if book}
