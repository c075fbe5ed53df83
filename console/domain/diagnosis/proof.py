"""Proofs: the objects and measurements that a diagnosis rests on."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.resource import ResourceRef
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey


class Shows(StrEnum):
    """What an object shows; in brackets what ``found``, ``expected`` and ``words`` of its proof are."""

    CONDITION = "condition"  # words: type, status, reason and message as the controller wrote them
    AVAILABLE = "available"  # pods that are available, of those wanted
    THRESHOLD = "threshold"  # messages at which the trigger begins to act; expected: messages for each replica
    WEIGHT = "weight"  # configured and agreed share (0 to 1); words: the cell
    AT_MAXIMUM = "at_maximum"  # its maximum of replicas
    SHARED_KEY = "shared_key"  # words: the pattern that several parts share
    LAST_SUCCESS = "last_success"  # unix seconds, ``None`` when it never succeeded


@dataclass(frozen=True, slots=True)
class ObjectProof:
    """An object and what it shows."""

    ref: ResourceRef
    shows: Shows
    words: str = ""
    found: float | None = None
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class QueryProof:
    """A measurement with its query and time; ``expected`` is what it should be, in the signal's unit."""

    connection: str
    key: SignalKey
    reading: Reading
    expected: float | None = None


Proof = ObjectProof | QueryProof
