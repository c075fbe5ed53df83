"""What the release gate says, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.release_gate import CarbonFact, GateGround, GateTopic, ObjectiveFact, SpendingFact
from console.kernel.i18n import t
from console.presenters.format import local_minute, number, percent, significant
from console.presenters.money_text import money

if TYPE_CHECKING:
    from console.domain.release_gate import GateCheck, ReleaseGate


def gate_sentence(gate: ReleaseGate) -> str:
    """Return go or no-go with its reasons in one sentence."""
    closed = [check_sentence(one) for one in _known_closed(gate)]
    unknown = [_name(one) for one in gate.checks if one.ground is GateGround.UNKNOWN]
    if unknown:
        closed.append(t("not known: {names}.", names=", ".join(unknown)))
    if closed:
        return t("No-go: {reasons}", reasons=" ".join(closed))
    if not gate.is_go:
        return t("No-go: the estate sets neither objectives nor budgets nor a grid zone for this cell.")
    looked = {one.topic for one in gate.checks if one.ground is not GateGround.ABSENT}
    topics = ", ".join(topic_word(topic) for topic in GateTopic if topic in looked)
    return t("Go: nothing stands against a release ({topics}).", topics=topics)


def gate_health(gate: ReleaseGate) -> Health:
    """Return how bad the answer is: what is merely not known (yet) is not told as a fault."""
    if gate.is_go:
        return Health.OK
    return Health.CRITICAL if _known_closed(gate) else Health.UNKNOWN


def _known_closed(gate: ReleaseGate) -> list[GateCheck]:
    return [one for one in gate.checks if not one.is_open and one.ground is not GateGround.UNKNOWN]


def _name(check: GateCheck) -> str:
    return check.fact.zone if isinstance(check.fact, CarbonFact) else getattr(check.fact, "name", "")


def topic_word(topic: GateTopic) -> str:
    """Return the name of what is looked at."""
    return {GateTopic.SLO: t("Objectives"), GateTopic.COST: t("Cost"), GateTopic.CARBON: t("Carbon")}[topic]


def check_sentence(check: GateCheck) -> str:
    """Return what was found by one check."""
    fact = check.fact
    if isinstance(fact, ObjectiveFact):
        return _objective_sentence(check.ground, fact)
    if isinstance(fact, SpendingFact):
        return _spending_sentence(check.ground, fact)
    if isinstance(fact, CarbonFact):
        return _carbon_sentence(check.ground, fact)
    return {
        GateTopic.SLO: t("No objective is set for this cell."),
        GateTopic.COST: t("No budget covers this cell."),
        GateTopic.CARBON: t("No grid zone is known for this cell."),
    }[check.topic]


def _objective_sentence(ground: GateGround, fact: ObjectiveFact) -> str:
    left = percent(fact.budget_left)
    if ground is GateGround.UNKNOWN:
        return t("{name}: nobody knows what is left of the error budget.", name=fact.name)
    if ground is GateGround.USED_UP:
        return t("{name}: the error budget is used up ({share} left).", name=fact.name, share=left)
    if ground is GateGround.BURNING:
        rate = significant(fact.burn)
        return t("{name}: the error budget burns {rate} × too fast.", name=fact.name, rate=rate)
    return t("{name}: {share} of the error budget left.", name=fact.name, share=left)


def _spending_sentence(ground: GateGround, fact: SpendingFact) -> str:
    limit = money(fact.limit, fact.currency)
    spent, forecast = money(fact.spent, fact.currency), money(fact.forecast, fact.currency)
    if ground is GateGround.UNKNOWN:
        return t("{name}: nobody knows what was spent of {limit}.", name=fact.name, limit=limit)
    if ground is GateGround.OVERSPENT:
        return t("{name}: {spent} spent of {limit}.", name=fact.name, spent=spent, limit=limit)
    if ground is GateGround.WILL_OVERSPEND:
        return t("{name}: comes to {forecast}, more than {limit}.", name=fact.name, forecast=forecast, limit=limit)
    return t("{name}: comes to {forecast} of {limit}.", name=fact.name, forecast=forecast, limit=limit)


def _carbon_sentence(ground: GateGround, fact: CarbonFact) -> str:
    words = {"zone": fact.zone, "limit": number(fact.limit), "grams": number(fact.grams)}
    if ground is GateGround.UNKNOWN:
        return t("{zone}: nobody knows the carbon intensity.", zone=fact.zone)
    if ground is GateGround.KEPT:
        return t("{zone}: {grams} gCO₂/kWh, not above {limit}.", **words)
    if ground is GateGround.DIRTY and fact.lowest_at_s is not None:
        when, least = local_minute(fact.lowest_at_s), number(fact.lowest)
        return t("{zone}: {grams} gCO₂/kWh, above {limit}; wait for {when}: {least}.", when=when, least=least, **words)
    usual = number(fact.usual)
    if ground is GateGround.UNUSUALLY_DIRTY:
        return t("{zone}: {grams} gCO₂/kWh, above {limit} and far above its average ({usual}).", usual=usual, **words)
    return t("{zone}: {grams} gCO₂/kWh, above {limit}, but usual here ({usual}): waiting would not help.",
             usual=usual, **words)  # fmt: skip
