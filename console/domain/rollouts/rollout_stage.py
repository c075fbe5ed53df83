"""One stage of a rollout: a share of the requests for a time."""

import msgspec

from console.kernel.errors import UserError
from console.kernel.i18n import t

_MOST_S = 90 * 86_400.0


class RolloutStage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``percent`` (above 0, at most 100) of the requests for ``lasts_s`` seconds at least."""

    percent: float
    lasts_s: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.percent <= 100:
            raise UserError(t("{percent} is no share for a stage.", percent=self.percent), t("Use 0.1 to 100."))
        if not 0 <= self.lasts_s <= _MOST_S:
            raise UserError(t("A stage lasts at most 90 days, not {seconds} s.", seconds=self.lasts_s))


STAGES = (
    RolloutStage(5, 6 * 3600.0),
    RolloutStage(25, 12 * 3600.0),
    RolloutStage(50, 24 * 3600.0),
    RolloutStage(100),
)
"""The default of E2.3."""
