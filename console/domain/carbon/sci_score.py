"""The Software Carbon Intensity of a piece of software: ((E x I) + M) per R (SCI 1.1, ISO/IEC 21031)."""

from dataclasses import dataclass

METHOD = "SCI 1.1 (ISO/IEC 21031:2024)"
PER = 1_000.0
"""Functional units that one score speaks of: a thousand requests."""


@dataclass(frozen=True, slots=True)
class SciScore:
    """``operational_g`` is E x I and ``embodied_g`` is M in gCO2e; ``units`` is R, how often it was done meanwhile."""

    operational_g: float
    embodied_g: float
    units: float

    def per(self, units: float = PER) -> float | None:
        """Return gCO2e per so many functional units; ``None`` when none were counted."""
        return (self.operational_g + self.embodied_g) / self.units * units if self.units > 0 else None
