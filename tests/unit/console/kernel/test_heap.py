"""Free memory goes back to the system. Proves issue 8 "memory"."""

import ctypes
import subprocess
import sys

import psutil
import pytest

from console.kernel.heap import give_back_free_heap, share_heap

C = ctypes.CDLL(None)
BLOCK, BLOCKS = 4_000, 8_000
MANY = BLOCK * BLOCKS


def _held() -> int:
    return int(psutil.Process().memory_info().rss)


@pytest.mark.alone
@pytest.mark.skipif(not hasattr(C, "malloc_trim"), reason="only glibc can be asked")
def test_what_is_free_below_a_block_in_use_goes_back_to_the_system() -> None:
    C.malloc.restype, C.malloc.argtypes, C.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
    blocks = [C.malloc(BLOCK) for _ in range(BLOCKS)]
    for block in blocks:
        ctypes.memset(block, 1, BLOCK)
    for block in blocks[:-1]:
        C.free(block)
    before = _held()
    give_back_free_heap()
    assert _held() < before - MANY // 2
    C.free(blocks[-1])


HEAPS = f"""
import ctypes, threading
from {share_heap.__module__} import share_heap
if %s:
    share_heap()
c, all_there, found = ctypes.CDLL(None), threading.Barrier(8), []
c.malloc.restype, c.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
def take():
    all_there.wait()
    found.append(c.malloc(5000) >> 26)
    all_there.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
for one in threads: one.start()
for one in threads: one.join()
print(len(set(found)))
"""
"""Eight threads at a time take memory; a heap of glibc lies within 64 MB."""


@pytest.mark.skipif(not hasattr(C, "mallopt"), reason="only glibc can be asked")
def test_threads_share_two_heaps() -> None:
    alone, shared = (
        int(subprocess.run([sys.executable, "-c", HEAPS % so], capture_output=True, check=True, timeout=60).stdout)
        for so in (False, True)
    )
    assert shared <= 2 < alone


LARGE_BLOCKS = f"""
import ctypes
from {share_heap.__module__} import LARGE, share_heap
class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "arena ordblks smblks hblks hblkhd usmblks".split()]
c = ctypes.CDLL(None)
c.malloc.restype, c.malloc.argtypes, c.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
c.mallinfo2.restype = Info
if %s:
    share_heap()
c.free(c.malloc(20 << 20))
before = c.mallinfo2().hblks
c.malloc(LARGE + 1)
c.malloc(LARGE // 4)
print(c.mallinfo2().hblks - before)
"""
"""Takes and frees a block of 20 MB; prints how many of two smaller ones then get pages of their own."""


@pytest.mark.skipif(not hasattr(C, "mallinfo2"), reason="only glibc can be asked")
def test_a_large_block_has_pages_of_its_own_also_after_a_larger_one_was_freed() -> None:
    alone, shared = (
        int(
            subprocess.run(
                [sys.executable, "-c", LARGE_BLOCKS % so], capture_output=True, check=True, timeout=60
            ).stdout
        )
        for so in (False, True)
    )
    assert (alone, shared) == (0, 1)
