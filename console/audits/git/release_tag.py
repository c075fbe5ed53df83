"""GIT09: tags that are no versions, releases without a tag."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.changelog import told_versions
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.reference import tags_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.changelog import ToldVersion
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "GIT09"
_DAY = 86_400.0
_PREPARED_S = 14 * _DAY
_WITHDRAWN = re.compile(r"\b(yanked|withdrawn|skipped|not released|never released)\b", re.I)
_MOVING = re.compile(
    r"^v?\d+$|(^|[-/])(latest|nightly|stable|edge|tip|current|canary|dev|next|snapshot)([-/].*)?$", re.I
)


def _check(checkout: Checkout) -> RuleOutcome:
    tags = tags_of(checkout)
    told = _released(checkout)
    found = [_loose(one.commit, one.name) for one in tags if not one.version and not _MOVING.search(one.name)]
    known = {one.version for one in tags} | {f"{one.version}.0" for one in tags}
    for one in told:
        if one.version not in known and one.version.removesuffix(".0") not in known:
            words = t("{version} has no tag", version=one.version[:60])
            found.append(Finding(_KEY, RuleSeverity.LOW, one.path, one.line, evidence=words, tool="console-audit"))
    if not tags and not told:
        return not_applicable(_KEY, t("There are neither tags nor dated releases."))
    return by_share(_KEY, len(tags) + len(told) - len(found), len(tags) + len(told), found)


def _released(checkout: Checkout) -> tuple[ToldVersion, ...]:
    """Return the versions with a date since the history began; the newest may still be on its way."""
    history = history_of(checkout)
    if not history:
        return ()
    first, last = history[-1].committed_s - _DAY, checkout.now_s - _PREPARED_S
    dated = [one for one in told_versions(checkout) if first <= one.at_s <= last]
    return tuple(one for one in dated if not _WITHDRAWN.search(checkout.line(one.path, one.line)))


def _loose(commit: str, name: str) -> Finding:
    return Finding(
        _KEY, RuleSeverity.LOW, evidence=t("tag {name}", name=name[:120]), commit=commit, tool="console-audit"
    )


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.LOW,
        title=lambda: t("Releases are tagged with their version"),
        why=lambda: t("Without its tag nobody can build a release again or see what is in it."),
        mend=lambda: t("Tag releases as v1.2.3, each at the commit that it was made from."),
        check=_check,
        scope="history",
        past=PastContents.RENAMED,
    )
)
