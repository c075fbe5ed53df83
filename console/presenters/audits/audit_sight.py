"""One audited project as its team sees it, with the words of the rules: what the panels of the page are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.audit.rule_word import RuleWord
    from console.domain.audit.seen_report import SeenReport
    from console.store.audits.audit_book import AuditRecord


class AuditSight(NamedTuple):
    """``record`` is the audit that is looked at, ``seen`` what it found as the team sees it.

    ``baseline`` is the commit that it was compared with; empty: none.
    """

    record: AuditRecord
    seen: SeenReport
    words: Mapping[str, RuleWord]
    baseline: str = ""
