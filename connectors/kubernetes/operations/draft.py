"""What an operation comes to on an object as it is now."""

from dataclasses import dataclass

from connectors.kubernetes.operations.edit import Edit
from console.domain.operation import Operation


@dataclass(frozen=True, slots=True)
class Draft:
    """The requests to send, in order, and the JSON pointers that decide whether the object is still as previewed.

    No edits: the object already is as wanted. ``inverse`` restores what is now (``None``: nothing can).
    """

    edits: tuple[Edit, ...]
    touched: tuple[str, ...]
    inverse: Operation | None = None
    warnings: tuple[str, ...] = ()
