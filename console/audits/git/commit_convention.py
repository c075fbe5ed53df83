"""GIT01: commits that break the convention which the project keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.commit_finding import MOST_COMMITS, commit_finding
from console.audits.git.declared_types import declared_types
from console.audits.outcome import by_share, not_applicable
from console.audits.project_settings import json_settings, toml_settings
from console.audits.repository.history import history_of, people_of
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "GIT01"
_CONVENTION = re.compile(r"^(revert: )?(?P<kind>[a-z][a-z0-9_-]*)(\([^()\n]+\))?!?: \S")
_HABITS = (
    _CONVENTION,
    re.compile(r"^\[?[A-Z][A-Z0-9]+-\d+\]?[:\s]\s*\S"),  # the key of a ticket
    re.compile(r"^(:[a-z0-9_+-]+:|[\u2190-\u2bff\U0001f300-\U0001faff])"),  # gitmoji
)
_EXEMPT = re.compile(
    r"^(Merge |Merged (in|PR) |Auto(matic)?[- ]merged? |Revert \"|fixup! |squash! |amend! |Initial commit|Release "
    r"|v?\d+\.\d+)",
    re.I,
)
_FILES = re.compile(
    r"^(commitlint\.config\.\w+|\.commitlintrc(\.\w+)?|\.czrc|\.cz\.(json|toml|yaml)|cz\.(json|toml|yaml))$"
)
_CONTRIB = re.compile(r"^[^\S\n]*contrib\s*=.*(title-conventional-commits|\bCT1\b)", re.M)
_HOOK = re.compile(r"^[^\S\n]*(?:- )?id:[^\S\n]*[\"']?(conventional-pre-commit|commitizen|commitlint)\b", re.M)
_USUAL_SHARE, _FEWEST = 0.6, 10


def _check(checkout: Checkout) -> RuleOutcome:
    commits = [one for one in people_of(checkout)[:MOST_COMMITS] if not _EXEMPT.match(one.subject)]
    declared = _declared(checkout)
    habit = _CONVENTION if declared else _habit(commits)
    if habit is None:
        return not_applicable(_KEY, t("The project neither declares nor keeps a convention of commits."))
    if declared:
        commits = _since(checkout, declared, commits)
    kinds = declared_types(checkout, declared)
    found = [commit_finding(_KEY, RuleSeverity.LOW, one) for one in commits if not _fits(habit, kinds, one.subject)]
    return by_share(_KEY, len(commits) - len(found), len(commits), found)


def _fits(habit: re.Pattern[str], kinds: frozenset[str] | None, subject: str) -> bool:
    match = habit.match(subject)
    return match is not None and (kinds is None or match["kind"] in kinds)


def _habit(commits: list[HistoryCommit]) -> re.Pattern[str] | None:
    """Return the convention that most commits keep, declared or not."""
    shares = [(sum(habit.match(one.subject) is not None for one in commits), habit) for habit in _HABITS]
    good, habit = max(shares, key=lambda one: one[0])
    return habit if len(commits) >= _FEWEST and good >= _USUAL_SHARE * len(commits) else None


def _keeps(commit: HistoryCommit) -> bool:
    return bool(_CONVENTION.match(commit.subject))


def _declared(checkout: Checkout) -> str:
    """Return the file that declares the convention; empty: none does."""
    named = next((one for one in sorted(checkout.paths) if _FILES.match(one)), "")
    return named or next((path for path, is_it in _inside(checkout) if is_it), "")


def _inside(checkout: Checkout) -> Iterator[tuple[str, bool]]:
    """Yield the files of other settings, and whether they declare the convention too."""
    yield "pyproject.toml", toml_settings(checkout, "pyproject.toml", "tool", "commitizen") is not None
    node = json_settings(checkout, "package.json") or {}
    config = node.get("config")
    yield "package.json", "commitlint" in node or (isinstance(config, dict) and "commitizen" in config)
    hooks = ".pre-commit-config.yaml"
    yield hooks, _HOOK.search(checkout.text(hooks)) is not None
    yield ".gitlint", _CONTRIB.search(checkout.text(".gitlint")) is not None


def _since(checkout: Checkout, declared: str, commits: list[HistoryCommit]) -> list[HistoryCommit]:
    """Return what came after the declaration; what was before could not keep it.

    A file of other settings may be older than what it declares: then it counts from the first commit that kept it.
    """
    history = history_of(checkout)
    order = {one.id: place for place, one in enumerate(history)}
    touched = [order[one.id] for one in history for change in one.changes if change.path == declared]
    began = max(touched, default=len(history))
    if not _FILES.match(declared):
        kept = [order[one.id] for one in commits if _keeps(one)]
        began = min(began, max(kept, default=min(touched, default=began)))
    return [one for one in commits if order[one.id] < began]


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
