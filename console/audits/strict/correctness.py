"""STR02: code that is probably wrong, as linters know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.note_patch import note_patch
from console.audits.outcome import by_density, not_applicable
from console.audits.repository.path_class import Language, PathClass
from console.audits.tools.ruff_run import ruff_notes
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR02"
_REFERENCE = 1.0
_FAMILIES = re.compile(r"^(F(?!401|841|403|405)\d+|E9\d+|B\d+|PLE\d+)$")
# Matters of taste, or right more often than wrong in well-kept code.
_LEFT = frozenset(
    {"B008", "B904", "B905", "B028", "B010", "B009", "B901", "B903", "B909", "B911", "B912", "F722", "F821"}
)


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.of(PathClass.SOURCE, PathClass.TEST, languages=frozenset({Language.PYTHON})):
        return not_applicable(_KEY, t("There is no language here that this rule knows."))
    return by_density(_KEY, _findings(checkout), checkout.kloc, _REFERENCE)


def _findings(checkout: Checkout) -> Iterator[Finding]:
    for note in ruff_notes(checkout):
        code = note.code or ""
        if not _FAMILIES.match(code) or (code in _LEFT and code != "F821"):
            continue
        line = checkout.line(note.filename, note.location.row)
        if "noqa" in line or (code == "F821" and "__" in line):
            continue
        evidence = f"{code} {note.message}"[:200]
        patch = note_patch(checkout, note)
        yield Finding(
            _KEY, RuleSeverity.HIGH, note.filename, note.location.row, evidence=evidence, tool="ruff", patch=patch
        )


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
