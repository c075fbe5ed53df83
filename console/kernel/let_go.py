"""What a worker process has read and needs no more: freeing much takes a while, and nobody should wait for it."""

from __future__ import annotations

_held: list[object] | None = None


def let_go(one: object) -> None:
    """Free it, in a worker process once its answer is out; elsewhere at once, unless somebody else holds it."""
    if _held is not None:
        _held.append(one)


def hold_until_answered() -> None:
    """Let this process, a worker, hold what is let go of until it has answered."""
    global _held  # noqa: PLW0603 - a process is a worker or none
    _held = []


def answered() -> None:
    """Free what was held for the sake of the answer that is out now."""
    if _held is not None:
        _held.clear()
