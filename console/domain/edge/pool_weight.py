"""Weights of pools in the steps that the provider allows."""

from collections.abc import Sequence
from math import floor, isfinite

from console.kernel.errors import UserError
from console.kernel.i18n import t

STEPS = 10
"""Cloudflare takes weights from 0 to 1 in tenths."""


def stepped(weight: float) -> float:
    """Return the nearest allowed weight, halves upwards; a weight above 0 is never rounded to nothing."""
    step = floor(weight * STEPS + 0.5)
    return max(step, 1 if weight > 0 else 0) / STEPS


def check_weights(weights: Sequence[tuple[str, float]]) -> None:
    """Raise ``UserError`` unless (pool, weight) name each pool once, with weights from 0 to 1."""
    names = [pool for pool, _weight in weights]
    if not names or len(set(names)) != len(names) or not all(names):
        raise UserError(t("Each pool must be named once."), t("Name the pools and their weights."))
    for pool, weight in weights:
        if not (isfinite(weight) and 0 <= weight <= 1):
            raise UserError(
                t("{weight} is not a weight for the pool {pool}.", weight=weight, pool=pool),
                t("Use a number from 0 to 1 in steps of 0.1."),
            )
