"""Rules: what an audit looks for, declared once each, in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.kernel.registry import Registry, load_all

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome
    from console.domain.audit.rule_severity import RuleSeverity


class Mending(StrEnum):
    """``SAFE``: a patch that may be applied by itself; ``PROPOSAL``: a person must look first."""

    SAFE = "safe"
    PROPOSAL = "proposal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class AuditRule:
    """``check`` reads a checkout and executes nothing of it; whatever it raises makes the rule "not run".

    Words are in the current language: ``title`` names the rule, ``why`` says why it matters, ``mend`` what to do.
    ``scope`` says what its outcome depends on, so that it is not made again while that is the same: "code" (source and
    tests), "tree" (every file), "files" (also the baseline's), "commit" (the commit), "commits" (also the baseline),
    "day" (the commit and the day), "history" (also branches, tags and what was imported), "forge".
    ``past`` says what it reads of the contents of earlier commits: without that it must not run, and nobody fetches it.
    """

    key: str
    audit: AuditName
    severity: RuleSeverity
    title: Callable[[], str]
    why: Callable[[], str]
    mend: Callable[[], str]
    check: Callable[[Checkout], RuleOutcome]
    mending: Mending = Mending.NONE
    scope: str = "tree"
    past: PastContents = PastContents.NONE


RULES: Registry[AuditRule] = Registry("audit rule")


@cache
def load_rules() -> Registry[AuditRule]:
    """Return all rules, loaded."""
    for audit in AuditName:
        load_all(f"console.audits.{audit.value}")
    return RULES


def past_of(audits: Collection[AuditName]) -> PastContents:
    """Return what all rules of some audits (none named: of all) read of the contents of earlier commits."""
    return max((one.past for one in load_rules() if not audits or one.audit in audits), default=PastContents.NONE)
