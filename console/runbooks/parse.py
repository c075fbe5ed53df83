"""Reading a runbook: Markdown into sections and steps. It may be anybody's: bounded, and nothing of it is believed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.domain.runbooks.runbook import Runbook
from console.domain.runbooks.runbook_step import RunbookStep
from console.domain.runbooks.section import Section
from console.kernel.i18n import t
from console.runbooks.document_fault import DocumentFault
from console.runbooks.fence_head import fence_head
from console.runbooks.front_matter import read_front_matter, split_front_matter
from console.runbooks.length import seconds
from console.runbooks.section_heading import section_of
from console.runbooks.step_kind import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from console.runbooks.front_matter import ReadFrontMatter

MOST_BYTES = 256 << 10
MOST_STEPS = 100
_NAME = re.compile(r"[\w-][\w .-]{0,63}")
_TASK = re.compile(r"\[[ xX]\]\s+(.+)", re.DOTALL)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_MOST_NESTING = 20


class Parsed(NamedTuple):
    """``runbook`` is there even with faults, as far as it can be read; ``None``: not at all."""

    runbook: Runbook | None
    faults: tuple[DocumentFault, ...]

    @property
    def is_sound(self) -> bool:
        """Return whether it can run."""
        return self.runbook is not None and not any(one.is_error for one in self.faults)


def parse_runbook(text: str, *, name: str, language: str = "en", origin: str = "", file: str = "") -> Parsed:
    """Return the runbook in ``text`` (``name`` is its file's, without an end) and what is wrong with it."""
    unfit = _unfit(text)
    if unfit is not None:
        return Parsed(None, (unfit,))
    yaml, body = split_front_matter(text.replace("\r\n", "\n"))
    front = read_front_matter(yaml, name)
    reader = _Reader(body)
    reader.read()
    matter, faults = front.matter, [*front.faults, *reader.faults]
    identity = matter.id or _slug(name)
    if not _ID.fullmatch(identity):
        faults.append(DocumentFault(front.line("id"), t("An id has small letters, digits and dashes.")))
    runbook = Runbook(
        id=identity,
        title=matter.title or reader.title or identity,
        text=text,
        steps=tuple(reader.steps),
        language=matter.language or language,
        severity=matter.severity,
        symptoms=matter.symptoms,
        parameters=matter.parameters,
        requires=matter.requires,
        tags=matter.tags,
        time_s=_time(front, faults),
        summary=reader.summary.strip(),
        origin=origin,
        file=file,
        cwd=matter.cwd,
    )
    return Parsed(runbook, tuple(sorted(faults)))


def _unfit(text: str) -> DocumentFault | None:
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return DocumentFault(1, t("The file is larger than {most} KiB; split it.", most=MOST_BYTES >> 10))
    found = _FORBIDDEN.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + 1
    return DocumentFault(
        line, t("the control character U+{code} is not allowed; remove it.", code=f"{ord(found[0]):04X}")
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64] or "runbook"


def _time(front: ReadFrontMatter, faults: list[DocumentFault]) -> float:
    try:
        return seconds(front.matter.time) if front.matter.time else 0.0
    except ValueError as error:
        faults.append(DocumentFault(front.line("time"), str(error)))
        return 0.0


class _Reader:
    """Goes through the tokens once. ``_from`` is the line on which the text before the next step begins (from 0)."""

    def __init__(self, body: str) -> None:
        self._lines = body.split("\n")
        self._body = body
        self.title = self.summary = ""
        self.steps: list[RunbookStep] = []
        self.faults: list[DocumentFault] = []
        self._names: set[str] = set()
        self._section: Section | None = None
        self._heading, self._heading_line, self._is_owed = "", 0, False
        self._from = self._quoted = 0
        self._has_steps = self._has_begun = False

    def read(self) -> None:
        """Find title, summary and steps."""
        from markdown_it import MarkdownIt  # noqa: PLC0415 - with the first runbook

        markdown = MarkdownIt("commonmark", {"maxNesting": _MOST_NESTING})
        markdown.core.ruler.disable("inline")  # emphasis and links are text here
        tokens = markdown.parse(self._body)
        headings = {id(opened): (text, level) for opened, text, level in _headings(tokens)}
        self._has_steps = any(section_of(text) is Section.STEPS for text, _ in headings.values())
        for token in tokens:
            if id(token) in headings:
                self._open(token, *headings[id(token)])
            elif token.type in {"blockquote_open", "blockquote_close"}:
                self._quoted += token.nesting
            elif token.type == "fence" and not self._quoted:
                self._fence(token)
            elif token.type == "inline" and not self._quoted:
                self._task(token)
        self._close(len(self._lines))

    def _open(self, token: Token, text: str, level: int) -> None:
        begin, end = token.map or [0, 0]
        self._close(begin)
        self._from = end
        if level == 1 and not self.title:
            self.title = text
            return
        self._has_begun = True
        section = section_of(text) if level <= 2 else None
        if level <= 2:
            self._section = section
        is_title = section is None and (level > 2 or not self._has_steps)
        self._heading, self._heading_line = (text, begin + 1) if is_title else ("", 0)
        self._is_owed = is_title and level > 2 and self._section is not None

    def _close(self, end: int) -> None:
        """A heading of a step without any block is something that a person does."""
        if self._is_owed:
            self._add("confirm", self._taken(end) or self._heading, self._heading_line, {}, "")
        elif not self._has_begun:
            self.summary += self._taken(end)
        self._is_owed = False

    def _taken(self, end: int) -> str:
        """Return the text since the last step."""
        return "\n".join(self._lines[self._from : end]).strip()

    @property
    def _present(self) -> Section | None:
        """Blocks of a document without sections are its steps; text between sections of one that has them is text."""
        return self._section or (None if self._has_steps else Section.STEPS)

    def _task(self, token: Token) -> None:
        found = _TASK.fullmatch(token.content)
        if found is None or self._section is None or not token.map:
            return
        self._add("confirm", found[1], _line(token), {}, "")
        self._from = token.map[1]

    def _fence(self, token: Token) -> None:
        info = fence_head(token.info)
        kind = kind_of(info.language)
        if kind is None or info.attributes.get("ignore", "") == "true" or self._present is None:
            return
        if not self._has_begun:
            self.summary, self._has_begun = self._taken(_line(token) - 1), True
            self._from = _line(token) - 1
        line = _line(token)
        if info.fault:
            self.faults.append(DocumentFault(line, info.fault))
        self._add(kind.key, token.content, line, info.attributes, info.language)
        self._from = (token.map or [0, 0])[1]

    def _add(self, kind: str, body: str, line: int, attributes: dict[str, str], language: str) -> None:
        section = self._present
        if section is None:
            return
        if len(self.steps) >= MOST_STEPS:
            fault = t("A runbook has at most {most} steps.", most=MOST_STEPS)
            if not any(one.text == fault for one in self.faults):
                self.faults.append(DocumentFault(line, fault))
            return
        name = self._name(attributes.get("name", ""), kind, line)
        title = self._heading or (body.strip().split("\n")[0][:80] if kind == "confirm" else name)
        prose = self._taken(line - 1) if language else ""
        self.steps.append(RunbookStep(name, kind, section, title, body, line, language, prose, attributes))
        self._is_owed = False

    def _name(self, wanted: str, kind: str, line: int) -> str:
        if wanted and not _NAME.fullmatch(wanted):
            self.faults.append(DocumentFault(line, t("A step's name has letters, digits, dashes and at most 64.")))
        elif wanted and wanted in self._names:
            self.faults.append(DocumentFault(line, t("The name {name} is taken by a step above.", name=repr(wanted))))
        elif wanted:
            self._names.add(wanted)
            return wanted
        number = 1
        while f"{kind}-{number}" in self._names:
            number += 1
        self._names.add(f"{kind}-{number}")
        return f"{kind}-{number}"


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, str, int]]:
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0:
            yield token, tokens[place + 1].content.strip(), int(token.tag[1:])


def _line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1
