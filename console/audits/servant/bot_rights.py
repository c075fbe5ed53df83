"""SRV10: bots that nobody watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.bot_name import is_bot_name
from console.audits.outcome import not_applicable, passed_or_failed
from console.audits.repository.past_contents import PastContents
from console.audits.reviewed_commit import belongs_to_review, first_parents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SRV10"
_WINDOW = 200


def _check(checkout: Checkout) -> RuleOutcome:
    forge = checkout.forge
    if forge.admins is None and forge.reviews is None:
        return not_applicable(_KEY, t("The forge was not asked."))
    found = [_finding(t("{name} has admin rights", name=one[:120])) for one in forge.admins or () if is_bot_name(one)]
    for one in forge.reviews or ():
        people = [name for name in one.approvers if not is_bot_name(name)]
        if is_bot_name(one.author) and not people and is_bot_name(one.merged_by):
            words = t("#{number} of {name} was merged without a person", number=one.number, name=one.author[:120])
            found.append(_finding(words, one.merge_commit))
    if forge.reviews is not None:
        found += [_finding(one.subject[:200], one.id) for one in _direct(checkout)]
    return passed_or_failed(_KEY, found)


def _direct(checkout: Checkout) -> Iterator[HistoryCommit]:
    """Yield what bots wrote on the default branch itself, beside every pull request that the forge was asked for."""
    oldest = min((one.merged_s for one in checkout.forge.reviews or ()), default=0.0)
    for one in first_parents(checkout)[:_WINDOW]:
        if one.committed_s >= oldest and one.is_bot and not one.is_merge and not belongs_to_review(checkout, one):
            yield one


def _finding(evidence: str, commit: str = "") -> Finding:
    return Finding(_KEY, RuleSeverity.HIGH, evidence=evidence, commit=commit, tool="forge")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SERVANT,
        RuleSeverity.HIGH,
        title=lambda: t("Bots are reviewed as people are, and are no admins"),
        why=lambda: t("Whoever takes over the bot's token changes the code without anybody seeing it."),
        mend=lambda: t("Take the admin right away, and let the bot open pull requests."),
        check=_check,
        scope="forge",
        past=PastContents.RENAMED,
    )
)
