"""INT04: an error that is caught and forgotten, without a word."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.outcome import by_density
from console.audits.python_tree import PythonLook, dotted
from console.audits.repository.path_class import Language, PathClass, language_of, path_class
from console.audits.source_commit import is_rust_test
from console.audits.tools.ast_grep_run import matches_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.audits.python_tree import PythonFile
    from console.audits.repository.checkout import Checkout
    from console.audits.tools.ast_grep_run import StructureMatch
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "INT04"
_REFERENCE = 0.3
_COMMENT = re.compile(r"(?<!:)//|/\*")
_PRAGMA = re.compile(r"#\s*(pragma\b|type:|pylint:|pyright:|mypy:|fmt:).*")
_DEFINED = {
    Language.GO: re.compile(r"^func (?:\([^)\n]*\) )?(\w+)(?:\[[^\]\n]*\])?\([^\n]*\berror\)? \{", re.M),
    Language.RUST: re.compile(r"\bfn (\w+)(?:<[^>\n]*>)?\([^{;]*\)\s*->\s*(?:\w+::)*Result\b"),
}
_GO_FAILS = frozenset(
    ["os.Remove", "os.RemoveAll", "os.Mkdir", "os.MkdirAll", "os.Rename", "os.WriteFile", "os.Chmod", "os.Chown",
     "os.Setenv", "os.Symlink", "os.Truncate", "os.Open", "os.Create", "os.OpenFile", "os.Stat", "os.Getwd",
     "os.Hostname",
     "json.Unmarshal", "yaml.Unmarshal", "xml.Unmarshal", "proto.Unmarshal", "proto.Marshal", "json.Marshal",
     "json.MarshalIndent", "yaml.Marshal", "xml.Marshal",
     "http.ListenAndServe", "http.Get", "http.Post", "http.NewRequest", "ioutil.WriteFile", "ioutil.ReadAll",
     "ioutil.ReadFile", "io.ReadAll", "io.Copy", "os.ReadFile", "os.ReadDir", "sql.Open", "net.Dial", "net.Listen",
     "url.Parse", "time.Parse", "time.ParseDuration", "time.LoadLocation", "base64.StdEncoding.DecodeString",
     "hex.DecodeString", "strconv.Atoi", "strconv.ParseInt", "strconv.ParseFloat", "strconv.ParseBool",
     "strconv.ParseUint", "net.SplitHostPort", "net.ParseCIDR", "net.LookupHost", "net.ResolveTCPAddr", "filepath.Abs",
     "filepath.Rel", "filepath.EvalSymlinks", "filepath.Walk", "filepath.WalkDir", "os.UserHomeDir", "os.Readlink",
     "exec.LookPath", "url.ParseRequestURI", "url.QueryUnescape", "gzip.NewReader", "tls.LoadX509KeyPair",
     "x509.ParseCertificate", "toml.Unmarshal"]
)  # fmt: skip
_GO_METHODS = frozenset(["Exec", "ExecContext", "Decode", "Encode", "Commit", "Query", "Scan", "Do", "Ping"])
# An error comes last; the pattern "_ = f()" also meets "_, err = f()", which keeps it.
_GO_DROPPED = re.compile(r"[^=]*(?<!\w)_\s*:?=\s*([\w.]+(?:\([^()]*\)\.\w+)?)\(")
_GO_LEFT = re.compile(r"_ = \w*[eE]rr")
_RUST_FAILS = re.compile(
    r"\b(?:fs::(?!metadata|canonicalize)\w+|File::(?:open|create)"
    r"|env::set_current_dir|Command::new\([^;]*\)\.(?:spawn|status|output))\("
    r"|\.(?:write_all|read_to_string|read_to_end|flush|sync_all|set_permissions|execute|commit)\("
)
_BROAD_JAVA = re.compile(r"catch\s*\(\s*(final\s+)?(java\.lang\.)?(Exception|Throwable|RuntimeException)\s")
_MEANT_NAME = re.compile(r"catch\s*\([^)]*(\b(ignored?|expected|unused|cannotHappen)|\w\s_)\s*\)")  # Java: E _

_PLACES = frozenset({ast.ExceptHandler, ast.With, ast.AsyncWith})


def _check(checkout: Checkout) -> RuleOutcome:
    return by_density(_KEY, [*_python(checkout), *_others(checkout)], checkout.kloc, _REFERENCE)


def _python(checkout: Checkout) -> Iterator[Finding]:
    for path, (line, text) in _LOOK.rows(checkout):
        yield Finding(_KEY, RuleSeverity.MEDIUM, path, line, evidence=text, tool="python")


def _in_file(file: PythonFile) -> Iterator[tuple[int, str]]:
    for node in file.of(_PLACES):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node) and _is_silent(node):
            first, last = node.lineno, node.body[-1].end_lineno or node.lineno
        elif isinstance(node, ast.With | ast.AsyncWith) and any(_suppresses(one.context_expr) for one in node.items):
            first = last = node.lineno
        else:
            continue
        own = [_PRAGMA.sub("", one) for one in file.lines[first - 1 : last]]
        above = file.line(first - 1).strip() if isinstance(node, ast.With | ast.AsyncWith) else ""
        if not any("#" in one for one in own) and not above.startswith("#"):
            yield first, file.line(first).strip()[:200]


_LOOK = PythonLook(_KEY, PathClass.SOURCE, _in_file, tuple[int, str])


def _is_broad(node: ast.ExceptHandler) -> bool:
    """A named, narrow error that is passed over is a decision; everything at once is not."""
    names = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
    return any(one is None or _is_everything(one) for one in names)


def _is_everything(node: ast.expr) -> bool:
    return dotted(node).rpartition(".")[2] in {"Exception", "BaseException"}


def _suppresses(node: ast.expr) -> bool:
    is_it = isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] == "suppress"
    return is_it and any(_is_everything(one) for one in node.args)  # type: ignore[attr-defined]  # it is a call


def _is_silent(node: ast.ExceptHandler) -> bool:
    """Return whether nobody learns of it: nothing is done but to go on, perhaps with a fixed value."""
    return all(_says_nothing(one) for one in node.body)


def _says_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Pass | ast.Continue | ast.Break):
        return True
    if isinstance(node, ast.Return):
        return node.value is None or _is_fixed(node.value)
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_fixed(node: ast.expr) -> bool:
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return not node.elts
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Dict) and not node.keys)


def _others(checkout: Checkout) -> Iterator[Finding]:
    known = {language: _failing(checkout, language) for language in _DEFINED}
    for one in matches_of(checkout, "dropped-error"):
        language = language_of(one.path)
        fails = _go_fails(one, known) if language is Language.GO else _rust_fails(one, known)
        if fails and _is_silent_place(checkout, one):
            yield _finding(one)
    for one in (*matches_of(checkout, "empty-catch"), *matches_of(checkout, "promise-catch")):
        is_meant = _MEANT_NAME.search(one.text) and not _BROAD_JAVA.search(one.text)
        said = f"{one.text} {checkout.line(one.path, one.end_line)}"
        if path_class(one.path) is PathClass.SOURCE and not _COMMENT.search(said) and not is_meant:
            yield _finding(one)


def _is_silent_place(checkout: Checkout, one: StructureMatch) -> bool:
    lines = checkout.lines(one.path)
    above = lines[one.line - 2].strip() if one.line > 1 else ""
    return (
        path_class(one.path) is PathClass.SOURCE
        and "//" not in lines[one.line - 1].replace("://", "")
        and not above.startswith("//")
        and not is_rust_test(checkout, one.path, one.line)
    )


def _finding(one: StructureMatch) -> Finding:
    return Finding(_KEY, RuleSeverity.MEDIUM, one.path, one.line, evidence=one.text[:200], tool="ast-grep")


def _go_fails(one: StructureMatch, known: Mapping[Language, frozenset[str]]) -> bool:
    called = _GO_DROPPED.match(one.text)
    if called is None:
        return _GO_LEFT.fullmatch(one.text) is not None
    last = called[1].rpartition(".")[2]
    return called[1] in _GO_FAILS or last in known[Language.GO] or ("." in called[1] and last in _GO_METHODS)


def _rust_fails(one: StructureMatch, known: Mapping[Language, frozenset[str]]) -> bool:
    names = re.findall(r"\b(\w+)\(", one.text)
    return _RUST_FAILS.search(one.text) is not None or bool(names and names[0] in known[Language.RUST])


def _failing(checkout: Checkout, language: Language) -> frozenset[str]:
    """Return the names of functions of the repository whose result is an error, or has one."""
    return frozenset(
        found[1]
        for path in checkout.of(PathClass.SOURCE, languages=frozenset({language}))
        for found in _DEFINED[language].finditer(checkout.text(path))
    ) - {"Close", "new", "from", "into"}


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
