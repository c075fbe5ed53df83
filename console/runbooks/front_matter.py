"""The front matter of a runbook: YAML between two lines of three dashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.runbooks.runbook_parameter import RunbookParameter
from console.domain.runbooks.symptom import Symptom
from console.domain.severity import Severity
from console.estate.json_schema import DIALECT
from console.estate.problem import FileInvalid
from console.estate.read_yaml import read_yaml
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.runbooks.document_fault import DocumentFault

if TYPE_CHECKING:
    from console.estate.yaml_document import YamlDocument

_FENCE = "---"
_ID = "https://cell-console.invalid/schemas/runbook.json"
_PLACE = re.compile(r"at `\$((?:\.\w+|\[[^\]]*\])*)`")
_PART = re.compile(r"\.(\w+)|\[(\d+)\]")
_FOREIGN = frozenset({"runme", "shell", "cwd", "skipPrompts", "terminalRows", "category", "tag"})
"""Runme's own keys."""


class FrontMatter(msgspec.Struct, frozen=True):
    """What stands before the Markdown; ``time`` is how long it usually takes (``15m``), ``requires`` connectors."""

    id: str = ""
    title: str = ""
    severity: Severity = Severity.WARNING
    symptoms: tuple[Symptom, ...] = ()
    parameters: tuple[RunbookParameter, ...] = ()
    requires: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    time: str = ""
    language: str = ""
    cwd: str = ""
    shell: str = ""


def front_matter_schema() -> dict[str, Any]:
    """Return the JSON Schema of the front matter."""
    return {"$schema": DIALECT, "$id": _ID, **msgspec.json.schema(FrontMatter)}


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the YAML, and the rest with as many empty lines before it, so that lines keep their numbers."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return "", text
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in {_FENCE, "..."}), None)
    if end is None:
        return "", text
    return "\n".join(["", *lines[1:end]]), "\n" * (end + 1) + "\n".join(lines[end + 1 :])


class ReadFrontMatter(msgspec.Struct, frozen=True):
    """The front matter as far as it can be read, what is wrong in it, and where its parts stand."""

    matter: FrontMatter
    faults: tuple[DocumentFault, ...] = ()
    document: Any = None

    def line(self, *path: str | int) -> int:
        """Return the line on which a part stands."""
        document: YamlDocument | None = self.document
        return document.value_position(path).line if document is not None else 1


def read_front_matter(yaml: str, name: str) -> ReadFrontMatter:
    """Read the YAML of a front matter (untrusted: plain values, bounded)."""
    if not yaml.strip():
        return ReadFrontMatter(FrontMatter())
    try:
        document = read_yaml(yaml.encode("utf-8", "replace"), name)
    except FileInvalid as error:
        faults = tuple(DocumentFault(one.position.line, one.sentence) for one in error.problems)
        return ReadFrontMatter(FrontMatter(), faults)
    if not isinstance(document.value, dict):
        return ReadFrontMatter(FrontMatter(), (DocumentFault(1, t("The front matter is no mapping of names.")),))
    try:
        matter = msgspec.convert(document.value, prepared(FrontMatter))
    except (msgspec.ValidationError, ValueError) as error:
        return ReadFrontMatter(FrontMatter(), (_fault(document, str(error)),), document)
    return ReadFrontMatter(matter, tuple(_unknown(document)), document)


def _fault(document: YamlDocument, why: str) -> DocumentFault:
    place = _PLACE.search(why)
    parts = [one[1] or int(one[2]) for one in _PART.finditer(place[1])] if place else []
    line = document.value_position(document.path_of(tuple(parts))).line
    return DocumentFault(line, t("The front matter does not fit: {why}.", why=why.replace("$.", "")))


def _unknown(document: YamlDocument) -> list[DocumentFault]:
    known = {*FrontMatter.__struct_fields__, *_FOREIGN}
    return [
        DocumentFault(
            document.key_position((key,)).line,
            t("The front matter's {key} means nothing to a runbook.", key=repr(key)),
            is_error=False,
        )
        for key in document.value
        if key not in known
    ]
