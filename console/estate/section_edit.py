"""Replacing one section in the text of an estate file; nothing else of it is touched."""

from typing import Any

from console.estate.read_yaml import read_yaml
from console.estate.write_yaml import yaml_text
from console.estate.yaml_document import YamlDocument
from console.kernel.errors import UserError
from console.kernel.i18n import t


def estate_document(text: str) -> YamlDocument:
    """Return the estate's text as a mapping with positions; raise ``UserError`` when it is none."""
    document = read_yaml(text.encode(), "estate")
    if not isinstance(document.value, dict):
        raise UserError(t("The estate file is no mapping."), t("Correct it, then try again."))
    return document


def with_section(text: str, section: str, entries: list[dict[str, Any]]) -> str:
    """Return the estate's text in which a section has exactly these entries.

    Comments inside the section are lost, those elsewhere stay. Raises ``UserError`` when the text is no YAML mapping.
    """
    document = estate_document(text)
    whole = {**document.value, section: entries}
    found = _replaced(text, document, section, yaml_text({section: entries}))
    return found if _says(found, whole) else yaml_text(whole)


def _replaced(text: str, document: YamlDocument, section: str, written: str) -> str:
    """Return the text with its section replaced, from its key to the line of the next one."""
    places = {key: document.keys_at[(key,)].line - 1 for key in document.value}
    lines = text.splitlines(keepends=True)
    if section not in places:
        body = text.rstrip().removesuffix("\n...").rstrip()  # the mark with which some end a document
        return f"{body}\n{written}"
    begins = places[section]
    ends = min((line for line in places.values() if line > begins), default=len(lines))
    while ends > begins + 1 and lines[ends - 1].startswith("#"):
        ends -= 1  # a comment at the margin belongs to what follows it
    return "".join([*lines[:begins], written, *lines[ends:]])


def _says(text: str, whole: dict[str, Any]) -> bool:
    """Return whether a text says this: one in flow style, or with lines of another kind, cannot be cut by lines."""
    try:
        return bool(read_yaml(text.encode(), "estate").value == whole)
    except UserError:
        return False
