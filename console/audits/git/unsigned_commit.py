"""GIT06: unsigned commits where the project wants them signed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.git_reading import git_output
from console.audits.repository.history import history_of
from console.audits.repository.reference import tags_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.history import HistoryCommit
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "GIT06"
_MOST = 100
_SIGNERS = re.compile(r"(^|/)\.?allowed[_-]signers$")
_POLICIES = re.compile(r"^(\.github/|docs/)?(contributing|security|readme|governance)(\.\w+)?$", re.I)
_DECLARES = re.compile(
    r"(commits?|tags?)( and (commits?|tags?))? (must|have to|need to|should|shall|are required to) (all )?be "
    r"((gpg|ssh|pgp|cryptographically)[ -])*signed(?![ -]?off)"
    r"|sign (all |your |every )*commits? (with|using) (your )?(a )?(gpg|ssh|pgp)|commit\.gpgsign true",
    re.I,
)
_SIGNED = re.compile(rb"^gpgsig(-sha256)? ", re.M)


def _check(checkout: Checkout) -> RuleOutcome:
    declared = _declared(checkout)
    if not declared:
        return not_applicable(_KEY, t("The project does not say that commits are signed."))
    since = _since(checkout, *declared)
    unsigned = _unsigned(checkout)
    commits = [one for one in since if not one.is_merge]
    found = [commit_finding(_KEY, RuleSeverity.MEDIUM, one) for one in commits if one.id in unsigned]
    known = {one.id for one in since}
    tags = [one for one in tags_of(checkout) if one.commit in known and one.version]
    loose = [one for one in tags if not one.is_signed]
    found += [
        Finding(_KEY, RuleSeverity.MEDIUM, evidence=t("tag {name}", name=one.name[:120]), commit=one.commit)
        for one in loose
    ]
    total = len(commits) + len(tags)
    return by_share(_KEY, total - len(found), total, found, t("Declared in {path}.", path=declared[0]))


def _declared(checkout: Checkout) -> tuple[str, str] | None:
    """Return where signing is declared, and in what words (empty: by the file itself)."""
    for path in sorted(checkout.paths):
        if _SIGNERS.search(path):
            return path, ""
        match = _DECLARES.search(checkout.text(path)) if _POLICIES.match(path) else None
        if match is not None and "\n" not in match[0]:
            return path, next(line for line in checkout.lines(path) if match[0] in line)
    return None


def _since(checkout: Checkout, path: str, words: str) -> tuple[HistoryCommit, ...]:
    """Return the newest commits that came after the declaration."""
    history = history_of(checkout)
    pick = [f"-S{words}"] if words else ["--diff-filter=A"]
    output = git_output(
        checkout.repository, "log", "--format=%H", "--no-textconv", "--no-ext-diff", *pick, "--end-of-options",
        checkout.commit, "--", path,
    )  # fmt: skip
    began = output.decode().split()
    order = {one.id: place for place, one in enumerate(history)}
    return history[: min(order.get(began[-1], _MOST) if began else _MOST, _MOST)]


def _unsigned(checkout: Checkout) -> frozenset[str]:
    """Return the commits without a signature: whether a key is trusted is for those who hold the keys."""
    output = git_output(checkout.repository, "rev-list", "--header", f"--max-count={2 * _MOST}", checkout.commit)
    rows = [one.partition(b"\n") for one in output.split(b"\0") if one.strip()]
    return frozenset(head.decode().strip() for head, _, raw in rows if not _SIGNED.search(raw.partition(b"\n\n")[0]))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.MEDIUM,
        title=lambda: t("Commits and tags are signed where the project says so"),
        why=lambda: t("The project promises that every change is signed; one that is not could be anybody's."),
        mend=lambda: t("Sign with “git commit -S” and “git tag -s”, and let the forge refuse what is not signed."),
        check=_check,
        scope="history",
    )
)
