"""The heap below Python: what is free in it is given back to the system, and threads share it."""

from __future__ import annotations

import ctypes
import platform

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # of malloc.h
_ARENAS = 2
LARGE = 128 * 1024  # bytes
_FREE_AT_THE_END = 4 * 1024 * 1024  # bytes


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

    What is ``LARGE`` gets pages of its own, which go back when it is freed. By itself the C library takes such from the
    heap once one was freed (up to 32 MB): each font for Japanese is 20 MB, each TLS connection has a buffer of 256 KB,
    and small blocks settle in the holes that they leave.
    """
    if (choose := _of_glibc("mallopt")) is not None:
        choose(_ARENA_MAX, _ARENAS)
        choose(_MMAP_THRESHOLD, LARGE)
        choose(_TRIM_THRESHOLD, _FREE_AT_THE_END)


def _of_glibc(name: str) -> ctypes._NamedFuncPointer | None:
    return getattr(ctypes.CDLL(None), name, None) if platform.system() == "Linux" else None
