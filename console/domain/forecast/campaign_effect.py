"""What campaigns of one title did to demand."""

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class CampaignEffect:
    """``log_mean`` and ``log_spread`` are of the natural logarithm of the multiple, over ``times`` past campaigns.

    ``log_low`` and ``log_high`` hold the next one with 80 %. The empty title stands for campaigns of any title.
    """

    title: str
    times: int
    log_mean: float
    log_spread: float
    log_low: float
    log_high: float

    @property
    def factor(self) -> float:
        """Return the multiple of demand that is to be expected."""
        return exp(self.log_mean)

    @property
    def low(self) -> float:
        """Return the multiple that one in ten stays below."""
        return exp(self.log_low)

    @property
    def high(self) -> float:
        """Return the multiple that one in ten goes beyond."""
        return exp(self.log_high)
