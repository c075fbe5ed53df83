"""The heap below Python: what is free in it is given back to the system, and threads share it."""

from __future__ import annotations

import ctypes
import platform

_ARENA_MAX = -8  # of malloc.h, M_ARENA_MAX
_ARENAS = 2


def give_back_free_heap() -> None:
    """Give it back where the C library can be asked to (glibc), elsewhere do nothing; some milliseconds.

    By itself it keeps every free page that lies below one in use: 25 MB after all pages of a large estate.
    """
    if (trim := _of_glibc("malloc_trim")) is not None:
        trim(0)


def share_heap() -> None:
    """Let threads to come use the heaps that there are, where the C library can be asked to (glibc).

    By itself it gives new threads heaps of their own, eight for each core, and what one has freed the others do not
    use: 50 MB after a day. Threads of Python allocate one at a time, so that sharing does not hold them up.
    """
    if (choose := _of_glibc("mallopt")) is not None:
        choose(_ARENA_MAX, _ARENAS)


def _of_glibc(name: str) -> ctypes._NamedFuncPointer | None:
    return getattr(ctypes.CDLL(None), name, None) if platform.system() == "Linux" else None
