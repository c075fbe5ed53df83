"""PromQL templates: label names and cell values are filled in so that neither can change the query's meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LABEL_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
_PLACEHOLDER = re.compile(r"\$(cells|cell|service|segment)\b")
_REGEX_META = re.compile(r"[\\.+*?()|\[\]{}^$]")
_STRING_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class QueryLabels:
    """The server's label names for the console's words; raises ``ValueError`` for what is not a label name."""

    cell: str = "cell"
    service: str = "service"
    segment: str = "segment"

    def __post_init__(self) -> None:
        for name in (self.cell, self.service, self.segment):
            if not is_label_name(name):
                raise ValueError(f"{name!r} is not a label name")


def is_label_name(text: str) -> bool:
    """Return whether ``text`` can stand in a query as a label's name."""
    return _LABEL_NAME.fullmatch(text) is not None


def quoted(text: str) -> str:
    """Return ``text`` as a PromQL string in double quotes; it matches itself whatever it holds."""
    return f'"{text.translate(_STRING_ESCAPES)}"'


def any_of(values: Sequence[str]) -> str:
    """Return the inside of a double-quoted RE2 pattern that matches exactly the given values."""
    pattern = "|".join(_REGEX_META.sub(r"\\\g<0>", value) for value in values)
    return pattern.translate(_STRING_ESCAPES)


def fill(template: str, labels: QueryLabels, cells: Sequence[str]) -> str:
    """Return the query of a template.

    ``$cell``, ``$service`` and ``$segment`` become label names, ``$cells`` (written inside double quotes after
    ``=~``) a pattern of the cell label's values. Nothing else is touched, so ``$1`` of ``label_replace`` stays.
    Raises ``ValueError`` when the template asks for cells and there are none, because ``""`` would match series
    without the label.
    """
    if not cells and "$cells" in template:
        raise ValueError("the query asks for cells and there are none")
    values = {"cell": labels.cell, "service": labels.service, "segment": labels.segment, "cells": any_of(cells)}
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)
