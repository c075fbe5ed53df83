"""GIT06: unsigned commits where the project wants them signed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.commit_finding import commit_finding
from console.audits.outcome import by_share, not_applicable
from console.audits.repository.git_reading import git_output
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
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
_POLICIES = re.compile(
    r"^(\.github/|docs?/((contributing|developers?|development|dev)/)?)?"
    r"(contributing|security|readme|governance|develop(ment|ing)|hacking|committing|releasing|maintain(ers|ing))"
    r"(\.\w+)?$|^\.github/settings\.ya?ml$",
    re.I,
)
_HOW = r"((gpg|ssh|pgp|cryptographically|verified|digitally)[ -])*"
_DECLARES = re.compile(
    r"(commits?|tags?)( and (commits?|tags?))?( (to|in|on|into|of|for)( [\w'-]+){1,4})? "
    r"(must|have to|need to|should|shall|are required to) (all )?be "
    rf"{_HOW}signed(?![ -]?off)"
    rf"|(require|requires|only accept|accept only|mandate) (that )?(all )?{_HOW}signed (commits|tags)"
    rf"|{_HOW}signed (commits|tags) (are|is) (required|mandatory|enforced)"
    r"|sign (all |your |every )*(commits?|tags?) (with|using) (your )?(a )?(gpg|ssh|pgp)|commit\.gpgsign true"
    r"|(?<!# )required_signatures: *true"
    r"|(コミット|タグ)(?![^。\n]{0,60}(CLA|DCO|同意書|契約|任意|推奨|不要|サインオフ|Signed-off))[^。\n]{0,30}署名[^。\n]{0,15}"
    r"(必要です|必須|してください|すること|しなければ|を求め)",
    re.I,
)
_FREE = re.compile(
    r"\b(not|n't|need not|no need|may|optional(ly)?|encourage[sd]?|recommend(s|ed)?|if you|you can|prefer(red)?)\b",
    re.I,
)
_ABOUT = {"commits": ("commit", "コミット", "required_signatures"), "tags": ("tag", "タグ", "gpgsign")}
_SIGNED = re.compile(rb"^gpgsig(-sha256)? ", re.M)


class _Declared(NamedTuple):
    """``line`` is where it is declared, empty: by the file itself; ``about`` what it is about: commits, tags."""

    path: str
    line: str
    about: str


def _check(checkout: Checkout) -> RuleOutcome:
    declared = _declared(checkout)
    if declared is None:
        return not_applicable(_KEY, t("The project does not say that commits are signed."))
    since = _since(checkout, declared)
    unsigned = _unsigned(checkout)
    commits = [one for one in since if not one.is_merge and "commit" in declared.about]
    found = [commit_finding(_KEY, RuleSeverity.MEDIUM, one) for one in commits if one.id in unsigned]
    known = {one.id for one in since} if "tag" in declared.about else set()
    tags = [one for one in tags_of(checkout) if one.commit in known and one.version]
    loose = [one for one in tags if not one.is_signed]
    found += [
        Finding(_KEY, RuleSeverity.MEDIUM, evidence=t("tag {name}", name=one.name[:120]), commit=one.commit)
        for one in loose
    ]
    total = len(commits) + len(tags)
    return by_share(_KEY, total - len(found), total, found, t("Declared in {path}.", path=declared.path))


def _declared(checkout: Checkout) -> _Declared | None:
    for path in sorted(checkout.paths):
        if _SIGNERS.search(path):
            return _Declared(path, "", "commits and tags")
        text = checkout.text(path) if _POLICIES.match(path) else ""
        for match in _DECLARES.finditer(re.sub(r"(?<!\n)\n(?![^\S\n]*\n)", " ", text)):  # of the same length
            is_shown = match[0].casefold().startswith("required_") and not path.endswith(("yml", "yaml"))
            if not is_shown and not _FREE.search(_sentence(text, match.start(), match.end())):
                line = text[: match.start()].count("\n")
                told = match[0].casefold()
                about = " and ".join(one for one, words in _ABOUT.items() if any(word in told for word in words))
                return _Declared(path, text.split("\n")[line], about)
    return None


def _sentence(text: str, begin: int, end: int) -> str:
    before = re.split(r"[.!?:]\s|\n\s*\n", text[max(0, begin - 200) : begin])[-1]
    return before + text[begin:end] + re.split(r"[.!?:;,]\s|\n\s*\n", text[end : end + 200])[0]


def _since(checkout: Checkout, declared: _Declared) -> tuple[HistoryCommit, ...]:
    """Return the newest commits that came after the declaration."""
    history = history_of(checkout)
    pick = [f"-S{declared.line}"] if declared.line else ["--diff-filter=A"]
    output = git_output(
        checkout.repository, "log", "--format=%H", "--no-textconv", "--no-ext-diff", *pick, "--end-of-options",
        checkout.commit, "--", declared.path,
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
        past=PastContents.ALL,
    )
)
