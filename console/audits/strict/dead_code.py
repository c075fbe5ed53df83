"""STR08: imports and values that nothing uses, new since the baseline."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.note_patch import note_patch
from console.audits.outcome import by_density, not_applicable
from console.audits.own_excuse import is_excused
from console.audits.python_tree import PythonLook
from console.audits.repository.added_lines import lines_since_baseline
from console.audits.repository.path_class import PathClass
from console.audits.tools.ruff_run import ruff_notes
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "STR08"
_REFERENCE = 1.0
_CODES = frozenset({"F401", "F841"})
_INDENT, _READY = re.compile(r"[ \t]*"), re.compile(r"[ \t]+def ready\(self\)")
_BLOCKS = frozenset(
    one
    for one in vars(ast).values()
    if isinstance(one, type) and {"body", "orelse", "finalbody"} & {*getattr(one, "_fields", ())}
)


def _check(checkout: Checkout) -> RuleOutcome:
    if not checkout.baseline:
        return not_applicable(_KEY, t("There is no baseline to compare with."))
    added = sum(len(lines) for lines in lines_since_baseline(checkout).values())
    return by_density(_KEY, [*_findings(checkout), *_unreachable(checkout)], max(added, 1) / 1000, _REFERENCE)


def _findings(checkout: Checkout) -> Iterator[Finding]:
    for note in ruff_notes(checkout):
        row = note.location.row
        if note.code not in _CODES or row not in lines_since_baseline(checkout).get(note.filename, ()):
            continue
        if note.filename.endswith("__init__.py") or is_excused(checkout.line(note.filename, row), note.code or ""):
            continue  # a package hands on what it imports
        if "find_spec" in note.message:
            continue  # whether it is installed is what the import asks
        if note.code == "F401" and note.filename.endswith("conftest.py"):
            continue  # fixtures are handed on by importing them
        if note.code == "F401" and _is_registered(checkout.lines(note.filename), row):
            continue
        evidence = f"{note.code} {note.message}"[:200]
        yield Finding(
            _KEY, RuleSeverity.LOW, note.filename, row, evidence=evidence, tool="ruff", patch=note_patch(checkout, note)
        )


def _is_registered(lines: Sequence[str], row: int) -> bool:
    """Return whether an import is right within what Django calls once an application is ready: it runs by that."""
    indent = _INDENT.match(lines[row - 1])[0]  # type: ignore[index]  # it always matches
    outer = (one for one in reversed(lines[: row - 1]) if one.strip() and not one.startswith(indent))
    return bool(indent) and _READY.match(next(outer, "")) is not None


def _unreachable(checkout: Checkout) -> Iterator[Finding]:
    added = lines_since_baseline(checkout)
    for look in (_SOURCE, _TESTS):
        for path, (line, text) in look.rows(checkout):
            if line in added.get(path, ()):
                evidence = t("never reached: {code}", code=text[:150])
                yield Finding(_KEY, RuleSeverity.LOW, path, line, evidence=evidence, tool="python")


def _after_the_end(file: PythonFile) -> Iterator[tuple[int, str]]:
    """Yield the first statement after one that always leaves; a bare ``yield`` there makes a generator."""
    for node in file.of(_BLOCKS):
        if isinstance(node, ast.If | ast.While) and _is_never(node):
            yield node.lineno, file.line(node.lineno).strip()
        for name in ("body", "orelse", "finalbody"):
            statements = getattr(node, name, None)
            for one, after in pairwise(statements) if isinstance(statements, list) else ():
                if _leaves(one) and not _is_meant(after) and not _is_guard(one, after):
                    yield after.lineno, file.line(after.lineno).strip()
                    break


def _is_never(node: ast.If | ast.While) -> bool:
    """Return whether its body is never run; imports there are for type checkers, a ``yield`` makes a generator."""
    is_false = isinstance(node.test, ast.Constant) and not node.test.value
    return is_false and not any(isinstance(one, ast.Import | ast.ImportFrom) or _is_meant(one) for one in node.body)


def _leaves(node: ast.stmt) -> bool:
    """Return whether nothing behind it is reached: it leaves, or it is a loop without end and without ``break``."""
    if isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value:
        return not any(isinstance(one, ast.Break) for part in node.body for one in ast.walk(part))
    if isinstance(node, ast.If):
        while _ends(node.body) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            node = node.orelse[0]  # not by recursion: there may be hundreds of them
        return _ends(node.body) and _ends(node.orelse)
    if isinstance(node, ast.Try):
        is_left = (_ends(node.body) or _ends(node.orelse)) and all(_ends(one.body) for one in node.handlers)
        return is_left or _ends(node.finalbody)
    return isinstance(node, ast.Return | ast.Raise | ast.Break | ast.Continue)


def _ends(block: Sequence[ast.stmt]) -> bool:
    return any(_leaves(one) for one in block)


def _is_guard(one: ast.stmt, after: ast.stmt) -> bool:
    """Return whether somebody says behind branches that all leave that this is never reached."""
    return isinstance(one, ast.If | ast.Try) and isinstance(after, ast.Raise | ast.Assert)


def _is_meant(node: ast.stmt) -> bool:
    return any(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(node)) or isinstance(
        node, ast.FunctionDef | ast.ClassDef
    )


_SOURCE = PythonLook(_KEY, PathClass.SOURCE, _after_the_end, tuple[int, str])
_TESTS = PythonLook(f"{_KEY}-tests", PathClass.TEST, _after_the_end, tuple[int, str])


RULES.add(
    AuditRule(
        _KEY,
        AuditName.STRICT,
        RuleSeverity.LOW,
        title=lambda: t("No new dead code"),
        why=lambda: t("The next reader asks what it is for, and finds no answer."),
        mend=lambda: t("Take it out."),
        check=_check,
        mending=Mending.SAFE,
        scope="files",
    )
)
