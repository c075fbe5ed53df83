"""Operations: what can be done to an outside system, as data that can be shown, saved, signed and undone."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from console.kernel.registry import Registry


class Risk(StrEnum):
    """What confirming takes: a button with a grace period, having seen the difference, or typing the target's name."""

    REVERSIBLE = "reversible"
    DISRUPTIVE = "disruptive"
    IRREVERSIBLE = "irreversible"


@dataclass(frozen=True, slots=True)
class Target:
    """What is changed: an object of a connection. ``kind`` is the system's word for it (Deployment, silence, pool)."""

    connection: str
    kind: str
    name: str
    namespace: str = ""

    def __str__(self) -> str:
        place = f"{self.namespace}/" if self.namespace else ""
        return f"{self.connection}:{self.kind}/{place}{self.name}"


class Operation(Protocol):
    """A frozen dataclass of plain values (text, numbers, booleans, tuples, mappings of them), never of secrets.

    ``key`` names the kind of operation (``scale``); ``risk`` is the least care that it needs.
    """

    key: ClassVar[str]
    risk: ClassVar[Risk]

    @property
    def target(self) -> Target:
        """Return what it changes; only one change of a target runs at a time."""

    def summary(self) -> str:
        """Return what it does in one sentence for a user ("Scale Deployment web of tokyo to 5 replicas.")."""


@dataclass(frozen=True, slots=True)
class OperationKind:
    """A kind of operation by its key; ``type`` is its dataclass, ``title`` an English key of ``t``."""

    key: str
    type: type[Operation]
    title: str


OPERATIONS: Registry[OperationKind] = Registry("operation")
