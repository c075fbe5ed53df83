"""Releases of the services: when each image was committed and deployed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from console.lab.simulator.noise import name_fragment, stream_key, uniform
from console.lab.simulator.workload_spec import WorkloadSpec

DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Release:
    """One image of one service in one cell; times are unix seconds."""

    number: int
    image_sha: str
    commit: str
    committed_s: float
    deployed_s: float


def release_at(seed: int, spec: WorkloadSpec, t: float) -> Release:
    """The release that runs at a time."""
    period_s, delay_s = _rhythm(seed, spec.name, spec.cell)
    return _release(seed, spec.name, spec.cell, int((t - delay_s) // period_s))


@lru_cache(maxsize=4_000)
def _rhythm(seed: int, service: str, cell: str) -> tuple[float, float]:
    """Seconds between two releases of a service, and how much later they reach this cell than the first."""
    period_s = (2.0 + 4.0 * uniform(stream_key(seed, f"release/{service}"), 0)) * DAY_S
    # Cells follow one another: the same image reaches every cell, each with its own delay.
    return period_s, 1800.0 + 5 * 3600.0 * uniform(stream_key(seed, f"wave/{cell}"), 0)


@lru_cache(maxsize=4_000)
def _release(seed: int, service: str, cell: str, number: int) -> Release:
    period_s, delay_s = _rhythm(seed, service, cell)
    lead_s = (2.0 + 28.0 * uniform(stream_key(seed, f"release/{service}"), number) ** 2) * 3600.0
    deployed_s = number * period_s + delay_s
    sha = name_fragment(seed, f"image/{service}", number, 12)
    commit = name_fragment(seed, f"commit/{service}", number, 10)
    return Release(number, sha, commit, deployed_s - lead_s, deployed_s)


def releases_between(seed: int, spec: WorkloadSpec, start_s: float, end_s: float) -> Iterator[Release]:
    """The releases that ran within a time span, the newest first."""
    at = end_s
    while True:
        release = release_at(seed, spec, at)
        yield release
        if release.deployed_s <= start_s:
            return
        at = release.deployed_s - 1.0
