"""What blocks an autoscaler, in one sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.scaling_block import BlockReason
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.scaling_block import ScalingBlock


def block_text(block: ScalingBlock) -> str:
    """Return our sentence, followed by the controller's own words where it gave some."""
    own = {
        BlockReason.PAUSED: t("It is paused."),
        BlockReason.CANNOT_SCALE: t("It cannot change the replicas of its target."),
        BlockReason.METRIC_UNAVAILABLE: t("It gets no metric, so it does nothing."),
        BlockReason.METRIC_UNKNOWN: t("The metric {name} has no value.", name=block.reason_text),
        BlockReason.NOT_READY: t("It is not ready."),
        BlockReason.FALLBACK: t("Its trigger fails, so it holds the fallback replicas."),
        BlockReason.NEVER_ADDS: t("Its behavior forbids it to add replicas."),
        BlockReason.AT_MAXIMUM: t("It is at its maximum."),
        BlockReason.AT_MINIMUM: t("It is at its minimum."),
        BlockReason.RATE_LIMITED: t("It changes no faster than its behavior allows."),
        BlockReason.INACTIVE: t("Its trigger is not active."),
        BlockReason.NO_RECOMMENDATION: t("It has no recommendation yet."),
    }[block.reason]
    if block.reason is BlockReason.METRIC_UNKNOWN or not block.message:
        return own
    return f"{own} {block.reason_text}: {block.message}" if block.reason_text else f"{own} {block.message}"
