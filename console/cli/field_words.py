"""What a field of an operation takes, in words for people instead of Python's types."""

from enum import Enum
from typing import Any

from console.kernel.i18n import t

_NOTHING = " | None"


def field_words(type_: Any) -> str:
    """Return words for the type of a field."""
    if isinstance(type_, type) and issubclass(type_, Enum):
        return t("one of {words}", words=", ".join(str(one.value) for one in type_))
    name = type_ if isinstance(type_, str) else type_.__name__ if isinstance(type_, type) else str(type_)
    words = {
        "str": t("text"),
        "int": t("whole number"),
        "float": t("number"),
        "bool": t("true or false"),
        "tuple[str, ...]": t("texts: A,B"),
        "tuple[tuple[str, str], ...]": t("pairs of texts: NAME=TEXT,NAME=TEXT"),
        "tuple[tuple[str, int], ...]": t("whole numbers by name: NAME=1,NAME=2"),
        "tuple[tuple[str, float], ...]": t("numbers by name: NAME=0.5,NAME=1"),
    }
    is_optional = name.endswith(_NOTHING)
    found = words.get(name.removesuffix(_NOTHING), t("JSON"))
    return t("{what}, or left out", what=found) if is_optional else found
