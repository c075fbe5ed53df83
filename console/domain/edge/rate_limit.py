"""A rate limiting rule at the edge, and what it means in requests per second."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef

BURST_OF_RATE = 2.0
"""A burst is twice the rate unless said otherwise (L4.2)."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A rule of a zone (``ref.namespace``): ``requests`` within ``period_s`` seconds, counted by ``counted_by``.

    Who exceeds it meets ``action`` for ``mitigation_s`` seconds (0: only what is above the limit).
    ``ruleset`` and ``version`` say which state of the zone's rules this was.
    """

    ref: ResourceRef
    rule_id: str
    description: str
    expression: str
    requests: int
    period_s: int
    mitigation_s: int
    action: str
    enabled: bool
    counted_by: tuple[str, ...]
    ruleset: str
    version: str


def requests_allowed(rps: float, burst: float, period_s: int) -> int:
    """Return the requests that a rate and a burst allow within a period, as a token bucket lets them through.

    A bucket that holds ``burst`` tokens and gains ``rps`` of them a second lets at most ``rps * period + burst`` pass
    in any period; providers that count per period take this number. At least 1.
    """
    return max(1, round(rps * period_s + burst))
