"""SAG05: released versions that the changelog does not tell of."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.changelog import changelog_files, told_versions, versions_in
from console.audits.outcome import by_share, not_applicable
from console.audits.released_package import package_changelogs, released_packages
from console.audits.repository.history import history_of
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.audits.repository.reference import tags_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.reference import Reference
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG05"
_FEWEST = 5
_ITEM = re.compile(r"\s*[-*+•]\s|\s{2,}")
_ENDS = re.compile(r"(\.0)*(?!\.?\d)")
_LETTERS, _NAMES = re.compile(r"\w{2}"), re.compile(r"\b(version|release)\b", re.I)
_PRE = re.compile(r"[a-z]", re.I)
_UNRELEASED = re.compile(
    r"unreleased|upcoming|next (release|version)|未リリース|\bTBD\b|in development|not yet released", re.I
)
_ELSEWHERE = re.compile(
    r"https?://\S{1,300}/(releases|changelog|tags)\b|\]\([^()\s]*(releases|changelog)[^()\s]*\)", re.I
)
_SECTION = re.compile(r"\s*(#{1,6}|={1,5})\s")
_VERSIONED = re.compile(r"\s*(#{1,6}|={1,5})\s[^\n]{0,40}?\d+\.\d|\[[^\]]+\]:\s")
_OPENED = re.compile(r"\s*(#{1,6}|={1,5})\s+\W{0,3}(v|(version|release) )?\d+\.\d", re.I)
_WORDS = re.compile(r"\w")
_NO_FRAGMENT = re.compile(r"(^|/)(readme|template|config|\.git|_)[^/]*$", re.I)
_FRAGMENTS = re.compile(
    r"(^|/)(changes|changelog|newsfragments|news|\.changes?|\.changeset|changelog\.d|changes\.d)/[^/]+$", re.I
)


def _check(checkout: Checkout) -> RuleOutcome:
    files = changelog_files(checkout)
    if not files:
        return not_applicable(_KEY, t("There is no changelog."))
    text = "\n".join(checkout.text(one) for one in files)
    if not told_versions(checkout) and _ELSEWHERE.search(text):
        return not_applicable(_KEY, t("The changelog points elsewhere."))
    judged, found = 0, list[Finding]()
    for package, tags in _released(checkout).items():
        count, missing = _untold_tags(checkout, package, tags, files)
        judged += count
        found += missing
    silent = _untold(checkout, files, text)
    if silent:
        found.append(_finding(files[0], t("{count} commits since the last release, nothing told", count=silent)))
    return by_share(_KEY, judged + 1 - len(found), judged + 1, found)


def _released(checkout: Checkout) -> dict[str, list[Reference]]:
    """Return the tags by the package that they release; "" is the whole repository."""
    made: dict[str, list[Reference]] = {}
    packages = released_packages(tags_of(checkout))
    for one in tags_of(checkout):
        if one.name in packages:
            made.setdefault(packages[one.name], []).append(one)
    return dict(sorted(made.items()))


def _untold_tags(
    checkout: Checkout, package: str, tags: list[Reference], files: tuple[str, ...]
) -> tuple[int, list[Finding]]:
    """Return how many tags a changelog is to tell, and those missing in it; a package without one is left out."""
    own = package_changelogs(checkout).get(package.rpartition("/")[2], "") if package else ""
    paths = (own,) if own else files
    if package and not own:
        return 0, []
    text = "\n".join(checkout.text(one) for one in paths)
    oldest = min((_order(one.version) for one in versions_in(checkout, paths)), default=())
    wanted = [one for one in tags if not _PRE.search(one.version) and _order(one.version) >= oldest]
    missing = sorted({one.version for one in wanted if not _tells(text, one.version)}, key=_order)
    return len(wanted), [_finding(paths[0], t("nothing about {version}", version=one)) for one in missing]


def _finding(path: str, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.LOW, path, evidence=evidence, tool="console-audit")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.findall(r"\d+", version)[:4])


def _tells(text: str, version: str) -> bool:
    """Return whether a line tells the version: within an item of a list it is another's, unless it comes first."""
    short = version.removesuffix(".0") if version.count(".") > 1 else version
    place = text.find(short)
    while place >= 0:
        sign = text[place - 1 : place]
        after = place + 1
        if sign != "." and not sign.isdecimal() and _ENDS.match(text, place + len(short)):
            before = text[text.rfind("\n", 0, place) + 1 : place]
            if not _ITEM.match(before) or not _LETTERS.search(_NAMES.sub("", before)):
                return True
            after = text.find("\n", place)  # what comes later in this line does not come first either
        place = text.find(short, after) if after > 0 else -1
    return False


def _untold(checkout: Checkout, files: tuple[str, ...], text: str) -> int:
    """Return how many source commits came since the last tag while nothing was told; 0 when something was."""
    if (released := _released(checkout)) and "" not in released:
        return 0  # its packages are released, each with a changelog of its own
    tagged = {one.commit for one in tags_of(checkout)}
    since = list(takewhile(lambda one: one.id not in tagged, history_of(checkout)))
    if not tagged or len(since) == len(history_of(checkout)) or _tells_unreleased(text) or _tells_next(checkout):
        return 0
    changed = [change.path for one in since for change in one.changes]
    if any(path in files or _FRAGMENTS.search(path) for path in changed):
        return 0
    source = [one for one in since if any(path_class(change.path) is PathClass.SOURCE for change in one.changes)]
    return len(source) if len(source) >= _FEWEST else 0


def _tells_unreleased(text: str) -> bool:
    """Return whether what is not released has words; below a heading alone nothing is told."""
    lines = text.splitlines()
    place = next((number for number, line in enumerate(lines) if _UNRELEASED.search(line)), None)
    section = _SECTION.match(lines[place]) if place is not None else None
    if place is None or section is None:
        return place is not None
    depth = len(section[1])
    below = list(takewhile(lambda line: not _is_next(line, depth), lines[place + 1 :]))
    return any(_WORDS.search(line) and not _SECTION.match(line) for line in below)


def _is_next(line: str, depth: int) -> bool:
    """Return whether another version begins; a part of this one may name the version of something else."""
    match = _VERSIONED.match(line)
    return match is not None and (len(match[1] or "") <= depth or _OPENED.match(line) is not None)


def _tells_next(checkout: Checkout) -> bool:
    """Return whether a version above all tags is told, or changes lie in files of their own until it comes."""
    newest = max((_order(one.version) for one in _released(checkout).get("", ())), default=())
    if any(_order(one.version) > newest for one in told_versions(checkout)):
        return True
    return any(_FRAGMENTS.search(one) and not _NO_FRAGMENT.search(one) for one in checkout.paths)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.LOW,
        title=lambda: t("The changelog tells every release, and what comes next"),
        why=lambda: t("Who upgrades looks there for what will break."),
        mend=lambda: t("Add an entry for the version, and a section Unreleased for what comes next."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="history",
        past=PastContents.RENAMED,
    )
)
