"""INT09: something left to do since the baseline, without an issue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.long_text import inner_lines
from console.audits.outcome import by_density, not_applicable
from console.audits.repository.added_lines import lines_since_baseline, not_moved
from console.audits.repository.path_class import PathClass
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT09"
_REFERENCE = 0.5
_TODO = re.compile(
    r"(?:#|//|/\*|<!--|^\s*\*|;|--)[\s*!/#@-]*\b(?:TODO|FIXME|XXX|HACK)\b"
    r"|(?:#|//|/\*|^\s*\*)[\s*!/]*(?i:@todo)\b"
    r"|(?:#|//|/\*|<!--|^\s*\*|--).*?\b(?:(?:TODO|FIXME|XXX|HACK)\b\s*[:(]|(?i:todo|fixme):)"
)
_IN_BLOCK = re.compile(r"\s*(?:TODO|FIXME|XXX|HACK)\b")
_COMMENT = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`|(?P<comment>(?:#|//|/\*|<!--|^\s*\*|--|;).*)")
_ISSUE = re.compile(
    r"#\d+|https?://|\b(?!(?:UTF|SHA|ISO|RFC|MD|AES|IPV|HTTP|TLS|CVE|ASCII|WIN|PEP|X)-)[A-Z][A-Z0-9]+-\d+\b"
    r"|\bGH-\d+|![0-9]+"
)
_MATERIAL = re.compile(r"(^|/)(__)?(fixtures?|testdata|test_data|snapshots?)(__)?/", re.I)
_SETTINGS = re.compile(
    r"(\.(ya?ml|toml|tf|sql|vue|svelte|kts?|rb|php|cs|swift|s?css|less|scala|dart|exs?|mm?|lua|p[lm]|hs|groovy|gradle"
    r"|clj[cs]?|fs|jl|ps1|proto|graphql|html)|(^|/)(Dockerfile|Makefile|Jenkinsfile))$"
)


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.baseline:
        return not_applicable(_KEY, t("There is no baseline to compare with."))
    added = sum(len(lines) for lines in lines_since_baseline(checkout).values())
    return by_density(_KEY, _findings(checkout), max(added, 1) / 1000, _REFERENCE)


def _findings(checkout: Checkout) -> Iterator[Finding]:
    for path, number in not_moved(checkout, _notes(checkout)):
        line = checkout.line(path, number).strip()
        yield Finding(_KEY, RuleSeverity.LOW, path, number, evidence=line[:200], tool="console-audit")


def _notes(checkout: Checkout) -> Iterator[tuple[str, int]]:
    added = lines_since_baseline(checkout)
    settings = [one for one in checkout.of(PathClass.OTHER) if _SETTINGS.search(one)]
    known = (*checkout.of(PathClass.SOURCE, PathClass.TEST), *settings)
    changed = [one for one in known if one in added and not _MATERIAL.search(one)]
    checkout.folder_with(changed)
    for path in changed:
        numbers = tuple(_noted(checkout.lines(path), sorted(added[path])))
        if numbers:
            inner = inner_lines(path, checkout.text(path))
            for number, is_marked in numbers:
                if number not in inner.texts if is_marked else number in inner.comments:
                    yield path, number


def _noted(lines: Sequence[str], numbers: Iterable[int]) -> Iterator[tuple[int, bool]]:
    """Yield which lines seem to note something without an issue, and whether they bear the mark of a comment."""
    for number in numbers:
        line = lines[number - 1][:2000] if number <= len(lines) else ""
        below = lines[number][:2000].strip() if number < len(lines) else ""
        goes_on = below.startswith(("#", "//", "*")) and not _TODO.search(below)
        is_bare = _IN_BLOCK.match(line) is not None
        note = line if is_bare else _comment(line)
        is_told = _ISSUE.search(note) or (goes_on and _ISSUE.search(below))
        if (is_bare or _TODO.search(note)) and not is_told:
            yield number, not is_bare


def _comment(line: str) -> str:
    """Return what a line says to people: what stands in quotes before it is a value."""
    return next((one["comment"] for one in _COMMENT.finditer(line) if one["comment"]), "")


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.LOW,
        title=lambda: t("New notes of what is left to do name an issue"),
        why=lambda: t("A note in the code is forgotten; an issue is not."),
        mend=lambda: t("Open an issue and name it in the note, or do it now."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="files",
    )
)
