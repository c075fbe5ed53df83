"""TDD08: new public functions that no test names."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_share, not_applicable
from console.audits.python_tree import Function, PythonLook, dotted
from console.audits.repository.added_lines import lines_since_baseline, names_since_baseline
from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import PathClass, language_of
from console.audits.source_commit import INSIDE, inline_tested
from console.audits.tdd.foreign_function import LANGUAGES, public_functions
from console.audits.tdd.shown_example import shown_words
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "TDD08"
_WORD = re.compile(r"[A-Za-z_]\w*")
_FREE = frozenset(
    ["overload", "abstractmethod", "setter", "deleter", "command", "callback", "route", "fixture", "override",
     "get", "post", "put", "patch", "delete", "head", "options", "websocket", "api_route", "exception_handler",
     "errorhandler", "before_request", "after_request", "teardown_request", "middleware", "on_event", "receiver",
     "validator", "field_validator", "model_validator", "root_validator", "hookimpl", "listens_for"]
)  # fmt: skip
_NAMES = frozenset(["main", "setup", "teardown", "run", "init", "handle"])


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.baseline:
        if checkout.cache is not None:
            _test_words(checkout)  # kept, so that the first push reads only the tests that it changes
        return not_applicable(_KEY, t("There is no baseline to compare with."))
    added = lines_since_baseline(checkout)
    known = names_since_baseline(checkout)
    public = (one for one in (*_python(checkout), *_others(checkout)) if one[2] not in known)
    new = [one for one in public if one[1] in added.get(one[0], frozenset())]
    words = _test_words(checkout) if new else ""
    checkout.folder_with(path for path, _, _ in new)
    found = [
        Finding(_KEY, RuleSeverity.MEDIUM, path, line, evidence=name[:120], tool="console-audit")
        for path, line, name in new
        if f"\n{name}\n" not in words and name not in shown_words(path, checkout.text(path))
    ]
    return by_share(_KEY, len(new) - len(found), len(new), found, t("{count} new public functions.", count=len(new)))


def _test_words(checkout: Checkout) -> str:
    """Return the words of all tests, each between two ends of lines."""
    book = file_book(checkout, "test-words", checkout.of(PathClass.TEST), str)
    checkout.folder_with(book.missing)
    tests = book.whole({one: _words(checkout.text(one)) for one in book.missing}, "\n")
    inside = [_words("".join(INSIDE.split(checkout.text(one), maxsplit=1)[1:])) for one in inline_tested(checkout)]
    return "".join((*tests.values(), *inside))


def _words(text: str) -> str:
    return "\n".join(["", *sorted(set(_WORD.findall(text))), ""])


def _python(checkout: Checkout) -> Iterator[tuple[str, int, str]]:
    for path, (line, name) in _LOOK.rows(checkout):
        yield path, line, name


def _in_file(file: PythonFile) -> Iterator[tuple[int, str]]:
    for one in file.functions:
        marks = {dotted(mark).rpartition(".")[2] for mark in one.node.decorator_list}
        names = [one.node.name, *(owner.name for owner in one.owners)]
        is_open = not any(name.startswith("_") for name in names) and not any(
            isinstance(o, Function) or _is_protocol(o) for o in one.owners
        )
        if is_open and not marks & _FREE and one.node.name not in _NAMES:
            yield one.node.lineno, one.node.name


def _is_protocol(owner: ast.ClassDef) -> bool:
    """Return whether a class only says what others have."""
    bases = (one.value if isinstance(one, ast.Subscript) else one for one in owner.bases)
    return any(dotted(one).rpartition(".")[2] == "Protocol" for one in bases)


_LOOK = PythonLook(_KEY, PathClass.SOURCE, _in_file, tuple[int, str])


def _others(checkout: Checkout) -> Iterator[tuple[str, int, str]]:
    for path in checkout.of(PathClass.SOURCE, languages=LANGUAGES):
        language = language_of(path)
        assert language is not None
        for number, name in public_functions(language, checkout.lines(path)):
            if name not in _NAMES:
                yield path, number, name


RULES.add(
    AuditRule(
        _KEY,
        AuditName.TDD,
        RuleSeverity.MEDIUM,
        title=lambda: t("Tests name the new public functions"),
        why=lambda: t("A function that no test calls is tried out by those who use it."),
        mend=lambda: t("Add a test that calls it, or make it private."),
        check=_check,
        scope="files",
    )
)
