"""SAG08: public things without a word on what they are for."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.audit_rule import RULES, AuditRule
from console.audits.outcome import by_share
from console.audits.python_tree import PythonLook, dotted
from console.audits.repository.added_lines import defined_name, lines_since_baseline, names_since_baseline
from console.audits.repository.path_class import Language, PathClass, language_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.python_tree import PythonFile, PythonFunction
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "SAG08"
_PLAIN_BASES = frozenset(
    ["object", "ABC", "Protocol", "Generic", "Struct", "NamedTuple", "BaseModel", "TypedDict", "Exception"]
)
_FREE = frozenset(["overload", "setter", "deleter", "override", "getter"])
_APART = re.compile(
    r"(^|/)(examples?|scripts?|tools|docs?|bench\w*|migrations|versions)/|(^|/)(setup|conf|manage|noxfile)\.py$"
)
_CLOSURE = r"const(?= \w+(: [^=]{1,80})? = (async )?(\(|function|\w+ =>))"
_FOREIGN = {
    Language.GO: (
        re.compile(r"^(func (\((\w+ )?\*?[A-Z][^)]*\) )?[A-Z]\w*|type [A-Z]\w*)"),
        re.compile(r"^\s*(//|.*\*/)"),
    ),
    Language.RUST: (
        re.compile(r"^\s*pub (async |unsafe |const )*(fn|struct|enum|trait) \w+"),
        re.compile(r"^\s*(///|#\[doc|(?!/\*!).*\*/)"),  # //! is of what is around
    ),
    Language.JAVA: (
        re.compile(r"^\s{0,4}public (?!.*@)(?:[^=;]*[({]\s*(//.*)?$|[^=;{]*\)[^=;{]*\{.*\}\s*$)"),
        re.compile(r".*\*/\s*$|^\s*///"),
    ),
    Language.TYPESCRIPT: (
        re.compile(rf"^export (default )?(async |abstract )*(function\*?|class|interface|{_CLOSURE}) \w+"),
        re.compile(r".*\*/\s*$|^\s*//"),
    ),
    Language.JAVASCRIPT: (
        re.compile(rf"^export (default )?(async )*(function\*?|class|{_CLOSURE}) \w+"),
        re.compile(r".*\*/\s*$|^\s*//"),
    ),
}
_BETWEEN = re.compile(r"^\s*(@\w|#\[(?!doc)|//go:|//nolint)")
_FREED = re.compile(r"^\s*(@Override\b|#\[doc\(hidden\))")
_CLASS = re.compile(r"^export (?:default )?(?:abstract )?class [A-Z]\w*(?:<[^>{]*>)? *\{")
_MEMBER = re.compile(
    r"^(\s+)(?:(?:public|static|async|get) )*(?!constructor\b|if\b|for\b|while\b|switch\b|catch\b|return\b)"
    r"[a-zA-Z]\w*(?:<[^>(]*>)?\([^;]*\{"
)


class _Public(NamedTuple):
    path: str
    line: int
    name: str
    is_told: bool


def _check(checkout: Checkout) -> RuleOutcome:
    added = lines_since_baseline(checkout)
    known = [one for one in (*_python(checkout), *_others(checkout)) if not _APART.search(one.path)]
    if checkout.baseline:
        before = names_since_baseline(checkout)
        known = [one for one in known if one.line in added.get(one.path, frozenset())]
        known = [one for one in known if (defined_name(one.name) or one.name) not in before]
    silent = [one for one in known if not one.is_told]
    found = [
        Finding(_KEY, RuleSeverity.LOW, one.path, one.line, evidence=one.name[:120], tool="console-audit")
        for one in silent
    ]
    return by_share(_KEY, len(known) - len(found), len(known), found, t("{count} public things.", count=len(known)))


def _python(checkout: Checkout) -> Iterator[_Public]:
    for _, one in _LOOK.rows(checkout):
        yield one


def _in_file(file: PythonFile) -> Iterator[_Public]:
    is_private = any(part.startswith("_") and part != "__init__.py" for part in file.path.split("/"))
    if is_private or file.path.endswith((".pyi", "__main__.py")):
        return
    for one in file.functions:
        if not one.node.name.startswith("_") and all(_is_open(owner) for owner in one.owners) and not _is_free(one):
            yield _Public(file.path, one.node.lineno, one.node.name, ast.get_docstring(one.node) is not None)
    for node in file.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield _Public(file.path, node.lineno, node.name, ast.get_docstring(node) is not None)


_LOOK = PythonLook(_KEY, PathClass.SOURCE, _in_file, _Public)


def _is_open(owner: ast.AST) -> bool:
    """Return whether what is inside can be called by everybody; methods of a subclass are told of in its base."""
    if not isinstance(owner, ast.ClassDef) or owner.name.startswith("_"):
        return False
    return all(
        dotted(base.value if isinstance(base, ast.Subscript) else base).rpartition(".")[2] in _PLAIN_BASES
        for base in owner.bases
    )


def _is_free(function: PythonFunction) -> bool:
    return any(dotted(mark).rpartition(".")[2] in _FREE for mark in function.node.decorator_list)


def _others(checkout: Checkout) -> Iterator[_Public]:
    for path in checkout.of(PathClass.SOURCE, languages=frozenset(_FOREIGN)):
        language = language_of(path)
        if language is None or (language is Language.GO and ("/internal/" in f"/{path}" or path.startswith("cmd/"))):
            continue
        if not path.endswith((".d.ts", ".d.mts", ".d.cts")):
            yield from _in_lines(path, language, checkout.lines(path))


def _in_lines(path: str, language: Language, lines: list[str]) -> Iterator[_Public]:
    public, told = _FOREIGN[language]
    is_script, in_class, depth = language in {Language.TYPESCRIPT, Language.JAVASCRIPT}, False, ""
    for number, line in enumerate(lines, 1):
        if language is Language.RUST and line.startswith("#[cfg(test)]"):
            return  # tests stand at the end
        if is_script and line[:1] not in {" ", "\t", ""}:
            in_class, depth = _CLASS.match(line) is not None, ""
        elif in_class and line:
            depth = depth or line[: len(line) - len(line.lstrip())]
        member = _MEMBER.match(line[:400]) if in_class else None
        if public.match(line[:400]) or (member is not None and member[1] == depth):
            above = number - 2
            while above >= 0 and _BETWEEN.match(lines[above]):
                above -= 1
            if not any(_FREED.match(one) for one in lines[above + 1 : number - 1]):
                yield _Public(path, number, line.strip(), above >= 0 and bool(told.match(lines[above][:400])))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.LOW,
        title=lambda: t("Public things say what they are for"),
        why=lambda: t("Whoever calls it has to read its code to learn what it promises."),
        mend=lambda: t("Add a line that says what it does, gives and raises."),
        check=_check,
        scope="files",
    )
)
