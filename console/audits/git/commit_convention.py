"""GIT01: commits that break the convention which the project keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.commit_finding import MOST_COMMITS, commit_finding
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.history import history_of, people_of
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "GIT01"
_CONVENTION = re.compile(r"^(revert: )?[a-z][a-z0-9_-]*(\([^()\n]+\))?!?: \S")
_EXEMPT = re.compile(r"^(Merge |Revert \"|fixup! |squash! |amend! |Initial commit|Release |v?\d+\.\d+)", re.I)
_FILES = re.compile(
    r"^(commitlint\.config\.\w+|\.commitlintrc(\.\w+)?|\.czrc|\.cz\.(json|toml|yaml)|cz\.(json|toml|yaml))$"
)
_INSIDE = {
    "pyproject.toml": "[tool.commitizen]",
    "package.json": '"commitlint"',
    ".gitlint": "title-conventional-commits",
}
_USUAL_SHARE, _FEWEST = 0.6, 10


def _check(checkout: Checkout) -> RuleOutcome:
    commits = [one for one in people_of(checkout)[:MOST_COMMITS] if not _EXEMPT.match(one.subject)]
    declared = _declared(checkout)
    good = sum(_keeps(one) for one in commits)
    if not declared and (len(commits) < _FEWEST or good < _USUAL_SHARE * len(commits)):
        return not_applicable(_KEY, t("The project neither declares nor keeps a convention of commits."))
    if declared:
        commits = _since(checkout, declared, commits)
    found = [commit_finding(_KEY, RuleSeverity.LOW, one) for one in commits if not _keeps(one)]
    return by_share(_KEY, len(commits) - len(found), len(commits), found)


def _keeps(commit: HistoryCommit) -> bool:
    return bool(_CONVENTION.match(commit.subject))


def _declared(checkout: Checkout) -> str:
    """Return the file that declares the convention; empty: none does."""
    named = next((one for one in sorted(checkout.paths) if _FILES.match(one)), "")
    return named or next((path for path, words in _INSIDE.items() if words in checkout.text(path)), "")


def _since(checkout: Checkout, declared: str, commits: list[HistoryCommit]) -> list[HistoryCommit]:
    """Return what came after a file of its own declared it; what was before could not keep it."""
    if declared in _INSIDE:
        return commits
    history = history_of(checkout)
    order = {one.id: place for place, one in enumerate(history)}
    began = [order[one.id] for one in history for change in one.changes if change.path == declared]
    return [one for one in commits if order[one.id] < max(began, default=len(history))]


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.LOW,
        title=lambda: t("Commits keep the project's convention"),
        why=lambda: t(
            "Changelogs and versions are made from these subjects; one that breaks the convention is missing there."
        ),
        mend=lambda: t("Reword the commit before it is merged, and let a commit-msg hook check it."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
