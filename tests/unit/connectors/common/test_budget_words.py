"""What a rate limit leaves, in words."""

from datetime import datetime

from connectors.common.budget_words import budget_words
from connectors.common.rate_budget import RateBudget


def test_a_budget_says_what_it_knows() -> None:
    reset_s = datetime(2026, 1, 5, 14, 20).astimezone().timestamp()
    assert budget_words(RateBudget(4987, 5000, reset_s)) == "4,987 of 5,000 requests left until 14:20"
    assert budget_words(RateBudget(4987, 5000)) == "4,987 of 5,000 requests left"
    assert budget_words(RateBudget(12)) == "12 requests left"
