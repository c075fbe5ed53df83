"""What a change would do, and what came of it."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.operation import Operation


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One difference: ``path`` in the object's own words, values as text (empty: absent)."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an operation would do, found out without writing.

    ``base`` is the version of the target that was read (resourceVersion, ETag, a digest of what the operation touches);
    ``apply`` refuses when it has moved on. ``inverse`` restores what was (``None``: it cannot be undone, or,
    with ``inverse_later``, how is known when it has been applied: the id of what was created; with ``inverse_lost``,
    what was holds a secret, which is not kept).
    ``estimate`` says what it would have done to recorded traffic (empty: nothing that can be replayed).
    ``dry_run`` says whether the server itself checked it. ``satisfied``: the target already is as wanted.
    """

    base: str
    differences: tuple[FieldChange, ...]
    inverse: Operation | None
    dry_run: bool = False
    satisfied: bool = False
    warnings: tuple[str, ...] = ()
    inverse_later: bool = False
    estimate: str = ""
    inverse_lost: bool = False


class Truth(StrEnum):
    """Whether the target is as the operation wants it; ``PENDING``: on its way."""

    REACHED = "reached"
    PENDING = "pending"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read back, in one sentence with the facts."""

    truth: Truth
    sentence: str
