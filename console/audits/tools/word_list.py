"""What codespell's own lists say of the words in a few files: to load all of them takes longer than to read these."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTS = ("dictionary.txt", "dictionary_rare.txt")
"""Its default, in their order: a later line about the same word counts."""
_WORD = re.compile(r"[\w\-'’]+")  # as codespell has it


def listed_words(content: bytes) -> tuple[str, ...]:
    """Return the lines of the lists that codespell can need for a text; empty: it would find nothing there.

    Raises ``LookupError`` where its lists are not beside this program.
    """
    known = _known()
    words = {one.lower().replace("’", "'") for one in set(_WORD.findall(_decoded(content)))}
    wrong = set[str]().union(*(each.keys() & words for each in known))
    # It also asks whether a listed word without its first letter is listed, too: "\\nfile" is no misspelling.
    asked = sorted(wrong | {one[1:] for one in wrong})
    return tuple(each[one] for each in known for one in asked if one in each)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("iso-8859-1")


@cache
def _known() -> tuple[Mapping[str, str], ...]:
    """Return the lines of each list by their words, all in small letters, as codespell reads them."""
    found = find_spec("codespell_lib")
    if found is None or not found.origin:
        raise LookupError("codespell_lib")
    folder = Path(found.origin).parent / "data"
    try:
        texts = [(folder / name).read_text("utf-8").lower() for name in _LISTS]
    except OSError as error:
        raise LookupError(str(folder)) from error
    return tuple({one.partition("->")[0]: one for one in text.split("\n") if one} for text in texts)
