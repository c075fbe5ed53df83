"""INT03: a function without a body that product code can reach."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.extended_class import is_extended
from console.audits.integrity.stand_in import is_refusal, is_stand_in, is_stand_in_name, is_stand_in_place
from console.audits.outcome import by_density
from console.audits.python_tree import Function, PythonFile, PythonFunction, PythonLook, dotted
from console.audits.repository.path_class import PathClass, path_class
from console.audits.tools.ast_grep_run import matches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "INT03"
_REFERENCE = 0.2
_DECLARED = frozenset(
    {"abstractmethod", "abstractproperty", "abstractclassmethod", "overload", "singledispatch", "singledispatchmethod",
     "register", "group", "callback", "fixture", "setter", "deleter", "hookspec", "hookimpl", "on_event"}
)  # fmt: skip
_RUN = frozenset({"command", "task", "shared_task", "group", "callback", "on_event"})
"""What is run by its name: one that raises is not done, whatever holds it."""
_LATER = re.compile(r"(?i)\b(todo|fixme|xxx|not (yet )?implemented|implement (me|this|later)|placeholder|stub)\b")
_PROMISED = re.compile(r"(?i)\b(yet|todo|fixme)\b")
_PRAGMA = re.compile(r"\b(pragma|noqa|type|pylint|pyright|mypy|nosec|fmt|isort)\b:?.*")
_MOSTLY = 2  # methods that are done for each that is not
_FOR_OTHERS = re.compile(
    r"^_*(Base|Abstract|Generic)|(Base|Mixin|Interface|Backend|Plugin|Strategy|Adapter|Driver)\d*$"
)
_EXTENDED = re.compile(r"(?i)\b(abstract|base|interface|overrid\w+|subclass\w*|extend\w*|inherit\w*|implement\w* by)\b")
_EXPLAINED = 3  # words: fewer are a mark and no reason
_NOTHING = re.compile(r"(?i)\b(does nothing|do nothing|no-?op\b|nothing to do)")
_ON_PURPOSE = re.compile(
    r"(?i)overrid|subclass|hook|no-?op\b|does nothing|do nothing|nothing to do|intentional|on purpose|by default"
    r"|ignored?\b|discard"
)
_MIGRATIONS = re.compile(r"(^|/)(migrations?|alembic|versions)/")
_DIRECTION = re.compile(r"_*((up|down)(grade)?|forwards?|backwards?|reverse|undo|rollback|roll_back|no_?op)(_|$)")
_UNIMPORTED = ("ImportError", "ModuleNotFoundError")
_PROTOCOLS = frozenset({"Protocol", "ABC", "ABCMeta", "TypedDict", "NamedTuple", "Interface"})
_HOOK = re.compile(
    r"^_*(on|visit|depart|handle|pre|post|before|after|setup|teardown|set_up|tear_down|hook|notify|emit|close|stop"
    r"|shutdown|flush|cleanup|noop|nop|null|dummy|ignored?|nothing|pass|pytest|startup)(_|$)|^__\w+__$|^(setUp|tearDown)"
)


class _Stub(NamedTuple):
    """A method of ``owner`` (or a function) without a body; ``raises``: it says so; ``later``: it shall get one.

    ``alone``: most of its class is done, nothing there calls it, and nothing says that others extend the class.
    """

    line: int
    text: str
    owner: str
    raises: bool
    later: bool
    alone: bool = False


class _Names(NamedTuple):
    """The last names of all base classes of a file, and of everything that is called there."""

    bases: frozenset[str]
    made: frozenset[str]


def _check(checkout: Checkout) -> RuleOutcome:
    found = [*_python(checkout), *_others(checkout)]
    return by_density(_KEY, found, checkout.kloc, _REFERENCE)


def _others(checkout: Checkout) -> Iterator[Finding]:
    for one in matches_of(checkout, "stub"):
        if path_class(one.path) is not PathClass.SOURCE or is_stand_in_place(one.path):
            continue
        if not is_extended(checkout, one.path, one.line) and not is_stand_in(checkout, one.path, one.line):
            yield Finding(_KEY, RuleSeverity.HIGH, one.path, one.line, evidence=one.text[:200], tool="ast-grep")


def _python(checkout: Checkout) -> Iterator[Finding]:
    """An empty method of a class that others extend is a hook; so is one of a class that raises and nobody makes."""
    names = [one for _, one in _NAMES.rows(checkout)]
    made = _together(one.made for one in names)
    bases = _together(one.bases for one in (*names, *(one for _, one in _TEST_NAMES.rows(checkout))))
    stubs = [(path, one) for path, one in _STUBS.rows(checkout) if not path.endswith(".pyi")]
    open_classes = {(path, one.owner) for path, one in stubs if one.raises and one.owner not in made}
    for path, one in stubs:
        is_hook = one.owner and (
            one.owner in bases or (not (one.later or one.alone) and (path, one.owner) in open_classes)
        )
        if not is_hook and not is_stand_in_place(path):
            yield Finding(_KEY, RuleSeverity.HIGH, path, one.line, evidence=one.text, tool="python")


def _together(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*parts)


def _names(file: PythonFile) -> Iterator[_Names]:
    if not file.path.endswith(".pyi"):
        classes = [one for one in file.of(frozenset({ast.ClassDef})) if isinstance(one, ast.ClassDef)]
        bases = frozenset(dotted(base).rpartition(".")[2] for one in classes for base in one.bases)
        made = (one for one in file.of(frozenset({ast.Call})) if isinstance(one, ast.Call))
        calls = (dotted(one.func).rpartition(".")[2] for one in made)
        yield _Names(bases, frozenset(calls))


def _stubs(file: PythonFile) -> Iterator[_Stub]:
    stubs = [one for one in file.functions if _is_stub(one.node)]
    if not stubs:
        return
    places = {one.start for one in stubs}
    done = {(one.owner_class, one.node.name) for one in file.functions if one.start not in places}
    apart = _only_types(file) | _instead_of_imports(file)
    for one in stubs:
        if id(one.node) in apart or _is_front(one.owner_class) or _is_no_way_back(one, file.path):
            continue
        is_declared = (one.owner_class, one.node.name) in done  # types for a checker, the body beside it
        if not is_declared and not _is_meant(one, file.lines):
            owner = one.owner_class.name if one.owner_class is not None else ""
            own = "\n".join(file.lines[one.node.lineno - 1 : one.node.end_lineno or one.node.lineno])
            said = file.line(one.node.lineno).strip()[:200]
            is_later, is_alone = _PROMISED.search(own) is not None, _is_alone(one)
            yield _Stub(one.node.lineno, said, owner, _raises(one.node), is_later, is_alone)


def _is_alone(function: PythonFunction) -> bool:
    owner = function.owner_class
    if owner is None or owner.bases or owner.keywords or _FOR_OTHERS.search(owner.name):
        return False
    told = f"{ast.get_docstring(owner) or ''} {ast.get_docstring(function.node) or ''}"
    is_mostly_done, named = _within(owner)
    return is_mostly_done and function.node.name not in named and not _EXTENDED.search(told)


@lru_cache(maxsize=8)  # asked for every method of a class, which may have thousands
def _within(owner: ast.ClassDef) -> tuple[bool, frozenset[str]]:
    """Return whether most methods of a class are done, and the names of attributes that stand in it."""
    methods = [one for one in owner.body if isinstance(one, Function)]
    done = [one for one in methods if not _is_stub(one) and not one.name.startswith("__")]
    named = frozenset(one.attr for one in ast.walk(owner) if isinstance(one, ast.Attribute))
    return len(done) >= _MOSTLY * sum(map(_is_stub, methods)), named


def _is_no_way_back(function: PythonFunction, path: str) -> bool:
    """Return whether it is a direction of a migration in which there is nothing to do."""
    if function.owner_class is not None or _raises(function.node) or _MIGRATIONS.search(path) is None:
        return False
    is_of_django = [one.arg.lstrip("_") for one in function.node.args.args] == ["apps", "schema_editor"]
    return is_of_django or _DIRECTION.match(function.node.name) is not None


def _only_types(file: PythonFile) -> frozenset[int]:
    """Return the functions that only a type checker sees."""
    branches = (one for one in file.of(frozenset({ast.If})) if isinstance(one, ast.If))
    blocks = [one for one in branches if dotted(one.test).endswith("TYPE_CHECKING")]
    return frozenset(id(each) for one in blocks for part in one.body for each in ast.walk(part))


def _instead_of_imports(file: PythonFile) -> frozenset[int]:
    """Return the functions that are there where a module could not be imported."""
    tries = (one for one in file.of(frozenset({ast.Try})) if isinstance(one, ast.Try))
    handlers = [one for each in tries for one in each.handlers if one.type is not None]
    blocks = [one for one in handlers if any(name in ast.dump(one.type or one) for name in _UNIMPORTED)]
    return frozenset(id(each) for one in blocks for part in one.body for each in ast.walk(part))


def _is_front(owner: ast.ClassDef | None) -> bool:
    """Return whether nobody can make an object of a class itself: it is a front for others, or says why not."""
    for one in owner.body if owner is not None else ():
        if isinstance(one, Function) and one.name in {"__new__", "__init__"}:
            rest = [each for each in one.body if not (isinstance(each, ast.Expr) and _is_text(each.value))]
            if all(isinstance(each, ast.Raise) for each in rest) and rest:
                return True
            if one.name == "__new__" and not any("__new__" in ast.dump(each) for each in rest):
                return True
    return False


_NAMES = PythonLook(f"{_KEY}-names", PathClass.SOURCE, _names, _Names)
_TEST_NAMES = PythonLook(f"{_KEY}-test-names", PathClass.TEST, _names, _Names)
_STUBS = PythonLook(_KEY, PathClass.SOURCE, _stubs, _Stub)


def _is_stub(node: Function) -> bool:
    """A docstring alone is a declaration; what it promises is not done."""
    return all(_is_nothing(one) or (isinstance(one, ast.Expr) and _is_text(one.value)) for one in node.body)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Pass):
        return True
    if isinstance(node, ast.Raise):
        return node.exc is not None and dotted(node.exc).rpartition(".")[2] == "NotImplementedError"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node.value.value is Ellipsis


def _is_meant(function: PythonFunction, lines: Sequence[str]) -> bool:
    """Tell what is declared, or empty on purpose, from what is simply not there."""
    node, owner = function.node, function.owner_class
    if any(_is_declaring(one, raises=_raises(node)) for one in node.decorator_list) or _says_so(node, lines):
        return True
    if owner is None:
        if node.name.startswith("test_") or is_refusal(node.name):  # of measurements, which no product calls
            return True
        is_callback = any(isinstance(one, Function) for one in function.owners) or _is_of_signal(node)
        return not _raises(node) and (is_callback or bool(_HOOK.match(node.name)))
    if _is_declaration(owner):
        return True
    if _raises(node):
        return node.name.startswith("__") and node.name.endswith("__")  # what a class says that it cannot
    return bool(owner.bases) or bool(_HOOK.match(node.name)) or is_stand_in_name(owner.name)


def _is_of_signal(node: Function) -> bool:
    return {one.arg.lstrip("_") for one in node.args.args[1:]} == {"frame"}


def _is_declaring(decorator: ast.expr, *, raises: bool) -> bool:
    """A command may be given a class that has its ways, a task others that are run for it."""
    last = dotted(decorator).rpartition(".")[2]
    if raises and last in _RUN:
        return False
    given = decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], [])
    has_others = any(one.arg in {"cls", "pre", "post"} for one in given.keywords) or any(
        isinstance(one, ast.Name) for one in given.args
    )
    return last in _DECLARED or (last in _RUN and has_others)


def _says_so(node: Function, lines: Sequence[str]) -> bool:
    """A comment or docstring that says that nothing is to be done here; one that says "later" does not count."""
    own = lines[node.lineno - 1 : node.end_lineno or node.lineno]
    comments = " ".join(_PRAGMA.sub(" ", line.partition("#")[2]) for line in own if "#" in line)
    text = f"{comments} {ast.get_docstring(node) or ''}"
    if _NOTHING.search(text) and not re.search(r"(?i)\b(todo|fixme|xxx)\b", text):
        return True
    return not _LATER.search(text) and (len(comments.split()) >= _EXPLAINED or bool(_ON_PURPOSE.search(text)))


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
