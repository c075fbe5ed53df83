"""What a plain YAML scalar means: the few types of YAML 1.2, and help where YAML 1.1 would have meant another."""

import math
import re

from console.estate.legible import legible
from console.kernel.i18n import t

Scalar = str | int | float | bool | None

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_TRAP = frozenset({"yes", "no", "on", "off"})
_INT = re.compile(r"[-+]?[0-9]+$")
_HEX = re.compile(r"0x[0-9a-fA-F]+$|0o[0-7]+$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)$|\.(nan|NaN|NAN)$")
_DIGITS = 15  # more would not survive in JSON and floating point


def resolve_plain(text: str) -> Scalar:
    """Return the value of an unquoted scalar; raise ``ValueError`` with a sentence when it is ambiguous."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if text.lower() in _TRAP:
        raise ValueError(
            t(
                'an unquoted {text} means true or false to some YAML programs; write "{text}" in quotes if it is text '
                "(a country, a zone), or true or false.",
                text=text,
            )
        )
    if _NO_NUMBER.match(text):
        raise ValueError(t("infinity and not-a-number are not allowed; write a finite number."))
    if _INT.match(text) or _HEX.match(text):
        return _whole_number(text)
    if _FLOAT.match(text):
        return _fraction(text)
    return text


def _whole_number(text: str) -> int:
    if len(text) > _DIGITS + 2:
        raise ValueError(
            t("the number has more than {digits} digits; write it in quotes if it is text.", digits=_DIGITS)
        )
    digits = text.lstrip("+-")
    if _HEX.match(text):
        return int(text, 0)
    if len(digits) > 1 and digits.startswith("0"):
        raise ValueError(
            t(
                'a number with leading zeros is ambiguous; write "{text}" in quotes or leave the zeros out.',
                text=legible(text),
            )
        )
    return int(text)


def _fraction(text: str) -> float:
    value = float(text) if len(text) <= 64 else math.inf
    if not math.isfinite(value):
        raise ValueError(t("the number is too large; write it in quotes if it is text."))
    return value
