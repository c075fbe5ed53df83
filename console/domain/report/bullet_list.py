"""A list of sentences in a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BulletList:
    """Plain texts, in order; numbered when their order or their count matters."""

    items: tuple[str, ...]
    is_numbered: bool = False
