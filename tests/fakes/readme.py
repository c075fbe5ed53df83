"""README.md as a person uses it: commands to type, and the steps of its first walk, read from the text itself."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

PROGRAM = ".venv/bin/cell-console"
_FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"^\d+\. (.*?)(?=^\d+\. |^$)", re.MULTILINE | re.DOTALL)
_TOKEN = re.compile(r"`(?P<code>[^`]+)`|(?<!\*)\*(?P<click>[^*]+)\*(?!\*)|“(?P<sight>[^”]+)”|\*\*(?P<title>[^*]+)\*\*")


KEYS = {"/": "slash", "Enter": "Return", "Backspace": "BackSpace", "End": "End", "Esc": "Escape", "Ctrl+K": "ctrl+k"}
"""How X names what people read on their keyboards."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a step says: a ``command``, ``press`` a key, ``type`` a text, ``click`` at one, or have one in ``sight``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered step of the walk."""

    title: str
    deeds: tuple[Deed, ...]


def commands(root: Path) -> list[list[str]]:
    """Return the lines to type of all fenced blocks, as words, without their comments."""
    lines = [line for block in _FENCED.findall(_text(root)) for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def walk(root: Path) -> list[Step]:
    """Return the steps of the section “A first walk”."""
    section = _text(root).partition("\n## A first walk\n")[2].partition("\n## ")[0]
    return [_step(" ".join(found.split())) for found in _STEP.findall(section)]


def _text(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def _step(text: str) -> Step:
    found = [(one.lastgroup or "", one[one.lastgroup or 0]) for one in _TOKEN.finditer(text)]
    title = next((word for kind, word in found if kind == "title"), "")
    return Step(title, tuple(_deed(kind, word) for kind, word in found if kind != "title"))


def _deed(kind: str, word: str) -> Deed:
    if kind != "code":
        return Deed(kind, word)
    if word.startswith((PROGRAM, "make ")):
        return Deed("command", word)
    key = KEYS.get(word, word if len(word) == 1 else "")
    return Deed("press", key) if key else Deed("type", word)
