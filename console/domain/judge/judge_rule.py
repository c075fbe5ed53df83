"""What a judge tolerates, and how often it may be wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JudgeRule:
    """``alpha`` is the chance of a false alarm over all metrics and all looks together.

    ``allowed_ratio`` is how many times as often as the baseline the canary may be bad for a pass (mistakes of models:
    ``allowed_mistakes``). A share of errors that is proven to be below ``harmless`` (0 to 1) passes whatever the
    baseline is; 0 turns that off.
    """

    alpha: float = 0.05
    allowed_ratio: float = 1.5
    allowed_mistakes: float = 1.25
    harmless: float = 0.001

    def __post_init__(self) -> None:
        if not (0 < self.alpha < 1 and self.allowed_ratio > 1 and self.allowed_mistakes > 1 and 0 <= self.harmless < 1):
            raise ValueError("alpha and harmless are shares, allowed ratios are above 1")
