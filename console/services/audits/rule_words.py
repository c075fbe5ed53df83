"""The words of all rules, for those who show findings and know no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import Mending, load_rules
from console.domain.audit.rule_word import RuleWord

if TYPE_CHECKING:
    from collections.abc import Mapping


def rule_words() -> Mapping[str, RuleWord]:
    """Return what is said of every rule in the current language; the first call loads all rules."""
    return {
        one.key: RuleWord(
            one.key, one.audit, one.severity, one.title(), one.why(), one.mend(), one.mending is Mending.SAFE,
            one.mending is Mending.PROPOSAL,
        )
        for one in load_rules()
    }  # fmt: skip
