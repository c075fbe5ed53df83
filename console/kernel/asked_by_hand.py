"""What somebody asks for by hand: whatever is held back because it was of no use before is tried again for it."""

from __future__ import annotations

_times = 0


def ask_by_hand() -> None:
    """Note that somebody asks now."""
    global _times  # noqa: PLW0603 - one person sits before the program
    _times += 1


def times_asked() -> int:
    """Return how often somebody has asked; another number than before: since then somebody did."""
    return _times
