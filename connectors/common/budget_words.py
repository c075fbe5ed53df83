"""A rate budget in words."""

from datetime import UTC, datetime

from connectors.common.rate_budget import RateBudget
from console.kernel.i18n import localized, t


def budget_words(budget: RateBudget) -> str:
    """Return what is left, for people: ``4,987 of 5,000 requests left until 14:20``; what is not told is left out."""
    remaining = localized(f"{budget.remaining:,}")
    if budget.limit is None:
        return t("{remaining} requests left", remaining=remaining)
    if budget.reset_at_s is None:
        return t("{remaining} of {limit} requests left", remaining=remaining, limit=localized(f"{budget.limit:,}"))
    until = datetime.fromtimestamp(budget.reset_at_s, UTC).astimezone()
    return t(
        "{remaining} of {limit} requests left until {time}",
        remaining=remaining,
        limit=localized(f"{budget.limit:,}"),
        time=f"{until:%H:%M}",
    )
