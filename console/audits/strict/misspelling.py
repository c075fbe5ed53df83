"""STR09: a common misspelling."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.foreign_text import is_foreign
from console.audits.kept_finding import kept_findings
from console.audits.known_word import known_words
from console.audits.outcome import by_density, not_applicable
from console.audits.python_tree import Function, PythonLook
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.tools.codespell_run import Misspelling, misspellings
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR09"
_REFERENCE = 0.5


_SHORTEST = 5
_SHORT = frozenset(
    ["teh", "hte", "adn", "taht", "wich", "waht", "thsi", "tihs", "yuo", "wiht", "htis", "ahve", "jsut", "liek", "mroe",
     "onyl", "soem", "thta", "wehn", "whta", "wnat", "yuor", "thne", "tehn"]
)  # fmt: skip
_COMMENT = re.compile(r"(?:#|//|/\*|^\s*\*)(.*)$")
_HASHED = re.compile(r"#(.*)$")
_RIGHT = frozenset(
    {"indention", "disjointness", "datas", "strat", "pre-emptively", "statics", "implementor", "implementors"}
)
_LANGUAGES = (
    r"(de|fr|es|it|pt|nl|sv|da|nb|pl|tr|fi|cs|hu|ro|ru|uk|id|vi|ja|ko|zh|ca|el|he|ar|fa|hi|bg)"
    r"([-_](br|pt|cn|tw|hans|hant))?"
)
_ABROAD = re.compile(
    r"(^|/)(locales?|i18n|l10n|translations?|lang)/"
    rf"|(^|/)(docs?|documentation|website|content)/(.*/)?{_LANGUAGES}/"
    rf"|(\.|readme[_-]){_LANGUAGES}\.(md|rst|txt|adoc|mdx)$",
    re.I,
)
_MATERIAL = re.compile(
    r"(^|/)(tests?|testing|__tests__|e2e|testdata|test[_-]data|fixtures?|__fixtures__|golden|corpus|corpora)/(?!.*readme)"
    r"(?!([\w-]+/)*docs?/)",
    re.I,
)
_MESSAGE = re.compile(r"([\"'])[A-Za-z][a-z']*(?: [A-Za-z][\w']*[,:;.!?]?){2,}[^\"'\n]*\1")
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|'[^']*'|https?://\S+")

_TOLD = frozenset({ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef})


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.of(PathClass.DOCUMENT, PathClass.SOURCE):
        return not_applicable(_KEY, t("There is no source in a language that is measured."))
    told = ((one.path, one) for one in misspellings(checkout))
    found = kept_findings(checkout, _KEY, told, lambda one: _in_prose(checkout, one))
    wrong = [one for one in found if not known_words(checkout).cover(one.path, one.evidence.partition(" ")[0])]
    return by_density(_KEY, wrong, checkout.kloc, _REFERENCE)


def _in_prose(checkout: Checkout, one: Misspelling) -> Iterator[Finding]:
    if _is_prose(checkout, one) and not _is_foreign(checkout, one):
        words = f"{one.word} → {one.better}"[:200]
        yield Finding(_KEY, RuleSeverity.LOW, one.path, one.line, evidence=words, tool="codespell")


def _is_prose(checkout: Checkout, one: Misspelling) -> bool:
    """Names, quotations and short words are spelt as they are on purpose; documents and comments are prose."""
    kind = path_class(one.path)
    is_word = one.word.lower() not in _RIGHT and "-" not in one.word
    if _ABROAD.search(one.path) or (kind is PathClass.DOCUMENT and _MATERIAL.search(one.path)):
        return False
    is_short = len(one.word) < _SHORTEST and one.word.lower() not in _SHORT
    if kind is PathClass.TEST or is_short or not one.word[1:].islower() or not is_word:
        return False
    is_told = kind is PathClass.SOURCE and one.line in _told(checkout).get(one.path, frozenset())
    line = checkout.line(one.path, one.line)
    line = _QUOTED.sub(" ", line.replace('"""', " ").replace("'''", " ") if is_told else line)
    if kind is PathClass.SOURCE:
        is_hashed = language_of(one.path) in {Language.PYTHON, Language.SHELL}
        comment = (_HASHED if is_hashed else _COMMENT).search(line)
        told = " ".join(match[0] for match in _MESSAGE.finditer(checkout.line(one.path, one.line)))
        line = line if is_told else f"{comment[1] if comment is not None else ''} {told}"
    return re.search(rf"(?<![\w./-]){re.escape(one.word)}(?![\w(/=-])", line) is not None


def _is_foreign(checkout: Checkout, one: Misspelling) -> bool:
    """A page is judged by the paragraph of a word and, where that is short, as a whole; code by the line."""
    if path_class(one.path) is not PathClass.DOCUMENT:
        return is_foreign(checkout.line(one.path, one.line))
    lines = checkout.lines(one.path)
    begin = end = one.line - 1
    while begin > 0 and lines[begin - 1].strip():
        begin -= 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return is_foreign("\n".join(lines[begin:end]), checkout.text(one.path))


def _told(checkout: Checkout) -> dict[str, frozenset[int]]:
    """Return the lines of docstrings by path."""
    return checkout.once(
        "docstring-lines", lambda: {path: frozenset[int]().union(*rows) for path, rows in _LOOK.files(checkout)}
    )


def _docstrings(file: PythonFile) -> Iterator[frozenset[int]]:
    for one in (file.tree, *(node for node in file.of(_TOLD) if isinstance(node, ast.ClassDef | Function))):
        first = one.body[0] if one.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            yield frozenset(range(first.lineno, (first.end_lineno or first.lineno) + 1))


_LOOK = PythonLook(_KEY, PathClass.SOURCE, _docstrings, frozenset[int])


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
