"""STR01: a source file that its language cannot read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import not_applicable, passed_or_failed
from console.audits.repository.path_class import Language, PathClass, is_measured_code, language_of, path_class
from console.audits.tools.ast_grep_run import matches_of
from console.audits.tools.grammar_gap import newer_files
from console.audits.tools.open_block import open_blocks
from console.audits.tools.ruff_run import ruff_notes
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR01"


_FLOW = re.compile(r"@flow\b")
_MATERIAL = re.compile(
    r"(^|/)(fixtures?|__fixtures__|testdata|test_data|test-data|data|resources|samples?|snapshots?|corpus|cases|inputs?"
    r"|input|bad|invalid|broken|errors?|mocks|__mocks__)/"
    r"|(^|/)([\w.-]*[_.-])?(syntax[_-]?errors?|invalid|broken|malformed)([_.-][\w.-]*)?\.\w+$",
    re.I,
)


def _check(checkout: Checkout) -> RuleOutcome:
    if not any(is_measured_code(one.path) for one in checkout.files):
        return not_applicable(_KEY, t("There is no source in a language that is measured."))
    return passed_or_failed(_KEY, [*_python(checkout), *_others(checkout)])


def _python(checkout: Checkout) -> Iterator[Finding]:
    seen: set[str] = set()
    for note in ruff_notes(checkout):
        if (
            note.code in {None, "invalid-syntax", "E999"}
            and note.filename not in seen
            and not _is_apart(checkout, note.filename)
        ):
            seen.add(note.filename)
            yield _finding(note.filename, note.location.row, note.message, "ruff")


def _others(checkout: Checkout) -> Iterator[Finding]:
    seen: set[str] = set()
    broken = [one for one in matches_of(checkout, "broken") if not _is_apart(checkout, one.path)]
    newer = newer_files(checkout, sorted({one.path for one in broken}))
    for one in broken:
        if one.path not in seen and one.path not in newer:
            seen.add(one.path)
            yield _finding(one.path, one.line, one.text.strip(), "ast-grep")
    for path in open_blocks(checkout):
        if path not in seen and not _is_apart(checkout, path):
            yield _finding(path, len(checkout.lines(path)), t("a block is not closed"), "ast-grep")


def _is_apart(checkout: Checkout, path: str) -> bool:
    """Templates for other files and material of tests are no source, nor is a dialect that the parser does not know."""
    if "template" in path.lower() or "{{" in path or "cookiecutter" in path:
        return True
    if path_class(path) is PathClass.TEST:
        return bool(_MATERIAL.search(path))
    is_script = language_of(path) is Language.JAVASCRIPT
    return is_script and _FLOW.search("\n".join(checkout.lines(path)[:20])) is not None


def _finding(path: str, line: int, evidence: str, tool: str) -> Finding:
    return Finding(_KEY, RuleSeverity.CRITICAL, path, line, evidence=evidence[:200], tool=tool)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.CRITICAL,
        title=lambda: t("Every source file can be read by its language"),
        why=lambda: t("What does not parse does not run, and no other rule can look into it."),
        mend=lambda: t("Mend the syntax where the evidence points."),
        check=_check,
        scope="code",
    )
)
