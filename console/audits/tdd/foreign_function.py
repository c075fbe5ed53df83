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
    Language.GO: re.compile(
        r"^func (?:\((?:\w+ )?\*?[A-Z]\w*(?:\[[^\]]*\])?\) "  # of methods not those that the library itself calls
        r"(?!(?:String|GoString|Error|Unwrap|(?:M|Unm)arshal(?:JSON|Text|YAML|XML|Binary)|Len|Less|Swap)\())?"
        r"([A-Z]\w*)[\[(]"
    ),
    Language.RUST: re.compile(r"^\s*pub (?:async |unsafe |const |extern \"[^\"]*\" )*fn (\w+)"),
    Language.JAVA: re.compile(
        r"^(?:\s{2,4}|\t)public (?:(?:static|final|synchronized|default) )*(?:<[^>]+> )?[\w<>\[\],.? ]+ "
        r"(?!(?:toString|hashCode)\(\)|equals\((?:final )?Object\b)(\w+)"
        r"\((?!.*;\s*$)"
    ),
    Language.TYPESCRIPT: _SCRIPT,
    Language.JAVASCRIPT: _SCRIPT,
}
LANGUAGES = frozenset(_SHAPES)
_CALLED_BY_FRAME = re.compile(  # what a framework calls, not a test
    r"@(?:Override|(?:Get|Post|Put|Delete|Patch|Request|Message)Mapping|GET|POST|PUT|DELETE|PATCH|Path|Bean|Scheduled"
    r"|ExceptionHandler|(?:Transactional)?EventListener|(?:Kafka|Rabbit|Jms)Listener|PostConstruct|PreDestroy)\b"
)
_BEGINS, _MOST_MARKS = re.compile(r"(?:public|private|protected|class|export)\b|\}"), 4000
_CLASS = re.compile(r"^(?P<given>export (?:default )?)?(?:abstract )?class\b ?(?P<name>\w*)(?!.*\}\s*$)")
_LIST = re.compile(r"^(?:module\.exports = |export )\{([^{}]{0,5000})\}", re.M)
_LISTED = re.compile(r"^(?P<public>\w+)(?:\s*:\s*(?P<local>\w+))?$|^(?P<here>\w+)\s+as\s+(?P<there>\w+)$")
_LOCAL = re.compile(
    r"^(?:async )?(?:function\*? (\w+)"
    r"|(?:const|let|var) (\w+)(?:: [^=]{1,80})? = (?:async )?(?:function\b|\w+ =>|\([^()]*(?:\)[^=]*=>|$)))"
)
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
    listed = _listed(lines) if is_script else {}
    space = None
    for number, line, marks in _marked(lines):
        match = shape.match(line[:400])
        if match is not None and not _CALLED_BY_FRAME.search(marks):
            yield number, next(one for one in match.groups() if one)
        elif listed and (local := _LOCAL.match(line[:400])) and (name := local[1] or local[2]) in listed:
            yield number, listed[name]
        owner = _CLASS.match(line) if is_script else None
        if owner is not None and (owner["given"] or owner["name"] in listed):
            space = ""
        elif line.startswith("}"):
            space = None
        elif space is not None and line.strip():
            space = space or line[: len(line) - len(line.lstrip())]  # what is deeper than the first is inside something
            method = _METHOD.match(line[:400])
            if method and method["space"] == space and not marks and not _CALLED_BY_OTHERS.match(method["name"]):
                yield number, method["name"]


def _marked(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each line with its number and the marks above it, which may go over several lines or have notes between."""
    marks, depth = "", 0
    for number, line in enumerate(lines, 1):
        yield number, line, marks
        text = line.strip()
        if text.startswith("@") or (depth and not _BEGINS.match(text)):
            marks = f"{marks} {text[:400]}"[-_MOST_MARKS:]
            depth = max(0, depth + text.count("(") - text.count(")"))
            if text.endswith(";") or (text.endswith(("{", "}")) and not depth):
                marks, depth = "", 0  # they are of what is on their own line
        elif not text.startswith(("//", "/*", "*")):
            marks, depth = "", 0


def _listed(lines: Sequence[str]) -> dict[str, str]:
    """Return what a script gives by a list at its end, by the names that it has inside."""
    found = (_LISTED.match(one.strip()) for group in _LIST.findall("\n".join(lines)) for one in group.split(","))
    return {
        one["here"] or one["local"] or one["public"]: one["there"] or one["public"] for one in found if one is not None
    }
