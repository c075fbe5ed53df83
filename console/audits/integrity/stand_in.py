"""Code that stands in for something else, and is empty by its nature: fakes, other platforms, examples to fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.repository.path_class import Language, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from console.audits.repository.checkout import Checkout

# A business voids orders, and keeps knowledge: such names say what is done, and not that nothing is.
_NAMED = re.compile(
    r"^_*((?i:dummy|fake|mock(?!up)|abstract|mixin|noop|dev_?null|unimplemented)"
    r"|(?i:null|nop|silent|disabled|void(?!(order|invoice|payment|transaction|cheque|check|charge|sale|receipt)))(?![a-z])"
    r"|No[A-Z]|Base(?![a-z]))"
    r"|(Mixin|(?<!Knowledge)(?<!Data)Base|Placeholder|No-?[oO]p|Nop|Null|Dummy|Fake|Mock)$"
)
_PLACE = re.compile(
    r"(^|/)(examples|samples|snippets|mocks?|fakes?|skeletons?|cookiecutter[^/]*)/"
    r"|^(example|sample|template)s?/"
    r"|((^|/)stories/.*|\.stories)\.([cm]?[jt]sx?|vue|svelte)$",
    re.I,
)
_OTHER_SYSTEM = re.compile(
    r"_(windows|darwin|freebsd|openbsd|netbsd|dragonfly|solaris|aix|plan9|js|wasm|android|ios|others?|stub|unsupported)"
    r"(_\w+)?\.go$"
)
_BUILT_FOR = re.compile(r"^//go:build (?!(linux|unix)\s*$)", re.M)
_METHOD = re.compile(r"func \((?:\w+ )?\*?(?P<name>\w+)")
_IMPL = re.compile(r"\s*impl\b(?:<[^{]*?>)? ?(?:.*\bfor )?(?:\w+::)*(?P<name>\w+)")
_CLASS = re.compile(r"\s*(?:[\w@]+\s+)*?class\s+(?P<name>[\w$]+)")
_APART = re.compile(r"\s*#\[cfg\((not\((?!test\b)|test\b|all\(test\b|any\(test\b)")
# What nothing may reach, or what is there until something is provided.
_UNREACHED = re.compile(r"\bcreateContext\s*[<(]|\w\s*:\s*never\b")
_REFUSAL = re.compile(r"_*(not_?implemented|unimplemented|assert_?never|unreachable)", re.I)
_DEFINED = re.compile(r"\b(?:func|function|fn|const|let|void|static) +(?:\([^)]*\) *)?(?P<name>\w+)")
_HEAD_LINES, _MOST_UP = 20, 400


def is_stand_in_name(name: str) -> bool:
    """Return whether a class says by its name that it does nothing, or is for others to fill."""
    return _NAMED.search(name) is not None


def is_refusal(name: str) -> bool:
    """Return whether a function is there to say that something is not implemented."""
    return _REFUSAL.match(name) is not None


def is_stand_in_place(path: str) -> bool:
    """Return whether a file is none of the product by its place: an example, a fake, a page of stories."""
    return _PLACE.search(path) is not None


def is_stand_in(checkout: Checkout, path: str, line: int) -> bool:
    """Return whether a line that says "not implemented", not of Python, is in what stands in for something else."""
    lines = checkout.lines(path)
    language = language_of(path)
    if language is Language.GO and (_OTHER_SYSTEM.search(path) or _BUILT_FOR.search("\n".join(lines[:_HEAD_LINES]))):
        return True
    around = tuple(_around(lines, line))
    if language is Language.RUST and any(_is_conditional(lines, number) for number, _ in around):
        return True
    defined = (match["name"] for _, text in around if (match := _DEFINED.search(text)) is not None)
    if any(_UNREACHED.search(text) for _, text in around) or any(map(is_refusal, defined)):
        return True
    head = _METHOD if language is Language.GO else _IMPL if language is Language.RUST else _CLASS
    names = (match["name"] for _, text in around if (match := head.match(text)) is not None)
    return any(map(is_stand_in_name, names))


def _around(lines: Sequence[str], line: int) -> Iterator[tuple[int, str]]:
    """Yield a line and those that enclose it by their indent, innermost first, each with its number."""
    depth = _MOST_UP
    for number in range(min(line, len(lines)), max(0, line - _MOST_UP), -1):
        text = lines[number - 1][:_MOST_UP]
        indent = len(text) - len(text.lstrip())
        if text.strip() and indent < depth:
            depth = indent
            yield number, text


def _is_conditional(lines: Sequence[str], number: int) -> bool:
    """Return whether the attributes above a line keep it to tests, or to other systems."""
    while number > 1 and lines[number - 2].lstrip().startswith(("#[", "///")):
        number -= 1
        if _APART.match(lines[number - 1][:_MOST_UP]):
            return True
    return False
