"""Recorded traffic is read in even steps; gaps stay gaps, segments are counted as at the edge."""

# proves P10 (what the replay rests on)

import numpy as np
import pytest

from console.domain.replay.traffic_course import CALLS, ROUTED, SEGMENT
from console.ports.metric import Answer, Series
from console.services.traffic_history import traffic_history
from console.store.history.row_codec import decode_rows, encode_rows
from tests.fakes.small_estate import ESTATE

NOW_S = 1_700_000_030.0
LAST_S = 1_699_999_980.0


class PlayedServer:
    """Every query has a series; the first hour of the routed requests is missing."""

    def __init__(self, *, zone: bool = True) -> None:
        self.zone, self.asked = zone, list[str]()

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        self.asked.append(promql)
        times = np.arange(start_s, end_s + 1, step_s)
        if "istio" in promql:
            return Answer((Series({"destination_workload": "tokyo"}, times[60:], np.full(len(times) - 60, 7.0)),))
        if "litellm" in promql:
            return Answer((Series({"cell": "osaka"}, times, np.full(len(times), 2.0)),))
        if "cloudflare" in promql:
            return Answer((Series({}, times, np.full(len(times), 400.0)),) if self.zone else ())
        shares = (("b2b", 30.0), ("b2c", 10.0))
        return Answer(tuple(Series({"segment": name}, times, np.full(len(times), rate)) for name, rate in shares))


@pytest.mark.anyio
async def test_a_day_by_the_minute_and_a_week_by_five_with_gaps_as_gaps() -> None:
    server = PlayedServer()
    rows = await traffic_history(server, ESTATE.prometheus[0], ESTATE, NOW_S)  # type: ignore[arg-type] # ranges only
    found = {(one.measure, one.part, one.span_s): one for one in rows}
    day, week = found[ROUTED, "tokyo", 86_400], found[ROUTED, "tokyo", 7 * 86_400]
    assert (len(day.rates), day.step_s, len(week.rates), week.step_s) == (1440, 60, 2016, 300)
    assert (day.rates[59], day.rates[60], day.at_s) == (None, 7.0, LAST_S)
    assert np.isnan(day.values()[:60]).all()
    assert found[CALLS, "osaka", 86_400].rates[0] == 2.0
    assert decode_rows(encode_rows(rows)) == rows  # what the history keeps is what was read
    assert '{cell=~"tokyo|osaka",service=~"web"}[2m]' in found[SEGMENT, "b2b", 86_400].query


@pytest.mark.anyio
async def test_segments_are_counted_before_the_cache_where_the_edge_tells_and_behind_it_elsewhere() -> None:
    for zone, rates in ((True, (300.0, 100.0)), (False, (30.0, 10.0))):
        server = PlayedServer(zone=zone)
        rows = await traffic_history(server, ESTATE.prometheus[0], ESTATE, NOW_S)  # type: ignore[arg-type]
        day = {one.part: one.rates[-1] for one in rows if one.measure == SEGMENT and one.span_s == 86_400}
        assert (day["b2b"], day["b2c"]) == rates
