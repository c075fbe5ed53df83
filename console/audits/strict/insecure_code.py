"""STR03: code that an attacker can use, as linters know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.kept_finding import kept_findings
from console.audits.outcome import by_density, not_applicable
from console.audits.own_excuse import is_excused
from console.audits.repository.path_class import PathClass, path_class
from console.audits.source_commit import is_rust_test
from console.audits.strict.open_python import open_ways
from console.audits.tools.ast_grep_run import matches_of
from console.audits.tools.ruff_run import ruff_notes
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.audits.tools.ruff_run import RuffNote
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR03"
_REFERENCE = 0.5
# Of ruff's S rules: those that are a way in. Imports, asserts, subprocess by argument vector and paths of /tmp are not.
_CODES = frozenset(
    {"S102", "S103", "S113", "S201", "S202", "S301", "S302", "S304", "S305", "S306", "S307", "S308", "S312", "S313",
     "S314", "S317", "S318", "S319", "S321", "S323", "S324", "S501", "S502", "S503", "S504", "S505", "S506", "S507",
     "S508", "S509", "S602", "S604", "S605", "S608", "S609", "S610", "S611", "S612", "S701", "S702", "S704"}
)  # fmt: skip


_DJANGO = frozenset({"S308", "S610", "S611"})
# What is told to people is no query, whatever it selects from where.
_TOLD = re.compile(
    r"(\braise [\w.]+|\blog(ger|ging)?\.\w+|\bprint|\bwarn|\bechos?|\b_|\bgettext)\(\s*f?$"
    r"|\b(help|description|msg|message)\s*+=\s*+\(?\s*+f?$"
)
_SHAPES = (
    "eval", "html", "page", "shell", "shell-spawn", "shell-line", "tls", "sql", "sql-format", "hash", "pickle",
    "overflow",
)  # fmt: skip


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.of(PathClass.SOURCE):
        return not_applicable(_KEY, t("There is no source in a language that is measured."))
    return by_density(
        _KEY, [*_python(checkout), *_more_python(checkout), *_scripts(checkout)], checkout.kloc, _REFERENCE
    )


def _python(checkout: Checkout) -> Iterator[Finding]:
    notes = ((one.filename, one) for one in ruff_notes(checkout) if _is_known(one))
    return kept_findings(checkout, _KEY, notes, lambda one: _in_note(checkout, one))


def _is_known(note: RuffNote) -> bool:
    is_known = note.code in _CODES and "seems safe" not in note.message
    return is_known and path_class(note.filename) is PathClass.SOURCE


def _in_note(checkout: Checkout, note: RuffNote) -> Iterator[Finding]:
    if note.code in _DJANGO and "django" not in checkout.text(note.filename):
        return  # other libraries have methods of that name
    line = checkout.line(note.filename, note.location.row)
    if note.code == "S608" and _is_told(checkout, note):
        return
    if not is_excused(line, note.code or "") and "usedforsecurity=False" not in line:
        yield _finding(note.filename, note.location.row, f"{note.code} {note.message}", "ruff")


def _is_told(checkout: Checkout, note: RuffNote) -> bool:
    """Return whether a text is given to a message, on its line or the one above."""
    row, column = note.location.row, note.location.column
    before = checkout.line(note.filename, row)[: column - 1]
    return _TOLD.search(before if before.strip() else checkout.line(note.filename, row - 1)) is not None


def _more_python(checkout: Checkout) -> Iterator[Finding]:
    for path, line in open_ways(checkout):
        if not is_excused(text := checkout.line(path, line)):
            yield _finding(path, line, text.strip(), "console-audit")


def _scripts(checkout: Checkout) -> Iterator[Finding]:
    for one in (each for what in _SHAPES for each in matches_of(checkout, what)):
        is_apart = path_class(one.path) is not PathClass.SOURCE or is_rust_test(checkout, one.path, one.line)
        above = checkout.line(one.path, one.line - 1)
        if not is_apart and not is_excused(checkout.line(one.path, one.line), above=above):
            yield _finding(one.path, one.line, one.text, "ast-grep")


def _finding(path: str, line: int, evidence: str, tool: str) -> Finding:
    return Finding(_KEY, RuleSeverity.HIGH, path, line, evidence=evidence[:200], tool=tool)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.HIGH,
        title=lambda: t("No insecure calls"),
        why=lambda: t("Each of these is a known way in: input that becomes code, commands, queries or files."),
        mend=lambda: t(
            "Use the safe way that the message names; where the input cannot be foreign, say so at the line."
        ),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="code",
    )
)
