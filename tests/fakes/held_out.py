"""Public series that no method was fitted to: their past, and what came after it."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from console.domain.forecast.demand_series import HOUR_S, DemandSeries
from console.domain.forecast.make_outlook import PROVIDERS, make_outlook
from console.domain.forecast.provider import Provider
from console.domain.forecast.shape import shape_forecast
from tests.fakes.demand import KEY

WEEK_H = 168


@dataclass(frozen=True, slots=True)
class HeldOut:
    """``group`` is how far ahead: ``quarter``, ``nab14d``, or ``sim`` (a quarter of simulated demand)."""

    name: str
    group: str
    past: DemandSeries
    future: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """Errors are symmetric, in percent; ``inside`` is the share of hours inside the 80 % band."""

    name: str
    group: str
    provider: str
    smape: float
    naive: float
    inside: float


def held_out(folder: Path) -> Iterator[HeldOut]:
    """Yield the series of a folder as its ``SOURCES.json`` splits them."""
    sources = json.loads((folder / "SOURCES.json").read_text("utf-8"))
    for name, source in sources.items():
        with (folder / name).open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        times = np.array([float(one["timestamp"]) for one in rows])
        hours = np.rint((times - times[0]) / HOUR_S).astype(int)
        values = np.full(hours[-1] + 1, np.nan)
        values[hours] = [float(one["value"]) for one in rows]
        begins = int(hours[sum(one["split"] == "train" for one in rows)])
        past = DemandSeries(KEY, "UTC", float(times[0]), HOUR_S, values[:begins], name)
        yield HeldOut(name.removesuffix(".csv"), source["set"], past, values[begins:])


def score(one: HeldOut, providers: tuple[Provider, ...] = PROVIDERS) -> Score:
    """Forecast the future of a series from its past alone."""
    outlook = make_outlook("prom", one.past, -(-len(one.future) // 24), providers=providers)
    fan = shape_forecast(outlook).hours
    low, middle, high = (fan.at(level)[: len(one.future)] for level in (0.1, 0.5, 0.9))
    known = np.isfinite(one.future)
    inside = ((one.future >= low) & (one.future <= high))[known].mean()
    naive = np.resize(one.past.values[-WEEK_H:], len(one.future))
    return Score(one.name, one.group, outlook.provider, smape(one.future, middle), smape(one.future, naive), inside)


def smape(actual: NDArray[np.float64], said: NDArray[np.float64]) -> float:
    """Return the symmetric mean error in percent; two zeros are no error."""
    known = np.isfinite(actual)
    whole = np.abs(actual[known]) + np.abs(said[known])
    off = np.divide(2 * np.abs(actual[known] - said[known]), whole, out=np.zeros_like(whole), where=whole > 0)
    return 100 * float(off.mean())
