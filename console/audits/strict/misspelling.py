"""STR09: a common misspelling."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_density
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.tools.codespell_run import Misspelling, misspellings
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR09"
_REFERENCE = 0.5


_SHORTEST = 5
_COMMENT = re.compile(r"(?:#|//|/\*|^\s*\*)(.*)$")
_HASHED = re.compile(r"#(.*)$")
_RIGHT = frozenset(
    {"indention", "disjointness", "datas", "strat", "pre-emptively", "statics", "implementor", "implementors"}
)
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|'[^']*'|https?://\S+")


def _check(checkout: Checkout) -> RuleOutcome:
    found = [
        Finding(
            _KEY, RuleSeverity.LOW, one.path, one.line, evidence=f"{one.word} → {one.better}"[:200], tool="codespell"
        )
        for one in misspellings(checkout)
        if _is_prose(checkout, one)
    ]
    return by_density(_KEY, found, checkout.kloc, _REFERENCE)


def _is_prose(checkout: Checkout, one: Misspelling) -> bool:
    """Names, quotations and short words are spelt as they are on purpose; documents and comments are prose."""
    kind = path_class(one.path)
    is_word = one.word.lower() not in _RIGHT and "-" not in one.word
    if kind is PathClass.TEST or len(one.word) < _SHORTEST or not one.word[1:].islower() or not is_word:
        return False
    line = _QUOTED.sub(" ", checkout.line(one.path, one.line))
    if kind is PathClass.SOURCE:
        is_hashed = language_of(one.path) in {Language.PYTHON, Language.SHELL}
        comment = (_HASHED if is_hashed else _COMMENT).search(line)
        line = comment[1] if comment is not None else ""
    return re.search(rf"(?<![\w./-]){re.escape(one.word)}(?![\w(/=-])", line) is not None


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.LOW,
        title=lambda: t("No common misspellings"),
        why=lambda: t("Whoever searches for the right word does not find this place."),
        mend=lambda: t("Write it as proposed."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="tree",
    )
)
