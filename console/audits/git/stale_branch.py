"""GIT07: branches that nobody has touched for a quarter of a year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.reference import branches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "GIT07"
_DAY = 86_400.0
_USUAL_DAYS = 90.0
_LASTING = re.compile(
    r"^(main|master|trunk|default|develop|development|dev|staging|production|prod|next(-major)?|gh-pages|pages|HEAD"
    r"|alpha|beta|canary|demo|edge|integration|live|nightly|pre-?prod(uction)?|qa|rc|sit|uat)$|^env(ironments?)?/.+$"
    r"|^(release(?![-_]notes)|releases|stable|maint|maintenance|support|hotfix-base|lts|backport)([-/_].*)?$"
    r"|^rel(eng)?[-/_]v?\d.*$|^v?\d+(\.(\d+|x))*([.-](x|stable|maint|lts|dev))?$|[-/]stable$",
    re.I,
)


def _check(checkout: Checkout) -> RuleOutcome:
    branches = [one for one in branches_of(checkout) if one.name != checkout.forge.default_branch]
    judged = [one for one in branches if one.commit != checkout.commit and not _LASTING.search(one.name)]
    if not judged:
        return not_applicable(_KEY, t("There is no branch beside the lasting ones."))
    merged = {one.id for one in history_of(checkout)}
    most = threshold(_USUAL_DAYS, checkout.profile.strictness)
    found = []
    for one in judged:
        days = (checkout.now_s - one.at_s) / _DAY
        if days > most:
            state = t("merged") if one.commit in merged else t("not merged")
            words = t("{name}: {days} days, {state}", name=one.name[:120], days=round(days), state=state)
            found.append(Finding(_KEY, RuleSeverity.LOW, evidence=words, commit=one.commit, tool="console-audit"))
    return by_share(_KEY, len(judged) - len(found), len(judged), found)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.LOW,
        title=lambda: t("No branch is left behind"),
        why=lambda: t("Nobody knows whether the work on it is lost, merged or still wanted."),
        mend=lambda: t("Merge or delete it; a tag keeps what may be wanted later."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="history",
        past=PastContents.RENAMED,
    )
)
