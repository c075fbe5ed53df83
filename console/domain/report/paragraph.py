"""A paragraph of a document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; ``is_muted`` for what stands beside the matter (where a number comes from)."""

    text: str
    is_muted: bool = False
