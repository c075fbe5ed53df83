"""FLO09: a change in an emergency that nobody came back to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share, passed_or_failed
from console.audits.repository.path_class import PathClass, path_class
from console.audits.reviewed_commit import brought_paths, first_parents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "FLO09"
_DAYS_S = 3 * 86_400
_WINDOW_S = 180 * 86_400
_SKIP = re.compile(
    r"\[(skip ci|ci skip|no ci|skip actions|actions skip)\]|\*\*\*NO_CI\*\*\*|^skip-checks: ?true", re.I | re.M
)


def _check(checkout: Checkout) -> RuleOutcome:
    commits = [one for one in first_parents(checkout) if one.committed_s >= checkout.now_s - _WINDOW_S]
    admin = {one.merge_commit for one in checkout.forge.reviews or () if one.is_bypass}
    passed = [one for one in commits if (_skips(one) or one.id in admin) and not one.is_bot]
    if not passed:
        return passed_or_failed(_KEY, [])
    known = [one for one in passed if checkout.now_s - one.committed_s > _DAYS_S]
    brought = brought_paths(checkout, [one for one in known if one.is_merge])
    found = [
        commit_finding(_KEY, RuleSeverity.MEDIUM, one)
        for one in known
        if not _is_followed(one, commits, brought.get(one.id) or {change.path for change in one.changes})
    ]
    return by_share(_KEY, len(passed) - len(found), len(passed), found)


def _skips(commit: HistoryCommit) -> bool:
    """Return whether code went past the pipeline; documents need none."""
    is_code = any(path_class(one.path) in {PathClass.SOURCE, PathClass.TEST} for one in commit.changes)
    return bool(_SKIP.search(f"{commit.subject}\n{commit.body}")) and is_code


def _is_followed(bypass: HistoryCommit, commits: list[HistoryCommit], paths: set[str]) -> bool:
    """Return whether a later commit within three days names it, or changes the same files through the pipeline."""
    later = [one for one in commits if 0 < one.committed_s - bypass.committed_s <= _DAYS_S]
    for one in later:
        names = bypass.id[:7] in one.body or bypass.id[:7] in one.subject
        touches = not _skips(one) and any(change.path in paths for change in one.changes)
        if names or touches:
            return True
    return False


RULES.add(
    AuditRule(
        _KEY,
        AuditName.FLOW,
        RuleSeverity.MEDIUM,
        title=lambda: t("Emergencies are followed up"),
        why=lambda: t("A bypass is right in an emergency, and wrong when nobody looks at it afterwards."),
        mend=lambda: t("Review and test the change within three days, by a pull request that names it."),
        check=_check,
        scope="history",
    )
)
