"""Waiting on a condition with a deadline; tests never sleep a fixed time."""

import threading
import time
from collections.abc import Callable

_STEP_S = 0.02
PATIENCE = 4.0
"""How much longer than on a quiet machine a condition may take: tests fail for what is wrong, not for what is slow."""


def holds_within(limit_s: float, condition: Callable[[], object], prepare: Callable[[], object] | None = None) -> bool:
    """Return whether ``condition`` becomes true within ``limit_s`` seconds; ``prepare`` runs before each new look."""
    deadline = time.monotonic() + limit_s
    pause = threading.Event()
    while not condition():
        if time.monotonic() >= deadline:
            return False
        if prepare is not None:
            prepare()
        pause.wait(_STEP_S)
    return True


def wait_until(condition: Callable[[], object], limit_s: float = 10.0, what: str = "the condition") -> None:
    """Return as soon as ``condition`` is true; fail the test when it is not within ``limit_s`` (patient) seconds."""
    if not holds_within(limit_s * PATIENCE, condition):
        raise AssertionError(f"{what} did not hold within {limit_s} s")
