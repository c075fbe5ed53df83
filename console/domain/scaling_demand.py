"""Whether an autoscaler is asked for more than it may give."""

from console.domain.autoscaler import Autoscaler
from console.domain.quantity import quantity_number
from console.domain.scaling_block import BlockReason, scaling_blocks

TOLERANCE = 0.1
"""What an HPA itself tolerates before it acts."""


def is_at_maximum(autoscaler: Autoscaler) -> bool:
    """Return whether the autoscaler can add nothing more."""
    return any(block.reason is BlockReason.AT_MAXIMUM for block in scaling_blocks(autoscaler))


def wants_more(autoscaler: Autoscaler) -> bool:
    """Return whether a metric calls for more replicas than are allowed (beyond the tenth that an HPA tolerates)."""
    return _is_over(autoscaler) and is_at_maximum(autoscaler)


def is_forbidden_more(autoscaler: Autoscaler) -> bool:
    """Return whether a metric calls for more replicas and its behavior forbids to add any."""
    return autoscaler.never_adds and _is_over(autoscaler)


def _is_over(autoscaler: Autoscaler) -> bool:
    pairs = ((_amount(one.current), _amount(one.target)) for one in autoscaler.metrics)
    return any(now is not None and now > wish * (1 + TOLERANCE) for now, wish in pairs if wish)


def _amount(text: str | None) -> float | None:
    """Return a quantity or a share of the request (``70%``) as a number."""
    return quantity_number((text or "").removesuffix("%"))
