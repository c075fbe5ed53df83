"""Free memory goes back to the system. Proves issue 8 "memory"."""

import ctypes

import psutil
import pytest

from console.kernel.heap import give_back_free_heap

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
