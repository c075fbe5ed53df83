"""An estate on two grids, and what its sources say: figures by the hour, energy of one service, a nightly job."""

from collections.abc import Sequence

from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind, IntensitySignal
from console.domain.carbon.energy_use import HOUR_S, Course, EnergyUse, RunPrice
from console.domain.event import Event, ObjectsListed
from console.domain.resource import ResourceRef
from console.domain.route import Job
from console.estate.load import parse_estate
from console.estate.schema.estate import Estate

HOURS = 24
TEXT = """
name: shop
environment: staging
clusters: [{key: main}]
prometheus: [{key: metrics, url: "http://127.0.0.1:9090"}]
carbon: [{key: grid, provider: electricity-maps, token: "env:GRID_TOKEN"}]
cells:
  - {key: tokyo, title: Tokyo, kind: regional, cluster: main, region: ap-northeast-1, zone: JP, users: 1000,
     selectors: {namespaces: [cell-tokyo]},
     services: [{name: web, layer: presentation}, {name: bff, layer: application}]}
  - {key: frankfurt, title: Frankfurt, kind: regional, cluster: main, region: eu-central-1, zone: DE,
     selectors: {namespaces: [cell-frankfurt]}, services: [{name: web, layer: presentation}]}
"""


def carbon_estate() -> Estate:
    """Return the estate."""
    return parse_estate(TEXT)


def figures(zone: str, now_s: float, past_g: float, ahead_g: Sequence[float]) -> tuple[CarbonIntensity, ...]:
    """Return a day of the same measured figure, the running hour with it, and a forecast for the hours after it."""
    hour_s = now_s // HOUR_S * HOUR_S
    told = [(hour_s - back * HOUR_S, past_g, IntensityKind.MEASURED) for back in range(HOURS, -1, -1)]
    told += [(hour_s + (1 + place) * HOUR_S, grams, IntensityKind.FORECAST) for place, grams in enumerate(ahead_g)]
    return tuple(
        CarbonIntensity(
            ResourceRef("grid", "CarbonIntensity", zone, str(from_s)), zone, grams, kind, IntensitySignal.AVERAGE,
            from_s, from_s + HOUR_S, "Maps", now_s - 300, "Maps Inc.",
        )
        for from_s, grams, kind in told
    )  # fmt: skip


def use(
    cell: str,
    service: str,
    now_s: float,
    *,
    joules: float | None = None,
    cores: float = 0.0,
    requests: float | None = None,
) -> EnergyUse:
    """Return the same use in every hour of the last day."""
    nothing: Course = (None,) * HOURS

    def every(value: float | None) -> Course:
        return (value,) * HOURS

    return EnergyUse(
        ResourceRef("metrics", "EnergyUse", cell, service), cell, service, now_s - HOURS * HOUR_S, every(joules),
        every(cores or None), nothing, nothing, nothing, every(requests), (("joules", "kepler of the services"),),
    )  # fmt: skip


def price(cell: str, core: float, gib: float) -> RunPrice:
    """Return what running costs in a cell."""
    return RunPrice(ResourceRef("metrics", "RunPrice", "", cell), cell, core, gib)


def nightly(
    now_s: float,
    hours_ahead: int,
    *,
    lasts_s: float = HOUR_S,
    suspended: bool = False,
    schedule: str = "",
    cores: float = 4.0,
) -> Job:
    """Return a daily CronJob of tokyo that is next due at the beginning of the hour that is so many hours ahead."""
    hour = int(now_s // HOUR_S + hours_ahead) % 24
    begun_s = now_s // HOUR_S * HOUR_S + (hours_ahead - 24) * HOUR_S
    return Job(
        ResourceRef("main", "CronJob", "cell-tokyo", "nightly", "batch"), schedule or f"0 {hour} * * *", suspended,
        0, 0, 0, begun_s, begun_s + lasts_s, cores=cores, memory_bytes=8 * 2**30, time_zone="Etc/UTC",
    )  # fmt: skip


def usual_events(now_s: float) -> tuple[Event, ...]:
    """Return what everybody says: Tokyo at 500 g and greener in five hours, Frankfurt at 300 g and less."""
    ahead = [500.0] * 4 + [400.0] + [500.0] * 40
    return (
        ObjectsListed(
            "grid", "carbon", figures("JP", now_s, 500, ahead) + figures("DE", now_s, 300, [250.0] * 45), now_s
        ),
        ObjectsListed(
            "metrics",
            "energy",
            (
                use("tokyo", "web", now_s, joules=3.6e5, cores=2.0, requests=1e6),
                use("tokyo", "bff", now_s, joules=7.2e5, cores=4.0, requests=3e6),
                use("frankfurt", "web", now_s, cores=2.0),
                price("tokyo", 0.04, 0.005),
                price("frankfurt", 0.03, 0.004),
            ),
            now_s,
        ),
        ObjectsListed("main", "jobs", (nightly(now_s, 2),), now_s),
    )
