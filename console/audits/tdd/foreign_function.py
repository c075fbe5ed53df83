"""Public functions of languages other than Python, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.path_class import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SCRIPT = re.compile(
    r"^export (?:default )?(?:async )?(?:function\*? (\w+)"
    r"|const (\w+)(?:: [^=]{1,80})? = (?:async )?(?:function\b|<|\w+ =>|\([^()]*(?:\)[^=]*=>|$)|\((?=.*=>)))"
    r"|^(?:module\.)?exports\.(\w+) = (?:async )?(?:function\b|\w+ =>|\([^()]*(?:\)[^=]*=>|$))"
)
_SHAPES = {
    Language.GO: re.compile(r"^func (?:\((?:\w+ )?\*?[A-Z]\w*(?:\[[^\]]*\])?\) )?([A-Z]\w*)[\[(]"),
    Language.RUST: re.compile(r"^\s*pub (?:async |unsafe |const |extern \"[^\"]*\" )*fn (\w+)"),
    Language.JAVA: re.compile(
        r"^(?:\s{2,4}|\t)public (?:(?:static|final|synchronized|default) )*(?:<[^>]+> )?[\w<>\[\],.? ]+ (\w+)"
        r"\((?!.*;\s*$)"
    ),
    Language.TYPESCRIPT: _SCRIPT,
    Language.JAVASCRIPT: _SCRIPT,
}
LANGUAGES = frozenset(_SHAPES)
_CLASS = re.compile(r"^export (?:default )?(?:abstract )?class\b(?!.*\}\s*$)")
_METHOD = re.compile(
    r"^(?P<space> {2}| {4}|\t)(?:public )?(?:static )?(?:async )?\*?(?P<name>[a-z$]\w*)(?:<[^>(]*>)?\((?!.*;\s*$)"
)
_CALLED_BY_OTHERS = re.compile(  # words that are no names, and what a browser, a library or the language itself calls
    r"^(if|for|while|switch|catch|return|super|do|with|function|constructor|render|toString|toJSON|valueOf|\w+Callback"
    r"|ng[A-Z]\w*|component[A-Z]\w*|shouldComponentUpdate|getSnapshotBeforeUpdate|getDerivedStateFrom\w+)$"
)


def public_functions(language: Language, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield line (from 1) and name of each; of scripts also the methods of exported classes."""
    shape, is_script = _SHAPES[language], _SHAPES[language] is _SCRIPT
    above, space = "", None
    for number, line in enumerate(lines, 1):
        match = shape.match(line[:400])
        if match is not None and "@Override" not in above:
            yield number, next(one for one in match.groups() if one)
        if is_script and _CLASS.match(line):
            space = ""
        elif line.startswith("}"):
            space = None
        elif space is not None and line.strip():
            space = space or line[: len(line) - len(line.lstrip())]  # what is deeper than the first is inside something
            method = _METHOD.match(line[:400])
            is_routed = above.lstrip().startswith("@")
            if method and method["space"] == space and not is_routed and not _CALLED_BY_OTHERS.match(method["name"]):
                yield number, method["name"]
        above = line
