"""SAG02: a licence that is missing or contradicts itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.licence import families_of, licence_files, named_licences
from console.audits.outcome import passed_or_failed
from console.audits.repository.path_class import PathClass
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG02"
_TERMS = r"[\w.+-]+(?:\s+(?:OR|AND|WITH)\s+[\w.+-]+)*"
_TAG = re.compile(rf"SPDX-License-Identifier:\s*({_TERMS})")
_SET = re.compile(rf"^\s*(?:SPDX-License-Identifier\s*=\s*[\"']|License:\s*)({_TERMS})[\"']?\s*$")
_SETTINGS = ("REUSE.toml", ".reuse/dep5")
_BEGINNING = 30


def _check(checkout: Checkout) -> RuleOutcome:
    files = licence_files(checkout)
    if not files:
        return passed_or_failed(_KEY, [_finding("", 0, t("There is no licence file."))])
    return passed_or_failed(_KEY, [*_contradictions(checkout, files), *_missing_texts(checkout)])


def _finding(path: str, line: int, evidence: str) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, path, line, evidence=evidence[:200], tool="console-audit")


def _contradictions(checkout: Checkout, files: tuple[str, ...]) -> Iterator[Finding]:
    for one in named_licences(checkout):
        beside = licence_files(checkout, one.path.rpartition("/")[0]) or files
        known = frozenset(family for path in beside for family in families_of(checkout.text(path)))
        if known and not known & one.families:
            words = t("{said} is named, the file is {family}", said=one.text, family=", ".join(sorted(known)))
            yield _finding(one.path, one.line, words)


def _missing_texts(checkout: Checkout) -> Iterator[Finding]:
    """Yield the identifiers without a text in LICENSES/, where the project follows REUSE."""
    settings = [one for one in _SETTINGS if one in checkout.paths]
    if not settings:
        return
    texts = {
        one.removeprefix("LICENSES/").removesuffix(".txt") for one in checkout.paths if one.startswith("LICENSES/")
    }
    told: set[str] = set()
    for path in (*settings, *checkout.of(PathClass.SOURCE)):
        pattern, lines = (_SET, checkout.lines(path)) if path in settings else (_TAG, checkout.lines(path)[:_BEGINNING])
        for number, line in enumerate(lines, 1):
            match = pattern.search(line)
            names = re.split(r"\s+(?:OR|AND|WITH)\s+", match[1]) if match is not None else ()
            for name in names:
                if name not in texts | told:
                    told.add(name)
                    yield _finding(path, number, t("LICENSES/{name}.txt is missing", name=name))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.MEDIUM,
        title=lambda: t("The licence is there and is the one that the settings name"),
        why=lambda: t("Without a licence nobody may use it; with two that differ nobody knows under which."),
        mend=lambda: t("Add LICENSE with the full text, and name the same licence in the settings."),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
    )
)
