"""Limit the requests per second that a zone lets through."""

from dataclasses import dataclass
from typing import ClassVar

from console.domain.edge.rate_limit import BURST_OF_RATE, requests_allowed
from console.domain.operation import OPERATIONS, OperationKind, Risk, Target
from console.kernel.errors import UserError
from console.kernel.i18n import localized, t

PERIODS_S = (10, 60, 120, 300, 600, 3600)
"""The counting periods that every plan with rate limits has, in seconds."""
MOST_RPS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class SetRateLimit:
    """``rule`` is the name (or id) of a rule of ``zone``; ``rps`` ``None`` removes it.

    ``burst`` (default twice the rate) may come on top within a period. ``expression`` says which requests a new rule
    counts, for an existing one an empty text keeps it; the same holds for ``counted_by``, by which a new rule counts.
    ``mitigation_s`` is how long who exceeds it is blocked (0: only the excess; ``None``: as it is, else one period).
    """

    key: ClassVar[str] = "set-rate-limit"
    risk: ClassVar[Risk] = Risk.DISRUPTIVE

    connection: str
    zone: str
    rule: str
    rps: float | None
    burst: float | None = None
    period_s: int = 60
    expression: str = ""
    counted_by: tuple[str, ...] = ()
    mitigation_s: int | None = None

    def __post_init__(self) -> None:
        """Raise ``UserError`` for a limit that cannot be."""
        if not self.rule or not self.zone:
            raise UserError(t("A rate limit needs a zone and a rule's name."), t("Name both."))
        for value in (self.rps, self.burst):
            if value is not None and not 0 <= value <= MOST_RPS:
                raise UserError(
                    t("{value} is not a number of requests per second.", value=value),
                    t("Use {least} to {most}.", least=0, most=localized(f"{MOST_RPS:,}")),
                )
        if self.period_s not in PERIODS_S:
            raise UserError(
                t("The counting period cannot be {seconds} s.", seconds=self.period_s),
                t("Use one of {periods}.", periods=", ".join(map(str, PERIODS_S))),
            )

    @property
    def target(self) -> Target:
        """Return what it changes."""
        return Target(self.connection, "RateLimit", self.rule, self.zone)

    @property
    def requests(self) -> int | None:
        """Return the requests allowed within a period; ``None`` when the rule is to go."""
        if self.rps is None:
            return None
        burst = self.rps * BURST_OF_RATE if self.burst is None else self.burst
        return requests_allowed(self.rps, burst, self.period_s)

    def summary(self) -> str:
        """Return what it does in one sentence."""
        if self.requests is None:
            return t("Remove the rate limit {rule} of {zone}.", rule=self.rule, zone=self.zone)
        return t(
            "Limit {rule} of {zone} to {requests} requests in {period} s.",
            rule=self.rule,
            zone=self.zone,
            requests=self.requests,
            period=self.period_s,
        )


OPERATIONS.add(OperationKind(SetRateLimit.key, SetRateLimit, "Set a rate limit at the edge"))
