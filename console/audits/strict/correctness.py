"""STR02: code that is probably wrong, as linters know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.kept_finding import kept_findings
from console.audits.note_patch import note_patch
from console.audits.outcome import by_density, not_applicable
from console.audits.own_excuse import is_excused
from console.audits.repository.path_class import Language, PathClass, path_class
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


_KEY = "STR02"
_REFERENCE = 1.0
_FAMILIES = re.compile(r"^(F(?!401|841|403|405)\d+|E9(?!02)\d+|B\d+|PLE\d+)$")
# Matters of taste, idioms of hooks (B024, B027), or another rule's (B011 is INT06).
_LEFT = frozenset(
    {"B008", "B009", "B010", "B011", "B024", "B027", "B028", "B901", "B903", "B904", "B905", "B909", "B911", "B912",
     "F722", "F821"}
)  # fmt: skip
_LOOKED_AT = re.compile(r"\.(assert|called|not_called|has_calls)")
# Names that whoever reads a file gives it: Jupyter and IPython those of their settings, vulture all.
_SETTINGS = re.compile(r"(^|/)(jupyter|ipython|ipykernel|traitlets)\w*_config\.py$")
_GIVEN = re.compile(r"[`'](c|get_config|load_subconfig|get_ipython)[`']")
_LISTED = re.compile(r"(^|/)\.?[\w-]*(white|allow|ignore)[_-]?list\w*\.py$")
_HEAD = re.compile(r"^\s*(async\s+)?def\s+\w+\s*(\[[^\]]*\])?\(")
_KEPT_LAMBDA = re.compile(
    r"\.(append|add|insert|connect|register|submit|setdefault|subscribe|call_later|call_soon)\(.*\blambda\b"
    r"|[\w\])]\s*=\s*lambda\b|\]\s*=\s*(functools\.)?partial|^\s*(return|yield)\b.*\blambda\b"
)


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.of(PathClass.SOURCE, PathClass.TEST, languages=frozenset({Language.PYTHON})):
        return not_applicable(_KEY, t("There is no language here that this rule knows."))
    return by_density(_KEY, _findings(checkout), checkout.kloc, _REFERENCE)


def _findings(checkout: Checkout) -> Iterator[Finding]:
    notes = ((one.filename, one) for one in ruff_notes(checkout) if _is_told(one.code or ""))
    return kept_findings(checkout, _KEY, notes, lambda one: _in_note(checkout, one))


def _is_told(code: str) -> bool:
    return _FAMILIES.match(code) is not None and (code not in _LEFT or code == "F821")


def _in_note(checkout: Checkout, note: RuffNote) -> Iterator[Finding]:
    code, line = note.code or "", checkout.line(note.filename, note.location.row)
    if is_excused(line, code) or (code == "F821" and "__" in line) or _is_meant(checkout, note, line):
        return
    evidence = f"{code} {note.message}"[:200]
    patch = note_patch(checkout, note)
    yield Finding(
        _KEY, RuleSeverity.HIGH, note.filename, note.location.row, evidence=evidence, tool="ruff", patch=patch
    )


def _is_meant(checkout: Checkout, note: RuffNote, line: str) -> bool:
    """Tell idioms from mistakes: attributes that are looked at for what that does, closures that are called at once."""
    if note.code == "B018":
        above = next(
            (one for one in reversed(checkout.lines(note.filename)[: note.location.row - 1]) if one.strip()), ""
        )
        is_awaited = path_class(note.filename) is PathClass.TEST and not _LOOKED_AT.search(line)  # to raise: 1 / 0
        return "#" in line or above.strip() == "try:" or is_awaited or bool(_LISTED.search(note.filename))
    if note.code == "F821":
        given = _GIVEN.search(note.message)
        is_given = given is not None and (given[1] == "get_ipython" or _SETTINGS.search(note.filename) is not None)
        return is_given or bool(_LISTED.search(note.filename))
    if note.code == "B007":
        return "range(" in line  # so many times, whatever the number is called
    if note.code == "B023":
        return not _KEPT_LAMBDA.search(line)
    if note.code == "F811" and path_class(note.filename) is PathClass.TEST:
        return _is_parameter(checkout, note, line)  # pytest gives it the fixture that was imported
    return note.code == "F822" and re.search(r"^def __getattr__\(", checkout.text(note.filename), re.M) is not None


def _is_parameter(checkout: Checkout, note: RuffNote, line: str) -> bool:
    before = line[: note.location.column - 1]
    if before.strip():
        return _HEAD.match(before) is not None
    above = reversed(checkout.lines(note.filename)[: note.location.row - 1])
    begun = next((one for one in above if one.rstrip().endswith("(")), "")
    return _HEAD.match(begun) is not None


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.HIGH,
        title=lambda: t("No probable mistakes"),
        why=lambda: t("Undefined names, lost values and shared defaults are mistakes in almost every case."),
        mend=lambda: t("Mend it as the message says; where it is meant, say so at the line."),
        check=_check,
        mending=Mending.SAFE,
        scope="code",
    )
)
