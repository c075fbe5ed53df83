"""Published coefficients that turn the use of machines into energy and embodied emissions."""

from dataclasses import dataclass

WH_PER_KWH = 1_000.0
G_PER_KG = 1_000.0


@dataclass(frozen=True, slots=True)
class EnergyCoefficient:
    """Figures of one provider: watts per vCPU idle and in full use, PUE, kWh per GB-hour and per GB sent.

    ``server_kg`` are the embodied emissions of a server with ``server_vcpus``, over ``lifespan_h`` hours of life.
    ``usual_utilisation`` (0 to 1) stands where nobody measures the use. ``source`` and ``licence`` must be shown.
    """

    provider: str
    min_w: float
    max_w: float
    pue: float
    memory_kwh_per_gb_h: float
    network_kwh_per_gb: float
    usual_utilisation: float
    server_kg: float
    server_vcpus: int
    lifespan_h: float
    source: str
    licence: str

    def compute_kwh(self, vcpu_hours: float, utilisation: float) -> float:
        """Return kWh at the data centre's meter of vCPU hours at a utilisation (0 to 1); CCF's formula."""
        watts = self.min_w + utilisation * (self.max_w - self.min_w)
        return watts * vcpu_hours * self.pue / WH_PER_KWH

    def memory_kwh(self, gb_hours: float) -> float:
        """Return kWh of memory that is kept for GB-hours."""
        return gb_hours * self.memory_kwh_per_gb_h * self.pue

    def network_kwh(self, gb: float) -> float:
        """Return kWh of sending GB."""
        return gb * self.network_kwh_per_gb * self.pue

    def embodied_g(self, vcpu_hours: float) -> float:
        """Return the share of a server's embodied emissions in gCO2e: TE x (TiR / EL) x (RR / ToR)."""
        return embodied_g(self.server_kg, vcpu_hours, self.lifespan_h, 1.0, self.server_vcpus)


def embodied_g(total_kg: float, reserved_h: float, lifespan_h: float, reserved: float, all_of_it: float) -> float:
    """Return M of the SCI in gCO2e: TE (kg) x (TiR / EL) x (RR / ToR), hours over hours and parts over parts."""
    return total_kg * G_PER_KG * (reserved_h / lifespan_h) * (reserved / all_of_it)
