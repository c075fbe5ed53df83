"""INT03: a function without a body that product code can reach."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_density
from console.audits.python_tree import Function, PythonFile, PythonFunction, dotted, python_files
from console.audits.repository.path_class import PathClass, path_class
from console.audits.tools.ast_grep_run import matches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "INT03"
_REFERENCE = 0.2
_DECLARED = frozenset(
    {"abstractmethod", "abstractproperty", "abstractclassmethod", "overload", "singledispatch", "singledispatchmethod",
     "register", "command", "group", "callback", "fixture", "setter", "deleter", "hookspec", "hookimpl", "shared_task"}
)  # fmt: skip
_LATER = re.compile(r"(?i)\b(todo|fixme|xxx|not (yet )?implemented|implement (me|this|later)|placeholder|stub)\b")
_ON_PURPOSE = re.compile(
    r"(?i)overrid|subclass|hook|no-?op\b|does nothing|do nothing|nothing to do|intentional|on purpose|by default"
    r"|ignored?\b"
)
_EMPTY_CLASS = re.compile(
    r"(?i)^_*(null|no[A-Z]|dummy|fake|base|abstract|mixin|noop|void|silent)|Mixin$|Base$|Placeholder$"
)
_PROTOCOLS = frozenset({"Protocol", "ABC", "ABCMeta", "TypedDict", "NamedTuple", "Interface"})
_HOOK = re.compile(
    r"^_*(on|visit|depart|handle|pre|post|before|after|setup|teardown|set_up|tear_down|hook|notify|emit|close|stop|shutdown"
    r"|flush|cleanup|noop|nop|null|dummy|ignored?|nothing|pass|pytest)(_|$)|^__\w+__$|^(setUp|tearDown)"
)


class _Known(NamedTuple):
    bases: frozenset[str]
    made: frozenset[str]


def _check(checkout: Checkout) -> RuleOutcome:
    found = [*_python(checkout), *_others(checkout)]
    return by_density(_KEY, found, checkout.kloc, _REFERENCE)


def _others(checkout: Checkout) -> Iterator[Finding]:
    for one in matches_of(checkout, "stub"):
        if path_class(one.path) is PathClass.SOURCE:
            yield Finding(_KEY, RuleSeverity.HIGH, one.path, one.line, evidence=one.text[:200], tool="ast-grep")


def _python(checkout: Checkout) -> Iterator[Finding]:
    files = [one for one in python_files(checkout, PathClass.SOURCE) if not one.path.endswith(".pyi")]
    known = _Known(
        frozenset(name for file in files for name in _bases(file)),
        frozenset(name for file in files for name in _made(file)),
    )
    for file in files:
        done = {(one.owner_class, one.node.name) for one in file.functions if not _is_stub(one.node)}
        for function in file.functions:
            is_declared = (function.owner_class, function.node.name) in done  # types for a checker, the body beside it
            if (
                not is_declared
                and _is_stub(function.node)
                and not _is_meant(function, known, checkout.lines(file.path))
            ):
                line = checkout.line(file.path, function.node.lineno).strip()
                yield Finding(
                    _KEY, RuleSeverity.HIGH, file.path, function.node.lineno, evidence=line[:200], tool="python"
                )


def _bases(file: PythonFile) -> Iterator[str]:
    """Yield the last names of all base classes: an empty method of a class that others extend is a hook."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef):
            yield from (dotted(base).rpartition(".")[2] for base in node.bases)


def _made(file: PythonFile) -> Iterator[str]:
    """Yield the last names of everything that is called: classes among them are made, not only extended."""
    yield from (dotted(node.func).rpartition(".")[2] for node in ast.walk(file.tree) if isinstance(node, ast.Call))


def _is_stub(node: Function) -> bool:
    body = [one for one in node.body if not (isinstance(one, ast.Expr) and _is_text(one.value))]
    if not body:
        # A docstring alone is a declaration; what it promises is not done.
        return True
    return all(_is_nothing(one) for one in body)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Pass):
        return True
    if isinstance(node, ast.Raise):
        return node.exc is not None and dotted(node.exc).rpartition(".")[2] == "NotImplementedError"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is Ellipsis


def _is_meant(function: PythonFunction, known: _Known, lines: Sequence[str]) -> bool:
    """Tell what is declared, to be overridden, or empty on purpose, from what is simply not there."""
    node, owner = function.node, function.owner_class
    if any(_is_declaring(one) for one in node.decorator_list) or _says_so(node, lines):
        return True
    if owner is None:
        is_callback = any(isinstance(one, Function) for one in function.owners)
        return not _raises(node) and (is_callback or bool(_HOOK.match(node.name)))
    if _is_declaration(owner) or owner.name in known.bases:
        return True
    if _raises(node):
        return owner.name not in known.made
    return bool(owner.bases) or bool(_HOOK.match(node.name)) or bool(_EMPTY_CLASS.match(owner.name))


def _is_declaring(decorator: ast.expr) -> bool:
    name = dotted(decorator)
    return name.rpartition(".")[2] in _DECLARED


def _says_so(node: Function, lines: Sequence[str]) -> bool:
    """A comment or docstring that says that nothing is to be done here; one that says "later" does not count."""
    own = lines[node.lineno - 1 : node.end_lineno or node.lineno]
    comments = " ".join(line.partition("#")[2] for line in own if "#" in line)
    text = f"{comments} {ast.get_docstring(node) or ''}"
    return not _LATER.search(text) and (bool(comments.strip()) or bool(_ON_PURPOSE.search(text)))


def _is_declaration(owner: ast.ClassDef) -> bool:
    names = {dotted(one).rpartition(".")[2] for one in owner.bases} | {
        dotted(one.value).rpartition(".")[2] for one in owner.keywords
    }
    generic = {dotted(one.value).rpartition(".")[2] for one in owner.bases if isinstance(one, ast.Subscript)}
    return bool((names | generic) & _PROTOCOLS)


def _raises(node: Function) -> bool:
    return any(isinstance(one, ast.Raise) for one in node.body)


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.HIGH,
        title=lambda: t("No empty functions in the product"),
        why=lambda: t("A caller believes that something is done; nothing is."),
        mend=lambda: t("Write it, take it out, or declare it abstract."),
        check=_check,
        scope="tree",
    )
)
