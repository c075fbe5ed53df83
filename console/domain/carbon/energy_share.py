"""How much energy a service took hour by hour: as measured, or by published coefficients."""

from enum import StrEnum
from typing import NamedTuple

from console.domain.carbon.energy_coefficient import EnergyCoefficient
from console.domain.carbon.energy_use import HOUR_S, EnergyUse

_J_PER_KWH = 3.6e6


class EnergyMethod(StrEnum):
    """Where the energy of an hour comes from."""

    KEPLER = "kepler"
    COEFFICIENTS = "coefficients"


class EnergyHour(NamedTuple):
    """``kwh`` at the data centre's meter (PUE included) in the hour from ``begins_s`` (unix seconds) on."""

    begins_s: float
    kwh: float
    method: EnergyMethod
    vcpu_hours: float
    requests: float | None


def energy_hours(use: EnergyUse, coefficient: EnergyCoefficient) -> tuple[EnergyHour, ...]:
    """Return the hours of which the energy is known, oldest first."""
    hours = (_hour(use, place, coefficient) for place in range(len(use.joules)))
    return tuple(hour for hour in hours if hour is not None)


def _hour(use: EnergyUse, place: int, coefficient: EnergyCoefficient) -> EnergyHour | None:
    used = use.used_core_hours[place]
    reserved = use.core_hours[place]
    vcpu_hours = reserved if reserved is not None else used
    begins_s = use.begins_s + place * HOUR_S
    sent = coefficient.network_kwh(use.sent_gb[place] or 0.0)
    joules, requests = use.joules[place], use.requests[place]
    if joules is not None:
        kwh = joules / _J_PER_KWH * coefficient.pue + sent
        return EnergyHour(begins_s, kwh, EnergyMethod.KEPLER, vcpu_hours or 0.0, requests)
    if not vcpu_hours:
        return None
    kwh = coefficient.compute_kwh(vcpu_hours, _utilisation(used, vcpu_hours, coefficient))
    kwh += coefficient.memory_kwh(use.gb_hours[place] or 0.0) + sent
    return EnergyHour(begins_s, kwh, EnergyMethod.COEFFICIENTS, vcpu_hours, requests)


def _utilisation(used: float | None, reserved: float, coefficient: EnergyCoefficient) -> float:
    """Return the share of the reserved processors that worked; bursts beyond them count as full use."""
    return coefficient.usual_utilisation if used is None else min(1.0, used / reserved)
