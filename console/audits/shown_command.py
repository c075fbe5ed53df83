"""The commands that a README shows, each with the folder in which it would run."""

from __future__ import annotations

import posixpath
import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from console.audits import document_page
from console.audits.tracked_folder import tracked_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_FENCE = re.compile(r"^( {0,3}(```|~~~)[^\n]*\n)(.*?)^ {0,3}\2", re.M | re.S)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_PROMPT = re.compile(r"^\s*(?:\$|>|%|#(?= (?:make|npm|yarn|pip|python)\b)|PS>|❯)? ?")
_JOINED = re.compile(r"\s*(?:&&|\|\||;|\|)\s*")
_BEGINS = re.compile(
    r"^(?:sudo |time |env |\w+=\S+ )*(make|npm|pnpm|yarn|bun|pip3?|docker|docker-compose|kubectl|helm|go|cargo|tox|nox"
    r"|mvn|\./mvnw|\./gradlew|just|poetry|uv|pdm|hatch|rye|cd|pushd|git|mkdir|python3?) "
)
_SETTING = re.compile(r"^(?:sudo|time|env|\w+=\S*)$")
_MOST_LETTERS = 400


class ShownCommand(NamedTuple):
    """``place`` is where it stands in the text; ``folder`` of the repository, ``None``: somewhere else."""

    place: int
    words: tuple[str, ...]
    folder: str | None


def without_comments(text: str) -> str:
    """Return a page with its comments blanked out, every letter in its place."""
    return document_page.without_comments(text, _blank)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def shown_commands(checkout: Checkout, text: str, folder: str = "") -> Iterator[ShownCommand]:
    """Yield the commands of blocks, of indented lines and of code within lines, begun in a folder."""
    for match in _FENCE.finditer(text):
        yield from _in_block(checkout, match.start(3), match[3], folder)
    rest = _FENCE.sub(_blank, text)
    for match in re.finditer(r"^(?: {2,}|\t|\$ )[^\n]+", rest, re.M):
        yield from _in_block(checkout, match.start(), match[0], folder)
    for match in _INLINE.finditer(rest):
        yield from _in_block(checkout, match.start(1), match[1], folder)


def _in_block(checkout: Checkout, start: int, block: str, begun: str) -> Iterator[ShownCommand]:
    folder: str | None = begun
    for line in re.finditer(r"[^\n]+", block):
        shown = _PROMPT.sub("", line[0][:_MOST_LETTERS], count=1)
        place = start + line.start() + len(line[0][:_MOST_LETTERS]) - len(shown)
        for part in _parts(shown):
            words = _words(part[1])
            if words[:1] in (("cd",), ("pushd",)):
                folder = _entered(checkout, folder, words[1] if len(words) > 1 else "")
            elif words:
                yield ShownCommand(place + part[0], words, folder)


def _parts(line: str) -> Iterator[tuple[int, str]]:
    at = 0
    for match in (*_JOINED.finditer(line), None):
        part = line[at : match.start()] if match is not None else line[at:]
        if _BEGINS.match(f"{part} "):
            yield at, part
        at = match.end() if match is not None else at


def _words(part: str) -> tuple[str, ...]:
    try:
        words = shlex.split(part, comments=True)
    except ValueError:
        return ()
    while words and _SETTING.match(words[0]):
        words = words[1:]
    return tuple(words)


def _entered(checkout: Checkout, folder: str | None, name: str) -> str | None:
    """Return where a ``cd`` leads; a name that is not there is that of the clone itself."""
    if folder is None or name.startswith(("/", "~", "$", "-")):
        return None
    place = posixpath.normpath(posixpath.join(folder, name))
    if place in {".", ""} or place in tracked_folders(checkout):
        return "" if place == "." else place
    return "" if not folder and "/" not in name.strip("/") else None
