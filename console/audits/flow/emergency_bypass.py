"""FLO09: a change in an emergency that nobody came back to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share, passed_or_failed
from console.audits.release_title import is_release_title
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import is_measured_code
from console.audits.reviewed_commit import changed_paths, first_parents, short_id
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
    r"\[(skip|no)[ -](ci|actions|azurepipelines|azpipelines|azp)\]"
    r"|\[(ci|actions|azurepipelines|azpipelines|azp)[ -]skip\]"
    r"|\*\*\*NO_CI\*\*\*|^skip-checks: ?true",
    re.I | re.M,
)
_NUMBER = re.compile(r"[#!](\d+)\b")


def _check(checkout: Checkout) -> RuleOutcome:
    commits = [one for one in first_parents(checkout) if one.committed_s >= checkout.now_s - _WINDOW_S]
    admin = {short_id(one.merge_commit): one.number for one in checkout.forge.reviews or () if one.is_bypass}
    passed = [one for one in commits if (short_id(one.id) in admin or _is_emergency(one)) and not one.is_bot]
    known = [one for one in passed if checkout.now_s - one.committed_s > _DAYS_S]
    if not known:
        return passed_or_failed(_KEY, [])
    changed = changed_paths(checkout, commits)
    found = []
    for one in known:
        numbers = {*_NUMBER.findall(one.subject), str(admin.get(short_id(one.id), ""))}
        later = [each for each in commits if 0 < each.committed_s - one.committed_s <= _DAYS_S]
        if not any(_follows(each, one, numbers, changed) for each in later):
            found.append(commit_finding(_KEY, RuleSeverity.MEDIUM, one))
    return by_share(_KEY, len(passed) - len(found), len(passed), found)


def _is_emergency(commit: HistoryCommit) -> bool:
    """Return whether code went past the pipeline; documents need none, and neither does the commit of a release."""
    if not _skips(commit) or is_release_title(commit.subject):
        return False
    return any(is_measured_code(one.path) for one in commit.changes)


def _skips(commit: HistoryCommit) -> bool:
    return _says_skip(commit.subject) or bool(commit.body and _says_skip(commit.body))


def _says_skip(words: str) -> bool:
    is_likely = "[" in words or "***" in words or "skip-checks" in words.lower()  # most say none of it: quickly told
    return is_likely and _SKIP.search(words) is not None


def _follows(later: HistoryCommit, bypass: HistoryCommit, numbers: set[str], changed: dict[str, set[str]]) -> bool:
    """Return whether a commit names the bypass or its pull request, or changes the same files in the pipeline."""
    words = f"{later.subject}\n{later.body}"
    if bypass.id[:7] in words or numbers.intersection(_NUMBER.findall(words)):
        return True
    return not _skips(later) and bool(changed[later.id] & changed[bypass.id])


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
        past=PastContents.RENAMED,
    )
)
