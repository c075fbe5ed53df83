"""Deterministic noise: a pure function of seed, stream name and time, equal for one instant and for arrays."""

import zlib
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from console.lab.simulator.level import FloatArray, Level

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_MIX_1 = 0xBF58476D1CE4E5B9
_MIX_2 = 0x94D049BB133111EB


@lru_cache(maxsize=20_000)
def stream_key(seed: int, stream: str) -> int:
    """64-bit key of a named noise stream."""
    return (seed * _GOLDEN + zlib.crc32(stream.encode()) * _MIX_1) & _MASK


def uniform(key: int, index: int) -> float:
    """Uniform number in [0, 1) of one index (SplitMix64, public domain algorithm by Vigna)."""
    z = (key + index * _GOLDEN) & _MASK
    z = ((z ^ (z >> 30)) * _MIX_1) & _MASK
    z = ((z ^ (z >> 27)) * _MIX_2) & _MASK
    return ((z ^ (z >> 31)) >> 11) / (1 << 53)


def _uniform_array(key: int, index: npt.NDArray[np.int64]) -> FloatArray:
    z = np.uint64(key) + index.astype(np.uint64) * np.uint64(_GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(_MIX_1)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(_MIX_2)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def block_uniform(seed: int, stream: str, t: Level, period_s: float) -> Level:
    """One uniform number in [0, 1) per period."""
    key = stream_key(seed, stream)
    if isinstance(t, np.ndarray):
        return _uniform_array(key, np.floor(t / period_s).astype(np.int64))
    return uniform(key, int(t // period_s))


def smooth_noise(seed: int, stream: str, t: Level, period_s: float) -> Level:
    """Noise in [-1, 1] that moves on the scale of `period_s`, linear between random knots."""
    key = stream_key(seed, stream)
    position = t / period_s
    if isinstance(position, np.ndarray):
        knot = np.floor(position).astype(np.int64)
        left, right = _uniform_array(key, knot), _uniform_array(key, knot + 1)
        return (left + (right - left) * (position - knot)) * 2.0 - 1.0
    first = int(position // 1)
    low, high = uniform(key, first), uniform(key, first + 1)
    return (low + (high - low) * (position - first)) * 2.0 - 1.0


def name_fragment(seed: int, stream: str, index: int, length: int) -> str:
    """Random-looking lower-case name part, in the alphabet that Kubernetes uses for generated names."""
    alphabet = "bcdfghjklmnpqrstvwxz2456789"
    value = int(uniform(stream_key(seed, stream), index) * (1 << 53))
    letters = []
    for _ in range(length):
        value, digit = divmod(value, len(alphabet))
        letters.append(alphabet[digit])
    return "".join(letters)
