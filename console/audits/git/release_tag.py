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
    from collections.abc import Sequence

    from console.audits.changelog import ToldVersion
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.reference import Reference
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "GIT09"
_DAY = 86_400.0
_PREPARED_S = 14 * _DAY
_TITLE = re.compile(
    r"^(?:(?:chore\(release\):|chore: release|release:?|released|publish(?:ed)?|(?:release )?version)\s+v?"
    r"(\d{1,9}(?:\.\d{1,9}){1,3})|v?(\d{1,9}(?:\.\d{1,9}){2,3}))(?:\s*\([#!]\d+\)|\s*\[[^\]]*\])*\.?$",
    re.I,
)
_FINAL = re.compile(r"[.-](final|release|ga)$|\+[\w.-]+$", re.I)  # or the number of a build
_UNDONE = re.compile(r'^Revert "(.*)"(\s*\([#!]\d+\))?$')
_DATED = re.compile(r"^(v|rel(ease)?[-_/.])?\d{4}-\d{2}-\d{2}([T._-]?[\w-]*)$", re.I)
_THREE = re.compile(r"v?(\d+\.\d+\.\d+)(?![\w.])")
_TWO = re.compile(r"^v?\d{1,3}\.\d+$")
_FEWEST_BEGUN, _MOST_SHORT = 2, 0.25
_WITHDRAWN = re.compile(r"\b(yanked|withdrawn|skipped|not released|never released)\b", re.I)
_MOVING = re.compile(
    r"^v?\d+$|(^|[-/])(latest|nightly|stable|edge|tip|current|canary|dev|next|snapshot)([-/].*)?$", re.I
)


def _check(checkout: Checkout) -> RuleOutcome:
    tags = tags_of(checkout)
    told = _released(checkout)
    plain = [one for one in tags if not one.version and not _MOVING.search(one.name) and not _DATED.match(one.name)]
    plain += _short(tags)
    found = [_loose(one.commit, one.name) for one in plain]
    known = {_FINAL.sub("", one.version) or ".".join(re.findall(r"\d+", one.name)) for one in tags}
    known |= {f"{one}.0" for one in known}
    for one in told:
        if one.version not in known and one.version.removesuffix(".0") not in known:
            words = t("{version} has no tag", version=one.version[:60])
            found.append(Finding(_KEY, RuleSeverity.LOW, one.path, one.line, evidence=words, tool="console-audit"))
    made = _made(checkout, known | {one.version for one in told}) if tags else {}
    for version, commit in made.items():
        words = t("{version} has no tag", version=version)
        found.append(Finding(_KEY, RuleSeverity.LOW, evidence=words, commit=commit, tool="console-audit"))
    if not tags and not told:
        return not_applicable(_KEY, t("There are neither tags nor dated releases."))
    total = len(tags) + len(told) + len(made)
    return by_share(_KEY, total - len(found), total, found)


def _short(tags: Sequence[Reference]) -> list[Reference]:
    """Return the tags of two numbers where the project's have three: v1.2 beside v1.0.0, v1.1.0, v1.3.0.

    One that stands for what follows it (v1.2 for v1.2.0, v1.2.1) moves with it; 5.0 before 5.0.1 is a habit of its own.
    """
    three = [match[1] for one in tags if (match := _THREE.match(one.name)) is not None]
    short = [one for one in tags if _TWO.match(one.name)]
    loose = [one for one in short if not any(full.startswith(f"{one.version}.") for full in three)]
    begun = sum(one.endswith(".0") for one in three)
    return loose if begun >= _FEWEST_BEGUN and len(loose) <= _MOST_SHORT * len(three) else []


def _released(checkout: Checkout) -> tuple[ToldVersion, ...]:
    """Return the versions with a date since the history began; the newest may still be on its way."""
    history = history_of(checkout)
    if not history:
        return ()
    first, last = history[-1].committed_s - _DAY, checkout.now_s - _PREPARED_S
    dated = [one for one in told_versions(checkout) if first <= one.at_s <= last]
    return tuple(one for one in dated if not _WITHDRAWN.search(checkout.line(one.path, one.line)))


def _made(checkout: Checkout, known: set[str]) -> dict[str, str]:
    """Return the versions that a commit says it released, as old as the tags at most, and that commit."""
    history = history_of(checkout)
    tagged = {one.commit for one in tags_of(checkout)}
    first = max((place for place, one in enumerate(history) if one.id in tagged), default=-1)
    reverts = (_UNDONE.match(one.subject) for one in history[: first + 1])
    undone = {_TITLE.sub(r"\1\2", one[1]) for one in reverts if one is not None}
    last, found = checkout.now_s - _PREPARED_S, dict[str, str]()
    for one in history[: first + 1]:
        match = _TITLE.match(one.subject.strip()) if one.committed_s <= last else None
        version = (match[1] or match[2]) if match is not None else ""
        if (
            version
            and known.isdisjoint({version, version.removesuffix(".0"), f"{version}.0"})
            and version not in undone
        ):
            found[version] = one.id
    return found


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
