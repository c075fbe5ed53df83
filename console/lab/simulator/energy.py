"""Power of pods and carbon intensity of grids."""

from console.lab.simulator.demand import DAY_S, HOUR_S
from console.lab.simulator.level import Level, exponential, modulo, most
from console.lab.simulator.noise import smooth_noise
from console.lab.simulator.workload_spec import WorkloadSpec

MIN_WATTS_PER_CORE = 0.74
MAX_WATTS_PER_CORE = 3.5
"""Average of the AWS processors in the Cloud Carbon Footprint coefficients (idle and full use)."""

_GRIDS: dict[str, tuple[float, float, float]] = {
    # zone: mean gCO2e/kWh, midday dip by solar power, slow swing by wind and demand
    "JP": (465.0, 90.0, 35.0),
    "DE": (345.0, 110.0, 95.0),
    "SG": (470.0, 15.0, 10.0),
    "FR": (56.0, 8.0, 14.0),
    "SE-SE3": (24.0, 2.0, 6.0),
    "CA-QC": (31.0, 2.0, 5.0),
    "GB": (175.0, 45.0, 70.0),
    "US-CAL-CISO": (235.0, 110.0, 30.0),
}
_USUAL_GRID = (380.0, 60.0, 40.0)


def watts_per_pod(spec: WorkloadSpec, used_cores: Level) -> Level:
    """Electric power of one pod: its share of the idle power plus what it uses (linear in use)."""
    return MIN_WATTS_PER_CORE * spec.cpu_cores + (MAX_WATTS_PER_CORE - MIN_WATTS_PER_CORE) * used_cores


def carbon_intensity(seed: int, zone: str, utc_offset_h: float, t: Level) -> Level:
    """Carbon intensity of a grid zone in gCO2e/kWh at a time (unix seconds)."""
    mean, solar, swing = _GRIDS.get(zone, _USUAL_GRID)
    hour = modulo(t + utc_offset_h * HOUR_S, DAY_S) / HOUR_S
    dip = solar * exponential(-0.5 * ((hour - 12.5) / 2.6) ** 2)
    return most(5.0, mean - dip + swing * smooth_noise(seed, f"grid/{zone}", t, 7 * HOUR_S))
