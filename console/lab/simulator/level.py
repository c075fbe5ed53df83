"""Arithmetic that serves one instant and whole histories alike.

A level is a float or an array. Plain floats take the plain functions: numpy's cost a live step five times as much.
"""

import math

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
Level = float | FloatArray
"""A quantity at one instant, or at many instants at once (the history)."""


def least(one: Level, other: Level) -> Level:
    """The smaller of two levels."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.minimum(one, other)
    return min(one, other)


def most(one: Level, other: Level) -> Level:
    """The larger of two levels."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.maximum(one, other)
    return max(one, other)


def within(value: Level, low: float, high: float) -> Level:
    """The level, at least `low` and at most `high`."""
    return least(most(value, low), high)


def choose(condition: bool | npt.NDArray[np.bool_], yes: Level, no: Level) -> Level:
    """`yes` where the condition holds, else `no`."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    return yes if condition else no


def exponential(value: Level) -> Level:
    """e to the power of the level."""
    return np.exp(value) if isinstance(value, np.ndarray) else math.exp(value)


def cosine(angle: Level) -> Level:
    """Cosine of an angle in radians."""
    return np.cos(angle) if isinstance(angle, np.ndarray) else math.cos(angle)


def floor(value: Level) -> Level:
    """The largest whole number that is not above the level."""
    return np.floor(value) if isinstance(value, np.ndarray) else float(math.floor(value))


def modulo(value: Level, divisor: float) -> Level:
    """Remainder with the sign of the divisor."""
    return np.mod(value, divisor) if isinstance(value, np.ndarray) else value % divisor
