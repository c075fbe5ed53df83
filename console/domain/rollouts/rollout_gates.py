"""What must hold before a rollout goes on, and what takes it back."""

import msgspec

from console.domain.judge.judge_rule import JudgeRule
from console.kernel.errors import UserError
from console.kernel.i18n import t


class RolloutGates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``most_errors`` is a rate (0 to 1), ``most_accuracy_drop`` a difference of shares; above them it is taken back.

    ``judge`` compares errors, latency and accuracy with the baseline by a ``JudgeRule`` of ``allowed_ratio``,
    ``allowed_mistakes`` and ``harmless``; the others are the release gate of the cell.
    """

    judge: bool = True
    error_budget: bool = True
    cost: bool = True
    carbon: bool = True
    most_errors: float = 0.01
    most_accuracy_drop: float = 0.05
    allowed_ratio: float = 1.5
    allowed_mistakes: float = 1.25
    harmless: float = 0.001

    def __post_init__(self) -> None:
        for value in (self.most_errors, self.most_accuracy_drop):
            if not 0 < value < 1:
                raise UserError(t("{value} is no threshold.", value=value), t("Use a share between 0 and 1."))
        try:
            self.rule()
        except ValueError as error:
            raise UserError(
                t("The judge cannot go by {ratio}, {mistakes} and {harmless}.", ratio=self.allowed_ratio,
                  mistakes=self.allowed_mistakes, harmless=self.harmless),
                t("Allowed ratios are above 1, harmless is a share from 0 to 1."),
            ) from error  # fmt: skip

    def rule(self) -> JudgeRule:
        """Return what the judge tolerates."""
        return JudgeRule(
            allowed_ratio=self.allowed_ratio, allowed_mistakes=self.allowed_mistakes, harmless=self.harmless
        )
