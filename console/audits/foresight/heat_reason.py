"""Why a file is hot, in words and numbers that can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.foresight.file_story import DAY_S
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.audits.foresight.file_heat import FileHeat

_DEEP = 1.3


def heat_reasons(one: FileHeat, ranking: Sequence[FileHeat], now_s: int) -> tuple[str, ...]:
    """Return the reasons, the weightiest first: at least two, since each file has been touched some time ago."""
    reasons = []
    if one.fixes_year:
        reasons.append(t("fixes in 12 months: {count}", count=one.fixes_year))
    elif one.fixes >= 0.1:
        reasons.append(t("fixes, decayed by half each year: {count}", count=f"{one.fixes:.1f}"))
    if one.commits_year:
        reasons.append(t("changes in 12 months: {count}", count=one.commits_year))
    if one.passers_year:
        reasons.append(t("people who changed it only once: {count}", count=one.passers_year))
    middle = _middle([each.shape.mean_nesting for each in ranking])
    if middle and one.shape.mean_nesting > _DEEP * middle:
        reasons.append(
            t(
                "nested {deep} levels deep on average, others {middle}",
                deep=f"{one.shape.mean_nesting:.1f}",
                middle=f"{middle:.1f}",
            )
        )
    reasons.append(t("last changed {days} days before this commit", days=max(0, now_s - one.last_s) // DAY_S))
    reasons.append(t("lines: {count}", count=one.shape.lines))
    return tuple(reasons)


def _middle(amounts: list[float]) -> float:
    return sorted(amounts)[len(amounts) // 2] if amounts else 0.0
