"""INT01: a secret of a live format in the tree or in its history."""

from __future__ import annotations

import re
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
_PACKED = 2000
_FORMATTED = re.compile(
    r"(?<![\w+/])(AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|github_pat_\w{22,90}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,80}"
    r"|[rs]k_live_\w{16,99}|AIza[\w-]{35})(?![\w+/])|-----BEGIN [A-Z ]*PRIVATE KEY|hooks\.slack\.com/services/T\w+/B"
)
_LOGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/@'\"]*:(?P<word>[^\s/@'\":,]+)@", re.I)
_EXAMPLE = re.compile(
    r"(?i)pass(word|wd|phrase)?|pwd?|pw|secret|token|foo|bar|baz|foobar|user(name)?|admin|root|guest|test(ing)?|example|demo"
    r"|change-?me|x{2,}|\*+|postgres|mysql|redis|rabbitmq|[$<{%\[].*|.*[}>%\]]|your.*"
)
_LEFT_ALONE = frozenset({PathClass.TEST, PathClass.VENDORED})


def _check(checkout: Checkout) -> RuleOutcome:
    found = [
        one
        for one in found_secrets(checkout)
        if path_class(one.path) not in _LEFT_ALONE and not _is_noise(checkout.line(one.path, one.line))
    ]
    return passed_or_failed(_KEY, [_finding(one) for one in found])


def _is_noise(line: str) -> bool:
    """Return whether a line cannot hold a real one: packed scripts are full of random letters, examples of words."""
    if len(line) > _PACKED:
        return not _FORMATTED.search(line)
    logins = list(_LOGIN.finditer(line))
    return bool(logins) and all(_EXAMPLE.fullmatch(one["word"]) for one in logins) and not _FORMATTED.search(line)


def _finding(one: FoundSecret) -> Finding:
    """A secret that the tree no longer holds is still in every clone: it counts, at the commit that brought it."""
    evidence = t("{kind} (the secret itself is not shown)", kind=one.kind)
    return Finding(
        _KEY, RuleSeverity.CRITICAL, one.path, one.line, evidence=evidence, commit=one.commit, tool="kingfisher"
    )


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
        scope="commit",
    )
)
