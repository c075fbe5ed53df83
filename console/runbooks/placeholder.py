"""Placeholders in runbooks: filled in where a value has been parsed already, so that none can change what is parsed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from console.domain.plain_number import plain_number
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault

if TYPE_CHECKING:
    from collections.abc import Mapping

Plain: TypeAlias = "str | int | float | bool"
PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z][\w.-]*)\s*\}\}")
_IN_QUERY = re.compile(r"""\{\{\s*([A-Za-z][\w.-]*)\s*\}\}|\\.|["'`#\n]""", re.DOTALL)
_BARE = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|(?:\d+(?:ms|[smhdwy]))+")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_LABELS = "labels."


def filled(text: str, names: Mapping[str, Plain]) -> str:
    """Return ``text`` with its placeholders replaced; raise ``StepFault`` for one that nobody knows."""
    return PLACEHOLDER.sub(lambda found: written(_known(found[1], names)), text)


def filled_value(value: object, names: Mapping[str, Plain]) -> object:
    """Return plain values with their texts filled in; a text that is one placeholder alone keeps the value's type."""
    if isinstance(value, str):
        whole = PLACEHOLDER.fullmatch(value.strip())
        return _known(whole[1], names) if whole else filled(value, names)
    if isinstance(value, dict):
        return {filled(str(key), names): filled_value(one, names) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [filled_value(one, names) for one in value]
    return value


def filled_query(promql: str, names: Mapping[str, Plain]) -> str:
    """Return a PromQL expression filled in: texts only inside quotes, where they stay texts whatever they hold."""
    quote = ""

    def one(found: re.Match[str]) -> str:
        nonlocal quote
        text = found[0]
        if found[1]:
            return _in_query(found[1], written(_known(found[1], names)), quote)
        if quote == "#":
            quote = "" if text == "\n" else quote
        elif quote:
            quote = "" if text == quote else quote
        elif text in {'"', "'", "`", "#"}:
            quote = text
        return text

    return _IN_QUERY.sub(one, promql)


def _in_query(name: str, value: str, quote: str) -> str:
    if quote in {'"', "'"}:
        return value.translate(_ESCAPES)
    if quote == "#":
        return ""
    if quote == "`" and "`" not in value:
        return value
    if not quote and (_BARE.fullmatch(value) or name.startswith(_LABELS)):
        return value
    raise StepFault(t("In a query {name} must stand inside quotes: it may be any text.", name=f"{{{{ {name} }}}}"))


def written(value: Plain) -> str:
    """Return a value as text: numbers with all their digits and no exponent, booleans as ``true`` and ``false``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{Decimal(plain_number(value)):f}" if isinstance(value, float) else str(value)


def _known(name: str, names: Mapping[str, Plain]) -> Plain:
    if name not in names:
        raise StepFault(t("There is no parameter {name}.", name=repr(name)))
    return names[name]
