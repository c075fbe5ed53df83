"""INT04: an error that is caught and forgotten, without a word."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_density
from console.audits.python_tree import PythonLook, dotted
from console.audits.repository.path_class import Language, PathClass, path_class
from console.audits.tools.ast_grep_run import matches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT04"
_REFERENCE = 0.3
_COMMENT = re.compile(r"(?<!:)//|/\*")
_GO_FUNCTION = re.compile(r"^func (?:\([^)\n]*\) )?(\w+)\([^\n]*\berror\)? \{$", re.M)
_GO_FAILS = frozenset(
    ["os.Remove", "os.RemoveAll", "os.Mkdir", "os.MkdirAll", "os.Rename", "os.WriteFile", "os.Chmod", "os.Chown",
     "os.Setenv", "os.Symlink", "os.Truncate", "json.Unmarshal", "yaml.Unmarshal", "xml.Unmarshal",
     "http.ListenAndServe", "json.Marshal", "ioutil.WriteFile", "ioutil.ReadAll",
     "io.ReadAll", "os.ReadFile", "strconv.Atoi"]
)  # fmt: skip


def _check(checkout: Checkout) -> RuleOutcome:
    return by_density(_KEY, [*_python(checkout), *_others(checkout)], checkout.kloc, _REFERENCE)


def _python(checkout: Checkout) -> Iterator[Finding]:
    for path, (line, text) in _LOOK.rows(checkout):
        yield Finding(_KEY, RuleSeverity.MEDIUM, path, line, evidence=text, tool="python")


def _in_file(file: PythonFile) -> Iterator[tuple[int, str]]:
    for node in file.nodes:
        if isinstance(node, ast.ExceptHandler) and _is_broad(node) and _is_silent(node):
            own = file.lines[node.lineno - 1 : (node.body[-1].end_lineno or node.lineno)]
            if not any("#" in one for one in own):
                yield node.lineno, own[0].strip()[:200]


_LOOK = PythonLook(_KEY, PathClass.SOURCE, _in_file, tuple[int, str])


def _is_broad(node: ast.ExceptHandler) -> bool:
    """A named, narrow error that is passed over is a decision; everything at once is not."""
    names = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
    return any(one is None or dotted(one).rpartition(".")[2] in {"Exception", "BaseException"} for one in names)


def _is_silent(node: ast.ExceptHandler) -> bool:
    return all(
        isinstance(one, ast.Pass | ast.Continue)
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) and one.value.value is Ellipsis)
        for one in node.body
    )


def _others(checkout: Checkout) -> Iterator[Finding]:
    known = _failing(checkout)
    for one in matches_of(checkout, "dropped-error"):
        lines = checkout.lines(one.path)
        near = " ".join(lines[max(0, one.line - 2) : one.line])
        called = re.search(r"=\s*([\w.]+(?:\([^()]*\)\.\w+)?)\(", one.text)
        fails = called is not None and (called[1] in _GO_FAILS or called[1].rpartition(".")[2] in known)
        if fails and path_class(one.path) is PathClass.SOURCE and "//" not in near:
            yield Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=one.text[:200], tool="ast-grep")
    for one in (*matches_of(checkout, "empty-catch"), *matches_of(checkout, "promise-catch")):
        if path_class(one.path) is PathClass.SOURCE and not _COMMENT.search(one.text):
            yield Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=one.text[:200], tool="ast-grep")


def _failing(checkout: Checkout) -> frozenset[str]:
    """Return the names of Go functions of the repository whose last result is an error."""
    return frozenset(
        found[1]
        for path in checkout.of(PathClass.SOURCE, languages=frozenset({Language.GO}))
        for found in _GO_FUNCTION.finditer(checkout.text(path))
    ) - {"Close"}


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.MEDIUM,
        title=lambda: t("No swallowed errors"),
        why=lambda: t("What went wrong is lost, and the program goes on as if nothing had happened."),
        mend=lambda: t("Handle it, log it, or say in a comment why it may be ignored."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="code",
    )
)
