"""A parameter of a runbook: what is asked before it runs."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class ParameterType(StrEnum):
    """What a value may be; ``REFERENCE`` is a reference to a secret, never the secret."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    DURATION = "duration"
    CELL = "cell"
    CONNECTION = "connection"
    SERVICE = "service"
    REFERENCE = "secret-reference"
    PATH = "path"


class RunbookParameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``minimum`` and ``maximum`` bound numbers, the length of a text, or the seconds of a duration.

    ``default`` may hold placeholders of parameters before it; ``kind`` is the connector that a connection must have.
    ``required`` is ``None`` where the document does not say: a parameter without a default is.
    """

    name: str
    type: ParameterType = ParameterType.TEXT
    help: str = ""
    default: str | int | float | bool | None = None
    required: bool | None = None
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    kind: str = ""

    @property
    def is_required(self) -> bool:
        """Return whether it needs a value."""
        return self.default is None if self.required is None else self.required

    @property
    def variable(self) -> str:
        """Return the environment variable in which steps find its value."""
        return self.name.upper()
