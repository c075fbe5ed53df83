"""INT02: a password written into the code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_density
from console.audits.repository.path_class import Language, PathClass, path_class
from console.audits.tools.ruff_run import ruff_notes
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "INT02"
_REFERENCE = 0.05
_CODES = frozenset({"S105", "S106", "S107"})
_OTHERS = frozenset(Language) - {Language.PYTHON, Language.YAML}
_NAME = (
    r"(?:[A-Za-z_]*(?:password|passwd|passphrase|pwd|secret|api[_-]?key|auth[_-]?token|access[_-]?token)"
    r"[A-Za-z0-9_]*)"
)
_ASSIGNED = re.compile(
    rf"""(?i)\b(?P<name>{_NAME})["']?\s*(?::\s*[\w<>&\[\]]+\s*)?(?::=|=|:)\s*(?P<quote>["'`])(?P<value>[^"'`\s]{{4,200}})(?P=quote)"""
)
_ENTRY = re.compile(
    rf"""(?i)["'](?P<name>{_NAME})["']\s*:\s*(?P<quote>["'])(?P<value>[^"'`\s]{{4,200}})(?P=quote)\s*[,}}\])]?\s*(#.*)?$"""
)
_QUOTED = re.compile(r"""(?<=["'`])[^"'`]+(?=["'`])""")
_LITERAL = re.compile(r"""["']([^"']*)["']""")
# What stands for a secret, or names where it is, is none.
_HARMLESS = re.compile(
    r"(?i)^(x+|\*+|\.+|-+|_+|none|null|nil|true|false|undefined|test\w*|dummy\w*|fake\w*|example\w*|sample\w*"
    r"|change-?me\w*|placeholder\w*|redacted|your[-_ ].*|my[-_ ].*|password|passwd|secret|token|api[_-]?key"
    r"|<.*>|\$\{?.*|%.*%|\{\{?.*\}?\}"
    r"|(keyring|env|file|vault|secret|https?|arn|op|ref|secretref):.*|/.*|.*\.(json|ya?ml|txt|pem|key|env|toml))$"
)
_PLAIN = re.compile(r"(?i)^(\w*_)?(password|passwd|passphrase|pwd)$")
_EXPRESSION = re.compile(r"\[[^\]]*-[^\]]*\]|\(\?|\\[dws]|%[sd(]|\{\w*\}")  # a pattern or a template
_WORDS = re.compile(r"^[A-Za-z]+([_.-][A-Za-z]+)+$|^[a-z]+$|^[A-Z][a-z]+$|^[A-Z]+(_[A-Z]+)*$")


def _check(checkout: Checkout) -> RuleOutcome:
    found = [*_python(checkout), *_others(checkout)]
    return by_density(_KEY, found, checkout.kloc, _REFERENCE)


def _python(checkout: Checkout) -> Iterator[Finding]:
    for note in ruff_notes(checkout):
        if note.code not in _CODES or path_class(note.filename) is not PathClass.SOURCE:
            continue
        line = checkout.line(note.filename, note.location.row)
        value = line[note.location.column - 1 :] if note.location.row == note.end_location.row else ""
        value = value[: note.end_location.column - note.location.column].strip("rbuf\"'") if value else ""
        if not value or _is_secret(_last_quoted(note.message), value):
            yield _finding(note.filename, note.location.row, line, "ruff")
    for path in checkout.of(PathClass.SOURCE, languages=frozenset({Language.PYTHON})):
        for row, line in enumerate(checkout.lines(path), 1):
            match = _ENTRY.search(line[:1000]) if '"' in line or "'" in line else None
            if match is not None and not line.lstrip().startswith("#") and _is_secret(match["name"], match["value"]):
                yield _finding(path, row, line, "console-audit")


def _last_quoted(message: str) -> str:
    """Return the name that ruff says it is assigned to."""
    found = _LITERAL.findall(message)
    return found[-1] if found else ""


def _others(checkout: Checkout) -> Iterator[Finding]:
    for path in checkout.of(PathClass.SOURCE, languages=_OTHERS):
        text = checkout.text(path)
        for match in _ASSIGNED.finditer(text):
            row = text.count("\n", 0, match.start()) + 1
            line = checkout.line(path, row)
            is_comment = line.lstrip().startswith(("//", "*", "#", "/*"))
            if not is_comment and _is_secret(match["name"], match["value"]):
                yield _finding(path, row, line, "console-audit")


def _is_secret(name: str, value: str) -> bool:
    """A mere word (a field, a label, a state) is no password, unless the name says that it is just that."""
    if len(value) < 4 or _HARMLESS.match(value) or _EXPRESSION.search(value):
        return False
    return bool(_PLAIN.match(name)) or not _WORDS.match(value)


def _finding(path: str, row: int, line: str, tool: str) -> Finding:
    """The value itself is not repeated: a report travels further than the repository."""
    shown = _QUOTED.sub("…", line.strip())[:200]
    return Finding(_KEY, RuleSeverity.HIGH, path, row, evidence=shown, tool=tool)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.HIGH,
        title=lambda: t("No passwords in the code"),
        why=lambda: t(
            "A password in the code is the same everywhere, is in every clone, and cannot be changed without a release."
        ),
        mend=lambda: t("Read it from the environment or a secret store, and change the one that was written here."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="code",
    )
)
