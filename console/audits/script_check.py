"""How often a test of a script checks something with functions that have no receiver of their own, or any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_LONG = (
    "equal|deepEqual|strictEqual|deepStrictEqual|partialDeepStrictEqual|looseEqual|deepLooseEqual|notEqual|notDeepEqual"
    "|notStrictEqual|notDeepStrictEqual|same|notSame|doesNotThrow|doesNotReject|doesNotMatch|ifError|notOk|notThrows"
)
_SHORT = "ok|is|isNot|not|pass|fail|like|match|true|false|truthy|falsy|throws|rejects|error|equals|has|snapshot|assert"
_ASKED = re.compile(rf"[\w$)]\.(?:{_LONG})\(|\b(?:s+t|tt|tap|plan)\.(?:{_SHORT})\(")
_CALLED = re.compile(r"(?<![\w.$])([\w$]+)\(")
_NAMES = frozenset(f"{_LONG}|{_SHORT}".split("|"))
# Names of a module for assertions, and those that a test is handed: ({ equal, end }) => …
_TAKEN = re.compile(
    r"\b(?:import\s*\{(?P<named>[^{}]*)\}\s*from|(?:const|let|var)\s*\{(?P<taken>[^{}]*)\}\s*=\s*(?:await\s+import|require)\()"
    r"\s*[\"'](?:node:)?(?:assert(?:/strict)?|chai|power-assert|uvu/assert|tap|(?:jsr:)?@std/assert[\w/-]*)[\"']"
)
_HANDED = re.compile(r"\(\s*\{([^{}()]*)\}\s*(?:,[^()]*)?\)\s*=>|\bfunction\s*+\w*+\s*+\(\s*\{([^{}()]*)\}")
_NAME = re.compile(r"([\w$]+)(?:\s*(?::|\bas\b)\s*([\w$]+))?")


def script_checks(checkout: Checkout, path: str, code: str) -> int:
    """Return how often ``code``, a test without its texts, calls such a function."""
    names = _imported(checkout, path) | frozenset(_handed(code))
    return len(_ASKED.findall(code)) + sum(one in names for one in _CALLED.findall(code))


def _imported(checkout: Checkout, path: str) -> frozenset[str]:
    def read() -> frozenset[str]:
        found = _TAKEN.finditer(checkout.text(path))
        return frozenset(own for one in found for _, own in _named(one["named"] or one["taken"] or ""))

    return checkout.once(f"assertions-{path}", read)


def _handed(code: str) -> Iterator[str]:
    for one in _HANDED.finditer(code):
        yield from (own for name, own in _named(one[1] or one[2] or "") if name in _NAMES)


def _named(text: str) -> Iterator[tuple[str, str]]:
    """Yield each name, and what it is called here."""
    for one in _NAME.finditer(text):
        yield one[1], one[2] or one[1]
