"""GIT02: a subject that says nothing, or too much."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.commit_finding import MOST_COMMITS, commit_finding
from console.audits.outcome import by_share
from console.audits.repository.history import people_of
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import threshold
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "GIT02"
_MOST = 100
_NUMBER = re.compile(r"(?<!\s)\s*\([#!]\d+\)$")
_KIND = re.compile(r"^[a-z]+(\([^()]*\))?!?:\s*", re.I)
_SKIPS = re.compile(r"(?<!\s)\s*\[(skip ci|ci skip|no ci)\]", re.I)
_MARK = re.compile(r"^((:[a-z0-9_+-]+:|[\u2190-\u2bff\U0001f300-\U0001faff]\ufe0f?)\s*)+")  # of gitmoji
_JAPANESE = re.compile(
    r"^(微|小|少し|軽微な|細かい)?(バグ|不具合)?(の|を)?(修正|更新|変更|調整|対応|作業中?|途中|いろいろ|色々)"
    r"(しました|した|中|です)?[。．.!！]*$"
)
_MADE = re.compile(r"^(Revert|Reapply) \"|^Merge (branch|remote|pull request|tag|commit)\b")
_DRAFT = re.compile(r"^\[?(wip|work in progress)\]?\s*($|[:!.-])", re.I)
_SAYS_NOTHING = re.compile(
    r"^(((a|another|some|more|minor|small|quick|tiny|final|last|the) )*"
    r"(fix(es|ed|ing|ups?)?|bug ?fix(es)?|hot ?fix(es)?|bugs?|updates?|updated|updating|chang(es?|ed)|edits?|tweaks?|"
    r"stuff|wip|"
    r"things?|misc|minor|cleanup|clean up|tmp|temp|temporary|commit|save|saved|work|working|progress|asdf\w*|foo|xxx+"
    r"|done|ok|oops|more|final|tests?|testing|merge|squash)"
    r"( (it|this|wip|fix|bugs?|stuff|things?|changes?|fix(es)?|updates?|again|code|files?|up|work|commit))*"
    r"[.!,:;…]*|[\W_]*|[#!]\d+)$",
    re.I,
)


def _check(checkout: Checkout) -> RuleOutcome:
    commits = people_of(checkout)[:MOST_COMMITS]
    most = threshold(_MOST, checkout.profile.strictness)
    told = [(one, _trouble(one.subject, most)) for one in commits]
    found = [commit_finding(_KEY, RuleSeverity.LOW, one, trouble) for one, trouble in told if trouble]
    return by_share(_KEY, len(commits) - len(found), len(commits), found)


def _trouble(subject: str, most: float) -> str:
    words = _SKIPS.sub("", _NUMBER.sub("", subject)).strip()
    if not words:
        return t("no subject")
    if len(words) > most and not _MADE.match(words):  # git made it of another one
        return t("{count} characters: {subject}", count=len(words), subject=words[:80])
    plain = _MARK.sub("", words)
    rest = _KIND.sub("", plain) if not _DRAFT.match(plain) else ""
    is_empty = not rest or _SAYS_NOTHING.match(rest) or _JAPANESE.match(rest)
    return t("says nothing: {subject}", subject=words) if is_empty else ""


RULES.add(
    AuditRule(
        _KEY,
        AuditName.GIT,
        RuleSeverity.LOW,
        title=lambda: t("Subjects say what a commit does"),
        why=lambda: t("The subject is what everybody reads who looks for a cause in the history."),
        mend=lambda: t("Say in at most 100 characters what the commit changes and why; put the rest into its body."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="commit",
        past=PastContents.RENAMED,
    )
)
