"""Emissions as text: grams, kilograms or tonnes of CO2 equivalents."""

from __future__ import annotations

from console.presenters.format import UNKNOWN, significant

_KG, _T = 1e3, 1e6


def mass(grams: float | None) -> str:
    """Return an amount of CO2 equivalents in the unit that needs the fewest digits; a dash when unknown."""
    if grams is None:
        return UNKNOWN
    for factor, unit in ((_T, "t"), (_KG, "kg")):
        if abs(grams) >= factor:
            return f"{significant(grams / factor)} {unit}"
    if 0 < abs(grams) < 0.1:
        return f"{significant(grams * _KG)} mg"
    return f"{significant(grams)} g"


def emission(grams: float | None) -> str:
    """Return an amount that says that it is of CO2 equivalents."""
    return UNKNOWN if grams is None else f"{mass(grams)} CO2e"
