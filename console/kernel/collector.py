"""The collector of cycles, at rest while many small objects are made that live on."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = threading.Lock()
_resting = 0
_was_on = True


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Switch the collector off meanwhile, if it is on; from any thread, and also within one another."""
    global _resting, _was_on  # noqa: PLW0603 - the collector is one per process
    with _lock:
        if not _resting:
            _was_on = gc.isenabled()
        _resting += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _resting -= 1
            if not _resting and _was_on:
                gc.enable()
