"""The Python of a checkout: each file is parsed once, all looks at it are taken, and only what they saw is kept."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import msgspec

from console.audits.audit_rule import load_rules
from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import Language, PathClass, path_class
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from console.audits.repository.checkout import Checkout

_MOST_CHARACTERS = 1_000_000
_PYTHON = frozenset({Language.PYTHON})
# What never holds a node, so that most of a tree (names, constants) is not looked into.
_PLAIN = frozenset(
    {"ctx", "id", "attr", "arg", "asname", "kind", "type_comment", "level", "module", "conversion", "is_async",
     "simple", "kwd_attrs"}
)  # fmt: skip
_VALUES = frozenset({ast.Constant, ast.MatchSingleton})
_BRANCHING = {
    one: tuple(name for name in one._fields if name not in _PLAIN and not (one in _VALUES and name == "value"))
    for one in vars(ast).values()
    if isinstance(one, type) and issubclass(one, ast.AST)
}
_CLOSED = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda})
Function = ast.FunctionDef | ast.AsyncFunctionDef
Row = TypeVar("Row")
Seen = dict[str, msgspec.Raw]


class PythonFunction(NamedTuple):
    """``owners`` are the classes and functions around it, outermost first; its nodes are from ``start`` to ``end``."""

    node: Function
    owners: tuple[ast.ClassDef | Function, ...]
    start: int
    end: int

    @property
    def owner_class(self) -> ast.ClassDef | None:
        """Return the class that it is a method of, if it is one."""
        return self.owners[-1] if self.owners and isinstance(self.owners[-1], ast.ClassDef) else None


class PythonFile(NamedTuple):
    """A file that parses. ``nodes`` is its tree, depth first, without the contexts of names; ``lines`` its text.

    ``closed`` are the spans of nodes that belong to a function, class or lambda, by their start.
    """

    path: str
    tree: ast.Module
    nodes: Sequence[ast.AST]
    functions: tuple[PythonFunction, ...]
    closed: tuple[tuple[int, int], ...]
    lines: Sequence[str]

    def line(self, number: int) -> str:
        """Return a line, from 1; empty when there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def of(self, kinds: frozenset[type[ast.AST]]) -> Sequence[ast.AST]:
        """Return the nodes of some classes, in order."""
        return [one for one in self.nodes if one.__class__ in kinds]

    def within(self, function: PythonFunction) -> Sequence[ast.AST]:
        """Return the nodes of a function, itself first, those of functions inside it too."""
        return self.nodes[function.start : function.end]


class PythonLook(Generic[Row]):
    """What one rule wants to know of each Python file of a class: ``look`` depends on that file alone, and on its path.

    What it yields are values that msgspec writes and reads as ``row``, so that a file that did not change is not looked
    into again. Declared once, in its module, before any checkout is read.
    """

    def __init__(self, key: str, kind: PathClass, look: Callable[[PythonFile], Iterable[Row]], row: type[Row]) -> None:
        self.key, self.kind, self.look = key, kind, look
        self._decoder = msgspec.msgpack.Decoder(tuple[row, ...] | str)  # type: ignore[valid-type]  # known at run time
        _LOOKS.append(self)  # type: ignore[arg-type]  # each decodes its own rows

    def rows(self, checkout: Checkout) -> Iterator[tuple[str, Row]]:
        """Yield path and row of everything that was seen, by the order of the files; raise ``ConnectorError``."""
        for path, rows in self.files(checkout):
            for row in rows:
                yield path, row

    def files(self, checkout: Checkout) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Yield path and rows of every file of the class that parses; raise ``ConnectorError`` for a faulty look."""
        for path, seen in _seen(checkout).items():
            if self.key in seen:
                rows: tuple[Row, ...] | str = self._decoder.decode(seen[self.key])
                if isinstance(rows, str):
                    raise ConnectorError(ErrorKind.PROTOCOL, t("A fault in this rule: {fault}.", fault=rows))
                yield path, rows


_LOOKS: list[PythonLook[object]] = []


def dotted(node: ast.expr) -> str:
    """Return ``a.b.c`` for a name, an attribute, or a call of one; empty for anything else."""
    names: list[str] = []
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            node = node.func
    if isinstance(node, ast.Name):
        names.append(node.id)
    return ".".join(reversed(names))


def _seen(checkout: Checkout) -> dict[str, Seen]:
    return checkout.once("python", lambda: _read(checkout))


def _read(checkout: Checkout) -> dict[str, Seen]:
    load_rules()  # all looks are declared now
    paths = checkout.of(PathClass.SOURCE, PathClass.TEST, languages=_PYTHON)
    book = file_book(checkout, "python", paths, Seen)
    return book.whole(dict(_looked(checkout, book.missing)), {})


def _looked(checkout: Checkout, paths: Iterable[str]) -> Iterator[tuple[str, Seen]]:
    encode = msgspec.msgpack.encode
    for path in paths:
        file = _parsed(path, checkout.text(path))
        if file is not None:
            kind = path_class(path)
            yield path, {one.key: msgspec.Raw(encode(_taken(one, file))) for one in _LOOKS if one.kind is kind}


def _taken(look: PythonLook[object], file: PythonFile) -> list[object] | str:
    """Return what a look saw, or which fault it has: the other looks go on."""
    try:
        return list(look.look(file))
    except ConsoleError:
        raise  # the time is up
    except Exception as error:  # noqa: BLE001 - hostile input: whatever a look stumbles over
        return type(error).__name__


def _parsed(path: str, text: str) -> PythonFile | None:
    """Return a file; nothing when it is longer than a million characters or does not parse (another rule says so)."""
    if len(text) > _MOST_CHARACTERS:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in somebody else's text
            tree = ast.parse(text.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return _walked(path, tree, text.splitlines())


def _walked(path: str, tree: ast.Module, lines: Sequence[str]) -> PythonFile:
    """Walk once, without recursion; a number among what waits ends the span that began there."""
    nodes: list[ast.AST] = []
    owners: list[ast.AST] = []
    functions, closed = [], []
    waiting: list[ast.AST | int] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, int):
            owner = owners.pop()
            closed.append((node, len(nodes)))
            if isinstance(owner, Function):
                around = tuple(one for one in owners if isinstance(one, ast.ClassDef | Function))
                functions.append(PythonFunction(owner, around, node, len(nodes)))
            continue
        if node.__class__ in _CLOSED:
            owners.append(node)
            waiting.append(len(nodes))
        nodes.append(node)
        if fields := _BRANCHING[node.__class__]:
            _add_children(node, fields, waiting)
    functions.sort(key=lambda one: (one.node.lineno, one.node.col_offset))
    return PythonFile(path, tree, nodes, tuple(functions), tuple(sorted(closed)), lines)


def _add_children(node: ast.AST, fields: tuple[str, ...], waiting: list[ast.AST | int]) -> None:
    known = node.__dict__
    for name in fields:
        value = known.get(name)
        if value.__class__ is list:
            waiting += [one for one in value if isinstance(one, ast.AST)]
        elif isinstance(value, ast.AST):
            waiting.append(value)
