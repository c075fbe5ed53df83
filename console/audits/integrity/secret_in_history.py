"""INT01: a secret of a live format in the tree or in its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import passed_or_failed
from console.audits.repository.path_class import PathClass, path_class
from console.audits.tools.kingfisher_run import found_secrets
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.kingfisher_run import FoundSecret
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "INT01"
_LEFT_ALONE = frozenset({PathClass.TEST, PathClass.VENDORED})


def _check(checkout: Checkout) -> RuleOutcome:
    found = [one for one in found_secrets(checkout) if path_class(one.path) not in _LEFT_ALONE]
    return passed_or_failed(_KEY, [_finding(checkout, one) for one in found])


def _finding(checkout: Checkout, one: FoundSecret) -> Finding:
    """A secret that the tree no longer holds is still in every clone: it counts, at the commit that brought it."""
    evidence = t("{kind} (the secret itself is not shown)", kind=one.kind)
    line = one.line if one.path in checkout.paths else 0
    return Finding(_KEY, RuleSeverity.CRITICAL, one.path, line, evidence=evidence, commit=one.commit, tool="kingfisher")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.CRITICAL,
        title=lambda: t("No secrets in the tree or its history"),
        why=lambda: t("Whoever can read the repository, or ever cloned it, can use the secret."),
        mend=lambda: t("Revoke the secret first, then read its successor from the environment or a secret store."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="history",
    )
)
