"""Cloudflare's limit on requests: too many within five minutes block everything for five minutes."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

PERIOD_S = 300.0
CROWDED_S = 5.0


class RateMeter:
    """`most` requests within five minutes; the next one begins the block. Times are real unix seconds.

    While `is_crowded` says that others use the budget up, everything is blocked, a few seconds at a time.
    """

    def __init__(self, most: int, now_s: Callable[[], float], is_crowded: Callable[[], bool] = lambda: False) -> None:
        self.most = most
        self._now_s = now_s
        self._is_crowded = is_crowded
        self._seen: deque[float] = deque()
        self._blocked_until_s = 0.0

    def count(self) -> float:
        """Count a request; the seconds for which it is blocked, 0 when it may pass."""
        now_s = self._now_s()
        while self._seen and now_s - self._seen[0] >= PERIOD_S:
            self._seen.popleft()
        if self._is_crowded():
            return CROWDED_S
        if now_s < self._blocked_until_s:
            return self._blocked_until_s - now_s
        if len(self._seen) >= self.most:
            self._blocked_until_s = now_s + PERIOD_S
            return PERIOD_S
        self._seen.append(now_s)
        return 0.0

    def headers(self) -> dict[str, str]:
        """What is told with every answer."""
        reset_s = (self._seen[0] if self._seen else self._now_s()) + PERIOD_S
        return {
            "x-ratelimit-limit": str(self.most),
            "x-ratelimit-remaining": str(self.most - len(self._seen)),
            "x-ratelimit-reset": format_datetime(datetime.fromtimestamp(reset_s, UTC), usegmt=True),
        }
