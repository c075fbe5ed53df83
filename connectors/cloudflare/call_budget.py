"""Staying below a limit of calls that the provider does not tell before it blocks everything."""

from collections import deque

from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t


class CallBudget:
    """At most ``most`` calls within any ``period_s`` seconds; ``what`` names them in the sentence.

    Cloudflare blocks all calls of a user for five minutes after 1,200 in five minutes, those of dashboards and other
    programs included: hence the limits here are lower.
    """

    def __init__(self, what: str, most: int, period_s: float, clock: Clock) -> None:
        self._what = what
        self._most = most
        self._period_s = period_s
        self._clock = clock
        self._calls: deque[float] = deque()

    def spend(self) -> None:
        """Count a call; raise ``ConnectorError`` (throttled) instead when there were too many."""
        now_s = self._clock.monotonic()
        while self._calls and now_s - self._calls[0] >= self._period_s:
            self._calls.popleft()
        if len(self._calls) >= self._most:
            raise ConnectorError(
                ErrorKind.THROTTLED,
                t(
                    "{what}: {count} calls within {minutes} min is as many as the console allows itself.",
                    what=self._what,
                    count=self._most,
                    minutes=round(self._period_s / 60),
                ),
                t("It goes on by itself; a longer poll_s or fewer zones need fewer calls."),
                retry_after_s=self._period_s - (now_s - self._calls[0]),
            )
        self._calls.append(now_s)
