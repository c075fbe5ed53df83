"""What capacity is planned by."""

from pydantic import Field

from console.domain.capacity.capacity_rule import CapacityRule
from console.estate.schema.base import EstateModel

_USUAL = CapacityRule()


class CapacityGoal(EstateModel):
    """When a service counts as saturated, and what is kept in reserve (L4.3)."""

    latency_ms: float = Field(
        default=_USUAL.latency_s * 1000, gt=0, le=600_000, description="What the 95th percentile may reach."
    )
    most_used: float = Field(
        default=_USUAL.most_used, gt=0, le=10, description="Share of the requested CPU that may be used (0.85 = 85 %)."
    )
    buffer: float = Field(
        default=_USUAL.least_buffer, ge=0, le=10, description="Share of the peak that is kept free at least."
    )
    spare_cell: bool = Field(
        default=_USUAL.spare_cell, description="Whether cells of one router and template must be able to lose one."
    )

    def rule(self) -> CapacityRule:
        """Return the rule that planning follows."""
        return CapacityRule(self.latency_ms / 1000, self.most_used, self.buffer, self.spare_cell)
