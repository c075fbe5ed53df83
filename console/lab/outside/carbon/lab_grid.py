"""The electricity of the lab's world: what each grid zone emits at any time."""

from collections.abc import Callable

from console.lab.simulator.cell_catalogue import FURTHER_PLACES, PLACES
from console.lab.simulator.energy import carbon_intensity
from console.lab.simulator.noise import smooth_noise
from console.lab.world.world import World

GREAT_BRITAIN, CALIFORNIA = "GB", "US-CAL-CISO"
_HOUR_S = 3_600.0
_MISS = 0.05
"""Forecasts are wrong by up to this share."""
_OFFSETS_H: dict[str, float] = {
    **{zone: offset for _name, _region, zone, offset in FURTHER_PLACES},
    **{place.zone: place.utc_offset_h for place in PLACES},
    GREAT_BRITAIN: 0.0,
    CALIFORNIA: -8.0,
}


class LabGrid:
    """gCO2e/kWh by zone and real time (unix seconds); agrees with what the simulator charges the cells."""

    def __init__(self, world: World, now_s: Callable[[], float]) -> None:
        self._world = world
        self.now_s = now_s

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones that exist."""
        return tuple(_OFFSETS_H)

    @property
    def cell_zones(self) -> tuple[str, ...]:
        """The zones in which the lab has cells."""
        return tuple(dict.fromkeys(cell.zone for cell in self._world.blueprint.cells))

    def grams(self, zone: str, at_s: float) -> float:
        """What a zone emits at a time."""
        world = self._world
        usual = float(carbon_intensity(world.seed, zone, _OFFSETS_H[zone], world.clock.simulated(at_s)))
        dirty = world.faults.dirty_grids.get(zone)
        return usual + dirty.added if dirty is not None and at_s >= dirty.since_s else usual

    def forecast(self, zone: str, at_s: float) -> float:
        """What was or is foreseen for a time: about right."""
        miss = smooth_noise(self._world.seed, f"forecast/{zone}", at_s, 3 * _HOUR_S)
        return self.grams(zone, at_s) * (1 + _MISS * float(miss))
