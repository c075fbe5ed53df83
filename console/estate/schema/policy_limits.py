"""The limits that the shipped policies hold changes against."""

from pydantic import Field, model_validator

from console.estate.schema.base import EstateModel
from console.kernel.i18n import t


class PolicyLimits(EstateModel):
    """Weights in percent, steps in points, factors of what was before; ``signature_hours`` is how long one counts."""

    least_weight: float = Field(default=0, ge=0, le=100, description="Least weight of what gets any, in percent.")
    most_weight: float = Field(default=100, ge=0, le=100, description="Greatest weight, in percent.")
    weight_step: float = Field(default=50, gt=0, le=100, description="Points by which a weight may rise at once.")
    least_budget: float = Field(default=0, ge=-1, le=1, description="Share of the error budget a release needs left.")
    quota_factor: float = Field(default=10, gt=1, le=1e6, description="Times that a quota may grow at once.")
    replica_factor: float = Field(default=5, gt=1, le=1e6, description="Times that replicas may grow at once.")
    most_replicas: float = Field(default=500, ge=1, le=1e6, description="Greatest number of replicas.")
    signature_hours: float = Field(default=24, gt=0, le=24 * 30, description="Hours that a second signature counts.")

    @model_validator(mode="after")
    def _least_below_most(self) -> "PolicyLimits":
        if self.least_weight > self.most_weight:
            raise ValueError(t("least_weight is greater than most_weight."))
        return self
