"""The CPU time of one inference at the edge against its budget, part by part (E1.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.domain.health import Health

CACHE, INFERENCE, RESPONSE, BUFFER = "cache", "inference", "response", "buffer"
PARTS = (CACHE, INFERENCE, RESPONSE, BUFFER)
QUANTILES = ("0.5", "0.95", "0.99")
_TIGHT = 0.95  # of a budget: what is above has no room for a busy hour
_EXACT_S = 1e-9  # sums of parts are not to the last digit: on the budget is within it


@dataclass(frozen=True, slots=True)
class PartUse:
    """What a part may use and what it used at each of ``QUANTILES``; seconds, ``None`` where nobody told it."""

    part: str
    planned_s: float
    used_s: tuple[float | None, ...]

    @property
    def share(self) -> float | None:
        """Return the used share of the budget at the highest quantile; 1 is all of it, ``None`` also of no budget."""
        used = self.used_s[-1]
        return None if used is None or self.planned_s <= 0 else used / self.planned_s

    @property
    def health(self) -> Health:
        """Return how it stands at the highest quantile: over the budget is critical, above 95 % of it a warning."""
        used = self.used_s[-1]
        if used is None:
            return Health.UNKNOWN
        if used > self.planned_s + _EXACT_S:
            return Health.CRITICAL
        return Health.WARNING if used > _TIGHT * self.planned_s + _EXACT_S else Health.OK


def part_uses(
    planned_s: Mapping[str, float],
    measured_s: Mapping[tuple[str, str], float],
    totals_s: Sequence[float | None],
) -> tuple[PartUse, ...]:
    """Return the use of every part.

    ``measured_s`` is by (part, quantile), ``totals_s`` the CPU time of whole inferences at each of ``QUANTILES``. The
    buffer is what an inference takes beyond its measured parts; it is unknown where one of them or the total is.
    """
    uses = [
        PartUse(part, planned_s[part], tuple(measured_s.get((part, quantile)) for quantile in QUANTILES))
        for part in (CACHE, INFERENCE, RESPONSE)
    ]
    beyond = tuple(_beyond(total, [use.used_s[place] for use in uses]) for place, total in enumerate(totals_s))
    return (*uses, PartUse(BUFFER, planned_s[BUFFER], beyond))


def whole_use(planned_s: Mapping[str, float], totals_s: Sequence[float | None]) -> PartUse:
    """Return the use of the whole budget."""
    return PartUse("all", sum(planned_s[part] for part in PARTS), tuple(totals_s))


def _beyond(total_s: float | None, parts_s: Sequence[float | None]) -> float | None:
    known = [one for one in parts_s if one is not None]
    if total_s is None or len(known) < len(parts_s):
        return None
    return max(0.0, total_s - sum(known))
