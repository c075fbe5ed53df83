"""The release gate: objectives, cost and carbon together say whether a cell may be released to (L3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class GateTopic(StrEnum):
    """What the gate looks at."""

    SLO = "slo"
    COST = "cost"
    CARBON = "carbon"


class GateGround(StrEnum):
    """Why a check is as it is; ``ABSENT``: the estate sets nothing that could be checked."""

    KEPT = "kept"
    USED_UP = "used up"
    BURNING = "burning"
    OVERSPENT = "overspent"
    WILL_OVERSPEND = "will overspend"
    DIRTY = "dirty"
    UNUSUALLY_DIRTY = "unusually dirty"
    DIRTY_AS_USUAL = "dirty as usual"
    UNKNOWN = "unknown"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class GateRule:
    """``least_budget`` is the share of the error budget (0 to 1) that must be left, ``most_burn`` the burn rate of an
    hour from which on it is alarming (that of the usual page).

    A grid above its limit closes the gate when waiting helps (an hour of the next day has at most ``greener`` of what
    it is now) or when it is ``unusual`` times its yearly average: a grid that is always dirty would never open it.
    """

    least_budget: float = 0.0
    most_burn: float = 14.4
    greener: float = 0.75
    unusual: float = 1.2


@dataclass(frozen=True, slots=True)
class ObjectiveFact:
    """An objective: the share of its budget that is left and its burn rate of the last hour; ``None`` unknown."""

    name: str
    budget_left: float | None
    burn: float | None
    query: str = ""
    connection: str = ""


@dataclass(frozen=True, slots=True)
class SpendingFact:
    """A budget of money: what was spent and what the period will come to, in ``currency``; ``None`` unknown."""

    name: str
    spent: float | None
    forecast: float | None
    limit: float
    currency: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class CarbonFact:
    """The carbon intensity of a grid zone now, the tolerated one, the least of the next day, and the yearly average.

    In gCO2/kWh; ``None`` unknown. ``lowest_at_s`` is when it is least (unix seconds).
    """

    zone: str
    grams: float | None
    limit: float
    lowest: float | None = None
    lowest_at_s: float | None = None
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One thing that was looked at; ``fact`` has its numbers (``None``: there is nothing to look at)."""

    topic: GateTopic
    ground: GateGround
    fact: ObjectiveFact | SpendingFact | CarbonFact | None

    @property
    def is_open(self) -> bool:
        """Return whether it lets a release through; what should be known and is not, does not."""
        return self.ground in {GateGround.KEPT, GateGround.DIRTY_AS_USUAL, GateGround.ABSENT}


@dataclass(frozen=True, slots=True)
class ReleaseGate:
    """All checks, those that refuse first. ``is_go`` needs at least one thing that was looked at."""

    checks: tuple[GateCheck, ...]

    @property
    def is_go(self) -> bool:
        """Return whether a release may go on."""
        looked = any(one.ground is not GateGround.ABSENT for one in self.checks)
        return looked and all(one.is_open for one in self.checks)


def release_gate(
    objectives: Sequence[ObjectiveFact],
    budgets: Sequence[SpendingFact],
    zones: Sequence[CarbonFact],
    rule: GateRule | None = None,
) -> ReleaseGate:
    """Decide; an empty sequence says that the estate sets nothing of the kind, a fact without numbers is unknown."""
    rule = rule or GateRule()
    checks = [
        *(GateCheck(GateTopic.SLO, _objective(one, rule), one) for one in objectives),
        *(GateCheck(GateTopic.COST, _spending(one), one) for one in budgets),
        *(GateCheck(GateTopic.CARBON, _carbon(one, rule), one) for one in zones),
    ]
    seen = {one.topic for one in checks}
    checks += [GateCheck(topic, GateGround.ABSENT, None) for topic in GateTopic if topic not in seen]
    return ReleaseGate(tuple(sorted(checks, key=lambda one: (one.is_open, one.ground is GateGround.ABSENT))))


def _objective(fact: ObjectiveFact, rule: GateRule) -> GateGround:
    if fact.budget_left is None:
        return GateGround.UNKNOWN
    if fact.budget_left <= rule.least_budget:
        return GateGround.USED_UP
    return GateGround.BURNING if fact.burn is not None and fact.burn >= rule.most_burn else GateGround.KEPT


def _spending(fact: SpendingFact) -> GateGround:
    if fact.spent is None or fact.forecast is None:
        return GateGround.UNKNOWN
    if fact.spent > fact.limit:
        return GateGround.OVERSPENT
    return GateGround.WILL_OVERSPEND if fact.forecast > fact.limit else GateGround.KEPT


def _carbon(fact: CarbonFact, rule: GateRule) -> GateGround:
    if fact.grams is None:
        return GateGround.UNKNOWN
    if fact.grams <= fact.limit:
        return GateGround.KEPT
    if fact.lowest is not None and fact.lowest <= max(fact.limit, rule.greener * fact.grams):
        return GateGround.DIRTY
    if fact.usual is None or fact.grams >= rule.unusual * fact.usual:
        return GateGround.UNUSUALLY_DIRTY
    return GateGround.DIRTY_AS_USUAL
