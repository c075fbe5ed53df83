"""What is said of a rule, in the language of the moment."""

from typing import NamedTuple

from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity


class RuleWord(NamedTuple):
    """``why`` it matters and what to ``mend`` are sentences; ``is_safe``: its correction may be applied by itself.

    ``is_proposed``: a person must look at its correction first.
    """

    rule: str
    audit: AuditName
    severity: RuleSeverity
    title: str
    why: str
    mend: str
    is_safe: bool
    is_proposed: bool
