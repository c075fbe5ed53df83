"""Files whose last braces are missing: parsers mend that in silence, so their brackets are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.bare_code import bare_code
from console.audits.repository.file_book import file_book
from console.audits.repository.path_class import Language, PathClass, language_of
from console.audits.tools.tool_run import run_tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_NAMES = {
    Language.JAVASCRIPT: "JavaScript",
    Language.TYPESCRIPT: "TypeScript",
    Language.GO: "Go",
    Language.JAVA: "Java",
    Language.RUST: "Rust",
}
_MOST_OPEN = 3
_MOST_FILES = 20
_ERRORS = "{{id: open, language: {name}, rule: {{kind: ERROR}}}}"


def open_blocks(checkout: Checkout) -> Iterator[str]:
    """Yield the sources and tests that end inside a block; raise ``ConnectorError`` when ast-grep fails."""
    paths = checkout.of(PathClass.SOURCE, PathClass.TEST, languages=frozenset(_NAMES))
    book = file_book(checkout, "open-blocks", paths, int)
    counts = book.whole({one: _missing(checkout.text(one)) for one in book.missing}, 0)
    asked = [one for one, count in counts.items() if 0 < count <= _MOST_OPEN][:_MOST_FILES]
    for path in asked:
        if _parses(checkout, path, f"{checkout.text(path)}\n{'}' * counts[path]}"):
            yield path


def _missing(text: str) -> int:
    if text.count("{") <= text.count("}"):
        return 0
    code = bare_code(text)
    return code.count("{") - code.count("}")


def _parses(checkout: Checkout, path: str, text: str) -> bool:
    """Return whether a text is right: with braces that were not missing it would have too many of them."""
    language = language_of(path)
    name = "Tsx" if path.endswith(".tsx") else _NAMES[language] if language is not None else ""
    answer = run_tool(
        "ast-grep",
        ["scan", "--stdin", "--inline-rules", _ERRORS.format(name=name), "--json=stream"],
        checkout.folder_with([path]),
        stdin=text.encode(),
    )
    return answer.code in {0, 1} and not answer.output.strip()
