"""Which commits change the tests that Rust sources carry inside."""

from __future__ import annotations

import re
from itertools import islice
from secrets import token_hex
from typing import TYPE_CHECKING

from console.audits.repository.content_book import ContentBook
from console.audits.repository.git_reading import git_output

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from console.audits.repository.checkout import Checkout

_AROUND = 2_000
"""Lines of a file beside a change: its tests come last, and say so where they begin."""
_MOST_MODULES, _AT_ONCE = 50, 25
_MODULE = re.compile(
    r"^[ +](?P<indent>[ \t]*)#\[cfg\((?:all\(|any\()?\s*test\b[^\n]*\n"
    r"(?:[ +-][ \t]*(?:#\[|//)[^\n]*\n){0,9}+[ +-][ \t]*(?:pub(?:\([^)\n]*\))? )?mod \w+ \{",
    re.M,
)
_CASE = re.compile(
    r"^\+[ \t]*#\[(\w+::)*(test|rstest|test_case|wasm_bindgen_test)\b|^[ +][ \t]*#!\[cfg\(test\)\]"
    r"|^\+[ \t]*//[/!].*\bassert(_eq|_ne)?!",
    re.M,
)


def inline_tested_commits(checkout: Checkout, asked: Collection[str]) -> frozenset[str]:
    """Return those of some commits that change such tests; what was read of a commit is kept."""
    book = ContentBook(checkout, "inline-tests", dict.fromkeys(asked, ""), bool)
    known = book.whole(dict.fromkeys(_read(checkout, book.missing), True), False)
    return frozenset(one for one, is_tested in known.items() if is_tested)


def _read(checkout: Checkout, commits: tuple[str, ...]) -> Iterator[str]:
    """Yield those of some commits, read a few at a time: their differences have nearly whole files."""
    for first in range(0, len(commits), _AT_ONCE):
        yield from _read_few(checkout, commits[first : first + _AT_ONCE])


def _read_few(checkout: Checkout, commits: tuple[str, ...]) -> Iterator[str]:
    mark = token_hex(16)
    output = git_output(
        checkout.repository, "-c", "core.bigFileThreshold=512k", "log", "--no-walk=unsorted", "--stdin", "-p", "-M",
        f"-U{_AROUND}", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/",
        f"--format={mark}%H", "--", "*.rs",
        stdin="".join(f"{one}\n" for one in commits).encode(),
    )  # fmt: skip
    for part in output.decode("utf-8", "surrogateescape").split(mark)[1:]:
        id_, _, difference = part.partition("\n")
        if any(map(_is_tested, difference.split("\ndiff --git "))):
            yield id_.strip()


def _is_tested(difference: str) -> bool:
    """Return whether the difference of one file changes lines of a module of tests, or adds a test elsewhere."""
    if _CASE.search(difference):
        return True
    for match in islice(_MODULE.finditer(difference), _MOST_MODULES):
        end = re.compile(rf"^[ +]{match['indent']}\}}", re.M).search(difference, match.end())
        module = "\n" + difference[match.start() : end.end() if end is not None else len(difference)]
        if "\n+" in module or "\n-" in module:
            return True
    return False
