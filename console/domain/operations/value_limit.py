"""Bounds of the values that operations take, checked where they are made."""

import math

from console.kernel.errors import UserError
from console.kernel.i18n import localized, t

MOST_REPLICAS = 10_000
SUM_TOLERANCE = 1e-6


def check_replicas(*counts: int | None) -> None:
    """Raise ``UserError`` for a number of replicas below 0 or beyond any cluster; ``None`` is left as it is."""
    for count in counts:
        if count is not None and (isinstance(count, bool) or not 0 <= count <= MOST_REPLICAS):
            raise UserError(
                t("{count} is no number of replicas.", count=count),
                t("Enter a whole number from 0 to {most}.", most=MOST_REPLICAS),
            )


def check_bounds(minimum: int | None, maximum: int | None) -> None:
    """Raise ``UserError`` when the least is more than the most, or neither is given."""
    check_replicas(minimum, maximum)
    if minimum is None and maximum is None:
        raise UserError(t("No bound is given."), t("Name the least replicas, the most, or both."))
    if minimum is not None and maximum is not None and minimum > maximum:
        raise UserError(
            t("The least replicas ({minimum}) are more than the most ({maximum}).", minimum=minimum, maximum=maximum),
            t("Lower the least or raise the most."),
        )


def check_shares(weights: tuple[tuple[str, float], ...]) -> None:
    """Raise ``UserError`` unless the weights are numbers from 0 that sum to 1 (± 1e-6), each name once."""
    check_names(tuple(name for name, _ in weights))
    for name, weight in weights:
        if not math.isfinite(weight) or not 0 <= weight <= 1:
            raise UserError(
                t("The weight of {name} is {weight}.", name=name, weight=weight), t("Enter a number from 0 to 1.")
            )
    total = math.fsum(weight for _, weight in weights)
    if abs(total - 1.0) > SUM_TOLERANCE:
        raise UserError(
            t("The weights sum to {total}, not to 1.", total=localized(f"{total:.9g}")),
            t("Change them so that they sum to 1; nothing was changed."),
        )


def check_names(names: tuple[str, ...]) -> None:
    """Raise ``UserError`` when there is no name, an empty one, or one twice."""
    if not names or not all(names) or len(set(names)) != len(names):
        raise UserError(t("Every entry needs a name of its own."), t("Name each once."))
