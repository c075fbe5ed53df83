"""Building plain values from YAML events, without recursion, tags, anchors, aliases or merge keys."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from console.estate.legible import legible
from console.estate.problem import Path, Position, Problem
from console.estate.yaml_document import START, YamlDocument
from console.estate.yaml_scalar import resolve_plain
from console.kernel.i18n import t

MAX_DEPTH = 32
MAX_VALUES = 100_000
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class _Open:
    """A mapping or list that has begun; ``key`` is the mapping's key that waits for its value."""

    value: Any
    path: Path
    key: str | None = None
    has_key: bool = False
    skipped: int = field(default=0)


class YamlBuilder:
    """Takes the events of one document; problems are collected, not raised."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._open: list[_Open] = []
        self._root: Any = None
        self._values_at: dict[Path, Position] = {}
        self._keys_at: dict[Path, Position] = {}
        self._documents = 0

    def document(self) -> YamlDocument:
        """Return what was built."""
        return YamlDocument(self.name, self._root, self._values_at, self._keys_at)

    def add_problem(self, position: Position, path: Path, sentence: str) -> None:
        """Note something that is wrong."""
        self.problems.append(Problem(self.name, position, path, sentence))

    def take(self, event: yaml.Event) -> bool:
        """Take one event; return whether reading may go on."""
        position = Position(event.start_mark.line + 1, event.start_mark.column + 1) if event.start_mark else START
        if isinstance(event, yaml.DocumentStartEvent):
            return self._begin_document(position)
        if isinstance(event, yaml.AliasEvent):
            self._refuse_anchor(position)
            return self._add(None, position)
        if isinstance(event, yaml.NodeEvent):
            return self._take_node(event, position)
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
        return True

    def _begin_document(self, position: Position) -> bool:
        self._documents += 1
        if self._documents == 1:
            return True
        self.add_problem(position, (), t("a second document begins here; write one document in a file."))
        return False

    def _take_node(self, event: yaml.NodeEvent, position: Position) -> bool:
        if event.anchor is not None:
            self._refuse_anchor(position)
        if getattr(event, "tag", None) is not None:
            self.add_problem(position, self._path(), t("tags (!...) are not allowed; write a plain value."))
        if isinstance(event, yaml.ScalarEvent):
            return self._take_scalar(event, position)
        return self._begin({} if isinstance(event, yaml.MappingStartEvent) else [], position)

    def _refuse_anchor(self, position: Position) -> None:
        self.add_problem(
            position, self._path(), t("anchors (&) and aliases (*) are not allowed; write the value out here.")
        )

    def _begin(self, value: Any, position: Position) -> bool:
        if len(self._open) >= MAX_DEPTH:
            self.add_problem(
                position, (), t("the file is nested more than {depth} levels deep; make it flatter.", depth=MAX_DEPTH)
            )
            return False
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.value, dict) and not top.has_key:
            self.add_problem(position, top.path, t("a key must be text, not a list or mapping."))
            return False
        path = self._path()
        if not self._add(value, position):
            return False
        self._open.append(_Open(value, path))
        return True

    def _take_scalar(self, event: yaml.ScalarEvent, position: Position) -> bool:
        text: str = event.value
        unprintable = _UNPRINTABLE.search(text)
        if unprintable is not None:
            code = f"{ord(unprintable.group()):04X}"
            sentence = t("the control character U+{code} is not allowed; remove it.", code=code)
            self.add_problem(position, self._path(), sentence)
            text = ""
        plain = event.implicit[0] and event.style in {None, ""}
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.value, dict) and not top.has_key:
            self._take_key(top, text, plain, position)
            return True
        try:
            value = resolve_plain(text) if plain else text
        except ValueError as error:
            self.add_problem(position, self._path(), str(error))
            value = None
        return self._add(value, position)

    def _take_key(self, top: _Open, text: str, plain: bool, position: Position) -> None:
        top.has_key, top.key = True, text
        path = (*top.path, text)
        if plain and text == "<<":
            self.add_problem(position, top.path, t("merge keys (<<) are not allowed; write the entries out here."))
        elif plain and not self._is_text(text, path, position):
            pass
        elif text in top.value:
            first = self._keys_at[path].line
            self.add_problem(position, path, t("this key was already given in line {line}; keep one.", line=first))
            # The second value is still read, under a key that cannot be in a file, so that its problems show too.
            top.skipped += 1
            top.key = f"{text}\x00{top.skipped}"
            return
        self._keys_at[path] = position

    def _is_text(self, text: str, path: Path, position: Position) -> bool:
        try:
            value = resolve_plain(text)
        except ValueError as error:
            self.add_problem(position, path, str(error))
            return False
        if isinstance(value, str):
            return True
        self.add_problem(position, path, t('a key must be text; write "{text}" in quotes.', text=legible(text)))
        return False

    def _path(self) -> Path:
        """Return the path of the value that comes next."""
        if not self._open:
            return ()
        top = self._open[-1]
        if isinstance(top.value, list):
            return (*top.path, len(top.value))
        return top.path if top.key is None else (*top.path, top.key)

    def _add(self, value: Any, position: Position) -> bool:
        path = self._path()
        self._values_at[path] = position
        if len(self._values_at) > MAX_VALUES:
            self.add_problem(
                position, (), t("the file has more than {count} values; split it.", count=f"{MAX_VALUES:,}")
            )
            return False
        if not self._open:
            self._root = value
            return True
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value[top.key] = value
            top.key, top.has_key = None, False
        return True
