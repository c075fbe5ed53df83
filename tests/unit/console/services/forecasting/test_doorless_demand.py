"""A request passes several services; where none is named as the first one, the busiest counts it (proves L4.1)."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from console.domain.event import SeriesObserved
from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.measure import Measure
from console.domain.signal_key import SignalKey
from console.estate.schema.cell import Cell
from console.estate.schema.estate import Estate
from console.services.forecasting.demand_reading import ToldDemand, read_demand
from console.services.forecasting.hour_grid import HourGrid
from console.services.forecasting.kept_demand import kept_demand
from console.store.history.history import History
from tests.fakes.capacity_estate import NOW_S, estate
from tests.fakes.demand_reader import DemandReader

GRID = HourGrid.until(NOW_S, 2)
KEY = DemandKey(Measure.RPS, "tokyo")
RATE = 'rate(http_server_requests_total{cell=~"tokyo"}[1h])'


def with_services(**layers: str) -> Estate:
    """The estate, whose tokyo has other services."""
    known = estate().model_dump(mode="json", exclude_defaults=True)
    known["cells"][0]["services"] = [{"name": name, "layer": layer} for name, layer in layers.items()]
    return Estate.model_validate(known)


def asked_for(told: Estate) -> list[str]:
    """The queries for what is asked of tokyo, whole and by segment."""
    reader = DemandReader(GRID.end_s, {("http_server_requests_total", (("cell", "tokyo"),)): np.ones(48)})
    found = asyncio.run(read_demand(reader, told.prometheus[0], told.cells[:1], (Measure.RPS,), GRID))
    assert found[KEY].values == pytest.approx(np.ones(48))
    return list(dict.fromkeys(promql for promql, _, _ in reader.asked))


def test_the_busiest_service_is_asked_for_where_no_first_one_is_named() -> None:
    assert asked_for(with_services(api="application", rank="application", llm="ai")) == [
        f"max by (cell) (sum by (cell, service) ({RATE}))",
        f"max by (cell, segment) (sum by (cell, segment, service) ({RATE}))",
    ]


def test_the_named_first_services_are_summed_up() -> None:
    doors = 'rate(http_server_requests_total{cell=~"tokyo",service=~"app|web"}[1h])'
    assert asked_for(with_services(web="presentation", app="presentation", llm="ai")) == [
        f"sum by (cell) ({doors})",
        f"sum by (cell, segment) ({doors})",
    ]


def remembered(folder: Path, cells: Sequence[Cell], **rates: float) -> ToldDemand:
    """What the local history tells of tokyo, services of which had so many requests a second."""
    history = History(folder / "history.sqlite")
    times = tuple(GRID.first_s + 1800.0 + 3600.0 * hour for hour in range(48))
    keys = [SignalKey("rps", "tokyo", service) for service in rates]
    history.append("shop", [SeriesObserved(key, times, (rates[key.service],) * 48) for key in keys])
    try:
        return kept_demand(history, "shop", cells, keys, GRID)[KEY]
    finally:
        history.close()


def test_the_local_history_counts_the_same_requests(tmp_path: Path) -> None:
    inner = with_services(api="application", rank="application", llm="ai")
    (tmp_path / "a").mkdir()
    assert np.nanmax(remembered(tmp_path / "a", inner.cells[:1], api=90.0, rank=100.0, llm=20.0).values) == 100
    (tmp_path / "b").mkdir()
    doors = with_services(web="presentation", app="presentation", llm="ai")
    assert np.nanmax(remembered(tmp_path / "b", doors.cells[:1], web=90.0, app=100.0, llm=20.0).values) == 190
