"""The words behind a fence: its language and attributes, as JSON or as Runme writes them."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from console.kernel.i18n import t
from console.kernel.visible_text import visible_line

_PAIR = re.compile(r"""\s*([A-Za-z_][\w.-]*)\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*'|[^\s}]*)""")
_MOST = 4000


class FenceHead(NamedTuple):
    """``fault`` is a sentence on attributes that cannot be read; empty when they can."""

    language: str
    attributes: dict[str, str]
    fault: str = ""


def fence_head(info: str) -> FenceHead:
    """Return what the info string of a fenced block says; values of attributes are texts."""
    language, rest = [*info.split(None, 1), "", ""][:2]
    if "{" in language:  # no blank between them
        language, brace, behind = language.partition("{")
        rest = f"{brace}{behind} {rest}"
    rest = rest.strip()
    if not rest.startswith("{"):
        return FenceHead(language.lower(), {})
    if len(rest) > _MOST or not rest.endswith("}"):
        return FenceHead(language.lower(), {}, t("The attributes behind the fence do not end with a brace."))
    return _json(language.lower(), rest) or _pairs(language.lower(), rest[1:-1])


def _json(language: str, text: str) -> FenceHead | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return FenceHead(language, {str(key): _text(value) for key, value in found.items()})


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _pairs(language: str, text: str) -> FenceHead:
    found: dict[str, str] = {}
    place = 0
    while place < len(text) and (pair := _PAIR.match(text, place)):
        found[pair[1]] = _unquoted(pair[2])
        place = pair.end()
    rest = text[place:].strip(" ,")
    if not rest:
        return FenceHead(language, found)
    fault = t("The attributes behind the fence cannot be read from here: {text}.", text=visible_line(rest[:40]))
    return FenceHead(language, found, fault)


def _unquoted(text: str) -> str:
    if text[:1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text[1:-1] if text[:1] == "'" else text
