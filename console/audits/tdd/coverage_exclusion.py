"""TDD07: lines newly taken out of the coverage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_density, not_applicable
from console.audits.repository.added_lines import lines_since_baseline, not_moved
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD07"
_REFERENCE = 1.0
_MARK = re.compile(
    r"(#|//|/\*|--|<!--)\s*(pragma:\s*no\s*(cover|branch)|(istanbul|c8|v8|node:coverage)\s+(ignore|disable)|"
    r"LCOV_EXCL_\w+|"
    r"GCOVR?_EXCL_\w+|tarpaulin|coverage:\s*ignore|nocov)|#\[(cfg_attr\(.*)?coverage\(off\)|@codeCoverageIgnore"
    r"|#\[(cfg\(not\(tarpaulin|cfg_attr\(tarpaulin|tarpaulin::skip)|@ExcludeFrom\w*(Jacoco|Coverage)\w*",
    re.I,
)
_USUAL = re.compile(
    r"TYPE_CHECKING|__name__ *==|NotImplementedError|AssertionError|assert_never|@(\w+\.)*(abstractmethod|"
    r"overload)|\.\.\.\s*#|"
    r"sys\.(platform|version_info)|__repr__|unreachable|_STOP\b|_END\b|\bignore (stop|end)\b|IgnoreEnd\b",
)
_REASON = re.compile(r"(cover|branch|next|file|else|if|start|line)\b\W*[-–—:(#]+\s*\w+.*\s\w+", re.I)


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.baseline:
        return not_applicable(_KEY, t("There is no baseline to compare with."))
    added = lines_since_baseline(checkout)
    checkout.folder_with(added)
    found = [
        Finding(
            _KEY, RuleSeverity.LOW, path, number, evidence=checkout.line(path, number).strip()[:200],
            tool="console-audit",
        )
        for path, number in not_moved(checkout, _marked(checkout, added))
    ]  # fmt: skip
    count = sum(len(lines) for path, lines in added.items() if path_class(path) is PathClass.SOURCE)
    return by_density(_KEY, found, max(count, 1) / 1000, _REFERENCE)


def _marked(checkout: Checkout, added: Mapping[str, frozenset[int]]) -> Iterator[tuple[str, int]]:
    for path in checkout.of(PathClass.SOURCE):
        for number in sorted(added.get(path, ())):
            line = checkout.line(path, number)
            mark = _MARK.search(line)
            above = checkout.line(path, number - 1).strip() if mark is not None else ""
            is_usual = _USUAL.search(line) or (above.startswith("@") and _USUAL.search(above))
            if mark is not None and not is_usual and not _REASON.search(line[mark.start() :]):
                yield path, number


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.LOW,
        title=lambda: t("Coverage is not raised by leaving lines out"),
        why=lambda: t("A line that is left out looks as if it were tested."),
        mend=lambda: t("Test the line, or say beside the mark why no test can reach it."),
        check=_check,
        scope="files",
    )
)
