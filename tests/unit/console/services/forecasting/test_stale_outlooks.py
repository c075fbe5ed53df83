"""A forecast that is old, or that looks less far ahead than plans do, is computed anew (proves L4.1, L4.3)."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from console.cli import program
from console.domain.forecast.demand_key import DemandKey
from console.domain.forecast.measure import Measure
from console.domain.forecast.outlook import TOPIC, Outlook
from console.domain.resource import ResourceRef
from console.kernel.clock import SystemClock
from console.kernel.paths import Paths
from console.services.forecasting.stale_outlooks import stale_outlooks, stale_segments
from console.store.history.history import History
from console.store.state import ObjectTable, State
from tests.fakes.capacity_estate import DAY_S, DEMAND, HORIZON_D, NOW_S, estate, outlook


def knowing(*rows: Outlook) -> State:
    return State(estate=estate(), objects={("metrics", TOPIC): ObjectTable({one.ref: one for one in rows}, NOW_S)})


@pytest.mark.parametrize(
    ("age_d", "horizon_d", "stale"),
    [
        (0, HORIZON_D, ()),
        (1, 2 * HORIZON_D, ()),
        (1.1, HORIZON_D, ("tokyo",)),
        (200, HORIZON_D, ("tokyo",)),
        (0, 7, ("tokyo",)),
        (0, 0, ("tokyo",)),
    ],
)
def test_a_forecast_of_yesterday_for_a_quarter_is_good_enough(
    age_d: float, horizon_d: int, stale: tuple[str, ...]
) -> None:
    state = knowing(replace(outlook("tokyo", 500, days=horizon_d), at_s=NOW_S - age_d * DAY_S), outlook("osaka", 300))
    assert stale_outlooks(state, NOW_S) == stale


def test_what_was_never_forecast_is_stale_and_only_what_is_asked_for_is_told() -> None:
    assert stale_outlooks(knowing(outlook("tokyo", 500)), NOW_S) == ("osaka",)
    assert stale_outlooks(knowing(), NOW_S, ("tokyo",)) == ("tokyo",)
    assert stale_outlooks(State(), NOW_S) == ()


def test_a_segment_is_stale_while_no_cell_that_serves_it_has_a_forecast() -> None:
    cells = [
        {**one.model_dump(mode="json", exclude_unset=True), "segments": segments}
        for one, segments in zip(estate().cells, (["b2b", "b2c"], ["b2b"]), strict=True)
    ]
    known = replace(
        outlook("osaka", 30.0),
        key=DemandKey(Measure.RPS, "osaka", "b2b"),
        ref=ResourceRef("metrics", "Outlook", "rps", "osaka/b2b"),
    )
    state = replace(knowing(known), estate=estate(cells=cells))
    assert stale_segments(state, NOW_S, ("b2b",)) == ()
    assert stale_segments(state, NOW_S, ("b2b", "b2c")) == ("tokyo",)
    assert stale_segments(state, NOW_S + 2 * DAY_S, ("b2b",)) == ("tokyo", "osaka")
    assert stale_segments(State(), NOW_S, ("b2b",)) == ()


@pytest.mark.parametrize(
    ("age_d", "horizon_d", "told"),
    [(0.5, HORIZON_D, False), (60, HORIZON_D, True), (0.5, 7, True)],
)
def test_the_command_computes_what_is_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], age_d: float, horizon_d: int, told: bool
) -> None:
    shop = estate(prometheus=[{"key": "metrics", "url": "http://127.0.0.1:1"}])
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(shop.model_dump(mode="json", exclude_defaults=True)))
    now_s = SystemClock().now().timestamp()
    rows = [replace(outlook(key, DEMAND[key], days=horizon_d), at_s=now_s - age_d * DAY_S) for key in DEMAND]
    table = {("metrics", TOPIC): ObjectTable({one.ref: one for one in rows}, now_s)}
    history = History(Paths.for_user().state / "history.sqlite")
    history.save(shop.name, State(estate=shop, objects=table), list(table), [])
    history.close()
    program.run(["--estate", str(file), "capacity", "show", "--wait", "0.2", "-o", "json"])
    assert ("Computing forecasts of 2 cells" in capsys.readouterr().err) is told
