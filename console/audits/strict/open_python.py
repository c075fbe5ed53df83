"""Ways in through Python that ruff does not know: unchecked certificates by assignment, shells of asyncio."""

from __future__ import annotations

import ast
import re
from itertools import takewhile
from typing import TYPE_CHECKING

from console.audits.python_tree import PythonLook, dotted
from console.audits.repository.path_class import PathClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout

_SEEN = frozenset({ast.Assign, ast.Call})
_SHELLS = frozenset({"asyncio.create_subprocess_shell", "create_subprocess_shell"})
_OLD = frozenset({"PROTOCOL_SSLv2", "PROTOCOL_SSLv3", "PROTOCOL_TLSv1", "PROTOCOL_TLSv1_1"})
_SESSION = "session"
_HEAD = re.compile(r"\s*(?:async\s+)?(?:def|class)\b")
_CHOICE = re.compile(r"\s*(?:el)?if\b.*(?:verif|cert|insecure|trust|check)", re.I)


def open_ways(checkout: Checkout) -> Iterator[tuple[str, int]]:
    """Yield path and line of each; raise ``ConnectorError`` for a faulty look."""
    yield from _LOOK.rows(checkout)


def _in_file(file: PythonFile) -> Iterator[int]:
    for node in file.of(_SEEN):
        is_unchecked = isinstance(node, ast.Assign) and any(_is_unchecked(one, node.value) for one in node.targets)
        if isinstance(node, ast.Assign) and is_unchecked and not _is_chosen(file, node.lineno):
            yield node.lineno
        if isinstance(node, ast.Call) and _is_open(node):
            yield node.lineno


def _is_unchecked(target: ast.expr, value: ast.expr) -> bool:
    """Return whether an assignment switches off the check of certificates, of a context or a session of requests."""
    if not isinstance(target, ast.Attribute):
        return False
    if target.attr == "verify_mode":
        return dotted(value).rpartition(".")[2] == "CERT_NONE"
    is_session = target.attr == "verify" and _SESSION in dotted(target.value).rpartition(".")[2].lower()
    return is_session and isinstance(value, ast.Constant) and value.value is False


def _is_chosen(file: PythonFile, line: int) -> bool:
    """Return whether its function asks above it whether certificates are to be checked: who calls decides."""
    above = takewhile(lambda one: not _HEAD.match(one), reversed(file.lines[: line - 1]))
    return any(map(_CHOICE.match, above))


def _is_open(call: ast.Call) -> bool:
    name = dotted(call.func)
    if name in _SHELLS:
        return bool(call.args) and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    is_context = name in {"ssl.SSLContext", "SSLContext"} and bool(call.args)
    return is_context and dotted(call.args[0]).rpartition(".")[2] in _OLD


_LOOK = PythonLook("STR03", PathClass.SOURCE, _in_file, int)
